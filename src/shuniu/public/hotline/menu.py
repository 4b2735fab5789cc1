"""The hotline's entries in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
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
    register_section("hotline", _("市长公开电话"), 10)
    register(
        Item(_("我要反映"), "citizens:report", order=1, citizens=True),
        Item(_("查进度"), "citizens:follow", order=2, citizens=True),
        Item(_("查一查"), "citizens:answers", order=3, citizens=True),
        Item(_("承诺与实绩"), "citizens:promises", order=6, citizens=True),
        Item(_("接电话登记"), "hotline:intake", (OPERATOR,), 8, "hotline", "phone", "i"),
        Item(_("诉求待办"), "hotline:todo", (*CENTRE, *UNITS), 10, "hotline", "inbox", "t"),
        Item(_("我承办的"), "hotline:owned", (HANDLER, LIAISON, HEAD), 12, "hotline", "user", "m"),
        Item(_("全部诉求"), "hotline:all", (*CENTRE, *UNITS, LEADER, "secretary"), 14, "hotline", "list-checks", "a"),
        Item(_("回访"), "hotline:calls", (CALLBACK,), 16, "hotline", "phone", "c"),
        Item(_("督办"), "hotline:watch", (SUPERVISOR, MANAGER), 18, "hotline", "eye", "w"),
        Item(_("办结抽查"), "hotline:sample", (SUPERVISOR, MANAGER), 20, "hotline", "circle-check", ""),
        Item(_("重点诉求"), "hotline:leader", (LEADER, "secretary"), 11, "work", "star", "l"),
        Item(_("报表"), "hotline:reports", READERS, 30, "hotline", "file-text", "r"),
        Item(_("统计"), "hotline:figures", READERS, 32, "hotline", "chart-column", "f"),
        Item(_("知识库"), "hotline:knowledge", (*CENTRE, *UNITS, LEADER, "secretary"), 40, "hotline", "book-open", "b"),
        Item(_("话题预警"), "hotline:topics", TOPIC_READERS, 30, "hotline", "trending-up", "p"),
        Item(_("派单建议测评"), "hotline:routing_card", (*CENTRE, LEADER), 70, "hotline", "circle-check", ""),
        Item(_("表格导入"), "hotline:import", (OPERATOR, DISPATCHER, MANAGER), 50, "hotline", "upload", ""),
        Item(_("开放接口客户端"), "hotline:clients", (MANAGER,), 55, "hotline", "link", ""),
    )
