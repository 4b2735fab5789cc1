"""The columns, tabs and cells of the lists of petitions."""

from __future__ import annotations

from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web import marks
from shuniu.kernel.web.tables import Column
from shuniu.public.petitions.queries.lists import Row

Tab = tuple[str, str, int | None]


def _number(row: Row, now: datetime) -> SafeString:
    return SafeString(f'<a class="nowrap num" href="{row.url}">{escape(row.number)}</a>')


def _title(row: Row, now: datetime) -> SafeString:
    badges = "".join([f" {marks.badge(text, tone)}" for text, tone in row.marks])
    return SafeString(f"<span>{escape(row.matter.title)}{badges}</span>")


def _due(row: Row, now: datetime) -> SafeString:
    """The light, the day and hour, and for what is late since when."""
    at, light = row.matter.due_at, marks.light(row.light)
    if at is None:
        return SafeString(f'<span class="due">{light}</span>')
    late = f' <span class="muted nowrap">{marks.when(at, now.date(), now)}</span>' if row.light == "red" else ""
    shown = timezone.localtime(at).strftime("%m-%d %H:%M")
    return SafeString(f'<span class="due">{light} <span class="nowrap num">{shown}</span>{late}</span>')


NUMBER = Column("number", _l("信访编号"), cell=_number)
TITLE = Column("title", _l("标题"), value="matter.title", wide=True, cell=_title)
WAY = Column("way", _l("信访形式"))
CATEGORY = Column("category", _l("类别"))
STATE = Column("state", _l("状态"), kind="badge")
UNIT = Column("unit", _l("承办机关"))
TASK = Column("task", _l("待办"))
DUE = Column("due", _l("期限"), value="matter.due_at", cell=_due)
RECEIVED = Column("received", _l("登记时间"), value="matter.received_at", kind="day")

QUEUE = (NUMBER, TITLE, WAY, TASK, UNIT, DUE)
LIST = (NUMBER, TITLE, WAY, STATE, UNIT, DUE, RECEIVED)
EXPORT = (
    Column("number", _l("信访编号")),
    Column("title", _l("标题"), value="matter.title", wide=True),
    WAY, CATEGORY, Column("standing", _l("初重")), STATE, UNIT, Column("light", _l("时限"), kind="light"),
    Column("due", _l("期限"), value="matter.due_at", kind="moment"),
    Column("received", _l("登记时间"), value="matter.received_at", kind="moment"),
    Column("accepted", _l("受理日期"), value="petition.accepted_on", kind="day"),
    Column("closed", _l("办结时间"), value="matter.closed_at", kind="moment"),
    Column("people", _l("人数"), value="petition.people", kind="number"),
    Column("place", _l("问题发生地"), value="petition.place"),
    Column("office", _l("对信访部门的评价")),
    Column("organ", _l("对办理机关的评价")),
)  # fmt: skip
"""What leaves the house: no text of the petitioner, no person."""
