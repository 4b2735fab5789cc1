"""Casework testifies when the ledger is verified."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "shuniu.kernel.casework"
    label = "casework"
    verbose_name = _("事项")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once apps are ready, so what needs them is imported here.
        from shuniu.kernel.casework import rerunning, succession, witness
        from shuniu.kernel.casework.views.navigation import register_items

        witness.register()
        rerunning.register()
        succession.register()
        register_items()
