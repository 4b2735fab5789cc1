"""The entries of supervision in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_chain, register_section
from shuniu.office.supervision.roles import DIRECTOR, LEADER, SECTION, STAFF, SUPERVISOR, UNITS


def register_menu() -> None:
    register_chain("supervision:chain")
    register_section("supervision", _("督查"), 60)
    register(
        Item(_("督查看板"), "supervision:board", STAFF, 70, "supervision", "chart-column", ""),
        Item(_("督查立项"), "supervision:register", SECTION, 71, "supervision", "pencil", ""),
        Item(_("督查待办"), "supervision:todo", STAFF, 72, "supervision", "inbox", ""),
        Item(_("本单位督查事项"), "supervision:own", UNITS, 73, "supervision", "building-2", ""),
        Item(_("全部督查事项"), "supervision:all", STAFF, 74, "supervision", "list-checks", ""),
        Item(_("督查通报"), "supervision:circulars", STAFF, 75, "supervision", "megaphone", ""),
        Item(_("激励约束台账"), "supervision:mentions", STAFF, 76, "supervision", "star", ""),
        Item(_("办理节奏"), "supervision:cadences", (SUPERVISOR, DIRECTOR, LEADER), 77, "supervision", "clock", ""),
    )
