from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "shuniu.kernel.organisation"
    label = "organisation"
    verbose_name = _("机构与人员")
    default_auto_field = "django.db.models.BigAutoField"
