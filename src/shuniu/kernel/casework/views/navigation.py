"""Casework's entry in the staff navigation; called when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import SYSTEM_ADMIN
from shuniu.kernel.web.navigation import Item, register


def register_items() -> None:
    register(
        Item(_("节假日安排"), "calendar:calendar", (SYSTEM_ADMIN.key,), order=30, section="admin", icon="calendar")
    )
