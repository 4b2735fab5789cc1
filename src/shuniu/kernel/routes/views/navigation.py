"""The routes' entry in the staff navigation; called when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.routes.run import MANAGER
from shuniu.kernel.web.navigation import Item, register


def register_items() -> None:
    register(Item(_("审批流程"), "routes:list", (MANAGER,), order=40, section="admin", icon="list-checks"))
