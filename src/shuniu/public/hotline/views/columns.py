"""The columns, tabs and orders of the lists."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.tables import Column, query_without
from shuniu.public.hotline.queries.desks import WATCHED
from shuniu.public.hotline.queries.lists import Queue
from shuniu.public.hotline.roles import DISPATCHER, HEAD, LIAISON, MANAGER, SUPERVISOR
from shuniu.public.hotline.views import cells

Tab = tuple[str, str, int | None]


NUMBER = Column("number", _l("编号"), value="matter.number", cell=cells.number)
TITLE = Column("title", _l("标题"), value="matter.title", wide=True, cell=cells.title)
DUE = Column("due", _l("期限"), value="matter.due_at", cell=cells.due)
STATE = Column("state", _l("状态"), kind="badge")
UNIT = Column("unit", _l("主办单位"))
TYPE = Column("type", _l("类型"))
SUBJECT = Column("subject", _l("事项分类"))
CHANNEL = Column("channel", _l("渠道"))
RECEIVED = Column("received", _l("登记时间"), value="matter.received_at", kind="day")
TASK = Column("task", _l("待办"))
PICK = Column("pick", _l("选择"), cell=cells.pick, export=False)
SUGGESTION = Column("suggested", _l("派单建议"), cell=cells.suggestion, export=False)

LIST = (NUMBER, TITLE, TYPE, STATE, UNIT, DUE, RECEIVED)
EXPORT = (
    Column("number", _l("编号"), value="matter.number"),
    Column("title", _l("标题"), value="matter.title", wide=True),
    TYPE, SUBJECT, CHANNEL, STATE, UNIT, Column("light", _l("时限"), kind="light"),
    Column("due", _l("期限"), value="matter.due_at", kind="moment"),
    Column("received", _l("登记时间"), value="matter.received_at", kind="moment"),
    Column("closed", _l("办结时间"), value="matter.closed_at", kind="moment"),
    Column("place", _l("地点"), value="request.place"),
    Column("returns", _l("退单次数"), value="request.returns", kind="number"),
    Column("redos", _l("重办次数"), value="request.redos", kind="number"),
    Column("satisfaction", _l("满意度"), value="request.satisfaction", kind="number"),
)  # fmt: skip
"""What leaves the house: no text of the citizen, no person."""


MAY_RECEIVE = (LIAISON, HEAD)
MAY_CHASE = (DISPATCHER, SUPERVISOR, MANAGER)


def queue_columns(actor: Actor) -> tuple[Column, ...]:
    """A desk's columns: ticks where rows may be received together, the suggestion where one dispatches."""
    picked = (PICK,) if actor.holds_any(MAY_RECEIVE) else ()
    if actor.holds(DISPATCHER):
        return (*picked, NUMBER, TITLE, TYPE, TASK, SUGGESTION, DUE)
    return (*picked, NUMBER, TITLE, TYPE, TASK, UNIT, DUE)


def list_columns(actor: Actor) -> tuple[Column, ...]:
    return (PICK, *LIST) if actor.holds_any(MAY_CHASE) else LIST


def receive_together(actor: Actor) -> list[tuple[str, str]]:
    """Label and address of 签收所选, for the desks that receive."""
    return [(_("签收所选"), address("hotline:together", "receive"))] if actor.holds_any(MAY_RECEIVE) else []


def chase_together(actor: Actor) -> list[tuple[str, str]]:
    """Label and address of 催办所选, for the desks that chase."""
    return [(_("催办所选"), address("hotline:together", "chase"))] if actor.holds_any(MAY_CHASE) else []


def here(light: str, label: str) -> str:
    kept = {name: value for name, value in (("light", light), ("task", label)) if value}
    return f"{reverse('hotline:todo')}{'?' + urlencode(kept) if kept else ''}"


def queue_tabs(queue: Queue, label: str) -> list[Tab]:
    """The lights of the present queue, each with its count."""
    lights = queue.lights
    tabs: list[Tab] = [
        (_("全部"), here("", label), lights.total),
        (_("已超期"), here("red", label), lights.red),
        (_("将到期"), here("amber", label), lights.amber),
        (_("正常"), here("green", label), lights.green),
    ]
    if queue.undated:
        tabs.append((_("不计时"), here("none", label), queue.undated))
    return tabs


def kind_tabs(queue: Queue, light: str) -> list[Tab]:
    """The kinds of task, when there is more than one."""
    if len(queue.labels) < 2:
        return []
    return [(_("各类待办"), here(light, ""), None)] + [
        (_(label), here(light, label), count) for label, count in queue.labels
    ]


def order_url(asked: QueryDict, order: str) -> str:
    kept = query_without(asked, "after", "before", "sheet", "order")
    return f"?{kept}{'&' if kept else ''}{urlencode({'order': order})}"


def order_tabs(asked: QueryDict) -> list[Tab]:
    """最新 lists everything; 期限最近 lists what is open and has a running clock."""
    return [(_("最新"), order_url(asked, "new"), None), (_("期限最近（计时中）"), order_url(asked, "due"), None)]


SAMPLE = (NUMBER, TITLE, TYPE, UNIT, RECEIVED, Column("closed", _l("办结时间"), value="matter.closed_at", kind="day"))


def watch_url(view: str) -> str:
    return f"{reverse('hotline:watch')}?view={view}"


def watch_tabs() -> list[Tab]:
    return [(str(label), watch_url(view), None) for view, (label, _marks) in WATCHED.items()]
