from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "shuniu.kernel.audit"
    label = "audit"
    verbose_name = _("台账")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shuniu.kernel.audit.kinds import register_common_events  # Models exist only now.

        register_common_events()
