"""The registrations of engagements: roles, series, limits, procedures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    name = "shuniu.office.engagements"
    label = "engagements"
    verbose_name = _("领导活动")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The registrations import models, which exist only now.
        from shuniu.office.engagements import registration

        registration.register()
