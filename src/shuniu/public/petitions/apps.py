"""Petitions's registrations: roles, series, limits, procedures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "shuniu.public.petitions"
    label = "petitions"
    verbose_name = _("信访")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The registrations import models, which exist only now.
        from shuniu.public.petitions import registration

        registration.register()
