"""The entries of meetings in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.office.meetings.roles import CLERK, DIRECTOR, LIAISON, SECTION, STAFF, UNITS


def register_menu() -> None:
    register_section("meetings", _("会议"), 70)
    register(
        Item(_("会议日历"), "meetings:week", STAFF, 30, "meetings", "calendar", ""),
        Item(_("我的会议"), "meetings:mine", (), 31, "work", "users", ""),
        Item(_("申请会议"), "meetings:request", (CLERK, LIAISON), 32, "meetings", "pencil", ""),
        Item(_("全部会议"), "meetings:all", STAFF, 33, "meetings", "list-checks", ""),
        Item(_("会议计划"), "meetings:plan", (*SECTION, *UNITS), 34, "meetings", "clock", ""),
        Item(_("会议室和设备"), "meetings:rooms", STAFF, 35, "meetings", "map-pin", ""),
        Item(_("会议限额"), "meetings:caps", (CLERK, DIRECTOR), 36, "meetings", "scale", ""),
    )
