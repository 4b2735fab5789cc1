"""The entries of petitions in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.public.petitions.roles import LEADER, OFFICE, REGISTRAR, UNITS


def register_menu() -> None:
    """Called when the app is ready."""
    register_section("petitions", _("信访"), 20)
    register(
        Item(_("信访"), "petition:guide", order=3, citizens=True),
        Item(_("信访登记"), "petitions:register", (REGISTRAR,), 21, "petitions", "pencil", ""),
        Item(_("信访待办"), "petitions:todo", (*OFFICE, *UNITS), 22, "petitions", "inbox", ""),
        Item(_("全部信访"), "petitions:all", (*OFFICE, *UNITS), 23, "petitions", "list-checks", ""),
        Item(_("信访年度报告"), "petitions:annual", (*OFFICE, LEADER, "secretary"), 34, "petitions", "file-text", ""),
    )
