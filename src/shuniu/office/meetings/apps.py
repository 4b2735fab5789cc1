"""The registrations of meetings: roles, series, limits, procedures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "shuniu.office.meetings"
    label = "meetings"
    verbose_name = _("会议")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The registrations import models, which exist only now.
        from shuniu.office.meetings import registration

        registration.register()
