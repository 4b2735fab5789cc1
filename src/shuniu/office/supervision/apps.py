"""The registrations of supervision: roles, series, limits, procedures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "shuniu.office.supervision"
    label = "supervision"
    verbose_name = _("督查")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The registrations import models, which exist only now.
        from shuniu.office.supervision import registration

        registration.register()
