"""The entries of petitions in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register
from shuniu.public.petitions.roles import OFFICE, REGISTRAR, UNITS


def register_menu() -> None:
    """Called when the app is ready."""
    register(
        Item(_("信访登记"), "petitions:register", (REGISTRAR,), 21, "public", "pencil", ""),
        Item(_("信访待办"), "petitions:todo", (*OFFICE, *UNITS), 22, "public", "inbox", ""),
        Item(_("全部信访"), "petitions:all", (*OFFICE, *UNITS), 23, "public", "list-checks", ""),
    )
