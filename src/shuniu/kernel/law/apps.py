from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    name = "shuniu.kernel.law"
    label = "law"
    verbose_name = _("法律依据")
    default_auto_field = "django.db.models.BigAutoField"
