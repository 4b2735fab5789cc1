"""The organisation's entries in the staff navigation; called when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import ADMINISTRATORS, AUDIT_ADMIN
from shuniu.kernel.web.navigation import Item, register


def register_items() -> None:
    everyone, administrators = (), tuple(sorted(ADMINISTRATORS))
    register(
        Item(_("机构与权限"), "organisation:units", administrators, order=10, section="admin", icon="users"),
        Item(_("台账"), "organisation:ledger", (AUDIT_ADMIN.key,), order=20, section="admin", icon="shield"),
        Item(_("我的账号"), "organisation:account", everyone, order=90, section="admin", icon="user"),
    )
