from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NumberingConfig(AppConfig):
    name = "shuniu.kernel.numbering"
    label = "numbering"
    verbose_name = _("编号")
    default_auto_field = "django.db.models.BigAutoField"
