"""Casework's entries in the staff navigation and on the desk; called when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.views.worklist import card
from shuniu.kernel.organisation.roles import SYSTEM_ADMIN
from shuniu.kernel.web.desk import register_card
from shuniu.kernel.web.navigation import Item, register


def register_items() -> None:
    register(Item(_("我的待办"), "worklist", order=5, icon="inbox", key="q"))
    register_card(10, card)
    register(
        Item(_("本地期限"), "limits:every", order=28, section="admin", icon="clock"),
        Item(_("节假日安排"), "calendar:calendar", (SYSTEM_ADMIN.key,), order=30, section="admin", icon="calendar"),
    )
