from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "shuniu.kernel.web"
    label = "web"
    verbose_name = _("界面")
    default_auto_field = "django.db.models.BigAutoField"
