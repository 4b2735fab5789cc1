"""The entries of supervision in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_chain
from shuniu.office.supervision.roles import DIRECTOR, LEADER, SECTION, STAFF, SUPERVISOR, UNITS


def register_menu() -> None:
    register_chain("supervision:chain")
    register(
        Item(_("督查看板"), "supervision:board", STAFF, 70, "office", "chart-column", ""),
        Item(_("督查立项"), "supervision:register", SECTION, 71, "office", "pencil", ""),
        Item(_("督查待办"), "supervision:todo", STAFF, 72, "office", "inbox", ""),
        Item(_("本单位督查事项"), "supervision:own", UNITS, 73, "office", "building-2", ""),
        Item(_("全部督查事项"), "supervision:all", STAFF, 74, "office", "list-checks", ""),
        Item(_("督查通报"), "supervision:circulars", STAFF, 75, "office", "megaphone", ""),
        Item(_("激励约束台账"), "supervision:mentions", STAFF, 76, "office", "star", ""),
        Item(_("办理节奏"), "supervision:cadences", (SUPERVISOR, DIRECTOR, LEADER), 77, "office", "clock", ""),
    )
