"""The columns, tabs and cells of the lists of incoming papers."""

from __future__ import annotations

from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web import marks
from shuniu.kernel.web.tables import Column
from shuniu.office.documents.queries.incoming_lists import Row

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


NUMBER = Column("number", _l("收文编号"), cell=_number)
TITLE = Column("title", _l("标题"), value="matter.title", wide=True, cell=_title)
ORGAN = Column("organ", _l("来文单位"), value="paper.organ")
ORIGINAL = Column("original_number", _l("来文字号"), value="paper.original_number")
TYPE = Column("type", _l("文种"))
STATE = Column("state", _l("状态"), kind="badge")
UNIT = Column("unit", _l("主办单位"))
TASK = Column("task", _l("待办"))
DUE = Column("due", _l("期限"), value="matter.due_at", cell=_due)
RECEIVED = Column("received", _l("登记时间"), value="matter.received_at", kind="day")

QUEUE = (NUMBER, TITLE, ORGAN, TASK, DUE)
LIST = (NUMBER, TITLE, ORGAN, TYPE, STATE, UNIT, DUE, RECEIVED)
OWN = (NUMBER, TITLE, ORGAN, STATE, Column("part", _l("本单位")), DUE)
CIRCULATION = (
    NUMBER, TITLE, Column("order", _l("次序")), Column("progress", _l("已阅")), Column("turn", _l("等待")), DUE,
)  # fmt: skip
EXPORT = (
    Column("number", _l("收文编号")),
    Column("title", _l("标题"), value="matter.title", wide=True),
    ORGAN, ORIGINAL, TYPE, Column("urgency", _l("紧急程度")),
    Column("signed", _l("成文日期"), value="paper.signed_on", kind="day"),
    Column("receipt", _l("签收时间"), value="paper.received_at", kind="moment"),
    STATE, UNIT, Column("light", _l("时限"), kind="light"),
    Column("due", _l("期限"), value="matter.due_at", kind="moment"),
    Column("received", _l("登记时间"), value="matter.received_at", kind="moment"),
    Column("closed", _l("办结时间"), value="matter.closed_at", kind="moment"),
    Column("archive", _l("档号"), value="paper.archive_number"),
)  # fmt: skip
