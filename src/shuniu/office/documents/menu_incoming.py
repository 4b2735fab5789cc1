"""The entries of incoming papers in the navigation of staff; ``menu`` calls it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.office.documents.roles import DIRECTOR, LEADER, REGISTRAR, REVIEWER, SECRETARY, STAFF, UNITS


def register_menu() -> None:
    register_section("incoming", _("收文"), 40)
    register(
        Item(_("呈我批示"), "documents:incoming_leader", (LEADER, SECRETARY), 2, "work", "pencil", ""),
        Item(_("收文登记"), "documents:incoming_register", (REGISTRAR,), 4, "incoming", "upload", ""),
        Item(_("收文待办"), "documents:incoming_todo", STAFF, 6, "incoming", "inbox", ""),
        Item(_("本单位承办"), "documents:incoming_own", UNITS, 8, "incoming", "building-2", ""),
        Item(
            _("传阅情况"), "documents:incoming_circulation", (REGISTRAR, REVIEWER, DIRECTOR), 9, "incoming", "eye", ""
        ),
        Item(_("全部收文"), "documents:incoming_all", STAFF, 10, "incoming", "list-checks", ""),
    )
