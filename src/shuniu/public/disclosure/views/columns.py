"""The columns, tabs and cells of the lists of requests and of the register of remedies."""

from __future__ import annotations

from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web import marks
from shuniu.kernel.web.tables import Column
from shuniu.public.disclosure.queries.lists import Row
from shuniu.public.disclosure.queries.remedies import RemedyRow

Tab = tuple[str, str, int | None]


def _number(row: Row | RemedyRow, now: datetime) -> SafeString:
    return SafeString(f'<a class="nowrap num" href="{row.url}">{escape(row.matter.number or "")}</a>')


def _title(row: Row, now: datetime) -> SafeString:
    badges = "".join([f" {marks.badge(text, tone)}" for text, tone in row.marks])
    return SafeString(f"<span>{escape(row.matter.title)}{badges}</span>")


def _due(row: Row, now: datetime) -> SafeString:
    """The light and the day, and for what is late since when."""
    at, light = row.matter.due_at, marks.light(row.light)
    if at is None:
        return SafeString(f'<span class="due">{light}</span>')
    late = f' <span class="muted nowrap">{marks.when(at, now.date(), now)}</span>' if row.light == "red" else ""
    shown = timezone.localtime(at).strftime("%m-%d")
    return SafeString(f'<span class="due">{light} <span class="nowrap num">{shown}</span>{late}</span>')


NUMBER = Column("number", _l("编号"), value="matter.number", cell=_number)
TITLE = Column("title", _l("标题"), value="matter.title", wide=True, cell=_title)
WAY = Column("way", _l("申请方式"))
KIND = Column("kind", _l("申请人类型"))
STATE = Column("state", _l("状态"), kind="badge")
UNIT = Column("unit", _l("业务单位"))
TASK = Column("task", _l("待办"))
DUE = Column("due", _l("期限"), value="matter.due_at", cell=_due)
RECEIVED = Column("received", _l("收到申请之日"), value="request.received_on", kind="day")
REPLY = Column("reply", _l("答复的种类"))

QUEUE = (NUMBER, TITLE, TASK, UNIT, DUE)
LIST = (NUMBER, TITLE, WAY, STATE, UNIT, REPLY, DUE, RECEIVED)
EXPORT = (
    Column("number", _l("编号"), value="matter.number"),
    Column("title", _l("标题"), value="matter.title", wide=True),
    WAY, KIND, STATE, UNIT, Column("light", _l("时限"), kind="light"),
    Column("due", _l("期限"), value="matter.due_at", kind="day"),
    Column("registered", _l("登记时间"), value="matter.received_at", kind="moment"),
    RECEIVED, REPLY,
    Column("answered", _l("答复之日"), value="request.answered_on", kind="day"),
    Column("delivered", _l("送达之日"), value="request.delivered_on", kind="day"),
    Column("reopened", _l("重新答复次数"), value="request.reopened", kind="number"),
)  # fmt: skip
"""What leaves the house: no words of the request, no person."""

REMEDIES = (
    Column("matter", _l("申请编号"), value="matter.number", cell=_number),
    Column("title", _l("标题"), value="matter.title", wide=True),
    Column("path", _l("救济途径")),
    Column("authority", _l("复议机关或者法院"), value="remedy.authority"),
    Column("reference", _l("案号"), value="remedy.reference"),
    Column("begun", _l("收到通知之日"), value="remedy.begun_on", kind="day"),
    Column("result", _l("结果"), kind="badge"),
    Column("ended", _l("审结之日"), value="remedy.ended_on", kind="day"),
    Column("again", _l("重新答复")),
)
