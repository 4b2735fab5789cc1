"""The hotline's registrations: roles, limits, number series, procedure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HotlineConfig(AppConfig):
    name = "shuniu.public.hotline"
    label = "hotline"
    verbose_name = _("市长公开电话")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The registrations import models, which exist only now.
        from shuniu.public.hotline import registration

        registration.register()
