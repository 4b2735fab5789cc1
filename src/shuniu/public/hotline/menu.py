"""The hotline's entries in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register
from shuniu.public.hotline.roles import (
    CALLBACK,
    CENTRE,
    DISPATCHER,
    HANDLER,
    HEAD,
    LEADER,
    LIAISON,
    MANAGER,
    OPERATOR,
    READERS,
    SUPERVISOR,
    TOPIC_READERS,
    UNITS,
)


def register_menu() -> None:
    """Called when the app is ready."""
    register(
        Item(_("我要反映"), "citizens:report", order=1, citizens=True),
        Item(_("查进度"), "citizens:follow", order=2, citizens=True),
        Item(_("查一查"), "citizens:answers", order=3, citizens=True),
        Item(_("承诺与实绩"), "citizens:promises", order=4, citizens=True),
        Item(_("接电话登记"), "hotline:intake", (OPERATOR,), 8, "public", "phone", "i"),
        Item(_("诉求待办"), "hotline:todo", (*CENTRE, *UNITS), 10, "public", "inbox", "t"),
        Item(_("我承办的"), "hotline:owned", (HANDLER, LIAISON, HEAD), 12, "public", "user", "m"),
        Item(_("全部诉求"), "hotline:all", (*CENTRE, *UNITS, LEADER, "secretary"), 14, "public", "list-checks", "a"),
        Item(_("回访"), "hotline:calls", (CALLBACK,), 16, "public", "phone", "c"),
        Item(_("督办"), "hotline:watch", (SUPERVISOR, MANAGER), 18, "public", "eye", "w"),
        Item(_("办结抽查"), "hotline:sample", (SUPERVISOR, MANAGER), 20, "public", "circle-check", ""),
        Item(_("重点诉求"), "hotline:leader", (LEADER, "secretary"), 11, "public", "star", "l"),
        Item(_("报表"), "hotline:reports", READERS, 30, "public", "file-text", "r"),
        Item(_("统计"), "hotline:figures", READERS, 32, "public", "chart-column", "f"),
        Item(_("知识库"), "hotline:knowledge", (*CENTRE, *UNITS, LEADER, "secretary"), 40, "public", "book-open", "b"),
        Item(_("话题预警"), "hotline:topics", TOPIC_READERS, 30, "insight", "trending-up", "p"),
        Item(_("派单建议测评"), "hotline:routing_card", (*CENTRE, LEADER), 70, "insight", "circle-check", ""),
        Item(_("表格导入"), "hotline:import", (OPERATOR, DISPATCHER, MANAGER), 50, "public", "upload", ""),
        Item(_("开放接口客户端"), "hotline:clients", (MANAGER,), 55, "public", "link", ""),
    )
