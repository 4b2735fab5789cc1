"""The engagements' entries in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register
from shuniu.office.engagements.roles import ARRANGER, DIRECTOR, KEEPERS, LEADER, LIAISON, SECRETARY, STAFF

DESK = (ARRANGER, SECRETARY, LEADER)


def register_menu() -> None:
    """Called when the app is ready."""
    register(
        Item(_("我的日程"), "engagements:mine", (LEADER, SECRETARY), 5, "office", "user", "j"),
        Item(_("一周活动安排"), "engagements:week", DESK, 30, "office", "calendar", "v"),
        Item(_("申请领导活动"), "engagements:ask", (LIAISON, ARRANGER, SECRETARY, LEADER), 32, "office", "pencil", "k"),
        Item(_("活动申请"), "engagements:all", STAFF, 34, "office", "list-checks", ""),
        Item(_("领导时间去向"), "engagements:analysis", DESK, 36, "insight", "chart-column", ""),
        Item(_("活动筛查规则"), "engagements:rules", (*DESK, DIRECTOR), 64, "office", "shield", ""),
        Item(_("领导和地点"), "engagements:registers", KEEPERS, 65, "office", "map-pin", ""),
        Item(_("日历订阅"), "engagements:feed", (LEADER, SECRETARY), 66, "office", "link", ""),
    )
