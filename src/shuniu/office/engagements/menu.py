"""The engagements' entries in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.office.engagements.roles import ARRANGER, DIRECTOR, KEEPERS, LEADER, LIAISON, SECRETARY, STAFF

DESK = (ARRANGER, SECRETARY, LEADER)


def register_menu() -> None:
    """Called when the app is ready."""
    register_section("engagements", _("领导活动"), 80)
    register(
        Item(_("我的日程"), "engagements:mine", (LEADER, SECRETARY), 5, "work", "user", "j"),
        Item(_("一周活动安排"), "engagements:week", DESK, 30, "engagements", "calendar", "v"),
        Item(
            _("申请领导活动"),
            "engagements:ask",
            (LIAISON, ARRANGER, SECRETARY, LEADER),
            32,
            "engagements",
            "pencil",
            "k",
        ),
        Item(_("活动申请"), "engagements:all", STAFF, 34, "engagements", "list-checks", ""),
        Item(_("领导时间去向"), "engagements:analysis", DESK, 36, "engagements", "chart-column", ""),
        Item(_("活动筛查规则"), "engagements:rules", (*DESK, DIRECTOR), 64, "engagements", "shield", ""),
        Item(_("领导和地点"), "engagements:registers", KEEPERS, 65, "engagements", "map-pin", ""),
        Item(_("日历订阅"), "engagements:feed", (LEADER, SECRETARY), 66, "engagements", "link", ""),
    )
