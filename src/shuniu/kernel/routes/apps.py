"""Approval routes: the role that keeps them, and its events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutesConfig(AppConfig):
    name = "shuniu.kernel.routes"
    label = "routes"
    verbose_name = _("审批流程")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The registrations import models, which exist only now.
        from shuniu.kernel.organisation import roles as kernel_roles
        from shuniu.kernel.routes import events, roles
        from shuniu.kernel.routes.views.navigation import register_items

        kernel_roles.register(*roles.ROLES)
        events.register()
        register_items()
