"""The columns, tabs and cells of the lists of supervision."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.queries import Light
from shuniu.kernel.web import marks, words
from shuniu.kernel.web.tables import Column
from shuniu.office.supervision.queries.lists import Row

Tab = tuple[str, str, int | None]


def _number(row: Any, now: datetime) -> SafeString:
    return SafeString(f'<a class="nowrap num" href="{row.url}">{escape(row.number)}</a>')


def _title(row: Row, now: datetime) -> SafeString:
    badges = f" {marks.badge(*row.colour)}" if row.row.colour else ""
    if row.row.important:
        badges += f" {marks.badge(_('重要'), 'bad')}"
    if row.row.returns:
        badges += f" {marks.badge(_('退回%(times)s次') % {'times': row.row.returns}, 'warn')}"
    return SafeString(f"<span>{escape(row.matter.title)}{badges}</span>")


def key(row: Row, now: datetime) -> Hashable:
    """All of a row of plain values that the cells show."""
    late = words.age(row.matter.due_at, now) if row.light is Light.RED and row.matter.due_at else 0
    return row.matter, row.row, row.light, row.leader, row.part, late


def _due(row: Row, now: datetime) -> SafeString:
    """The light and the day, and for what is late since when."""
    at, light = row.matter.due_at, marks.light(row.light)
    if row.matter.closed_at is not None:
        return SafeString(f'<span class="due">{marks.light("none", _("已办结"))}</span>')
    if at is None:
        return SafeString(f'<span class="due">{light}</span>')
    late = f' <span class="muted nowrap">{marks.when(at, now.date(), now)}</span>' if row.light == "red" else ""
    shown = timezone.localtime(at).strftime("%m-%d")
    return SafeString(f'<span class="due">{light} <span class="nowrap num">{shown}</span>{late}</span>')


NUMBER = Column("number", _l("督查编号"), cell=_number)
TITLE = Column("title", _l("事项"), value="matter.title", wide=True, cell=_title)
UNIT = Column("unit", _l("牵头单位"))
LEADER = Column("leader", _l("牵头领导"))
ORIGIN = Column("origin", _l("来源"))
STATE = Column("state", _l("状态"), kind="badge")
DUE = Column("due", _l("期限"), value="matter.due_at", cell=_due)

QUEUE = (NUMBER, TITLE, UNIT, Column("task", _l("待办")), DUE)
OWN = (NUMBER, TITLE, ORIGIN, STATE, Column("part", _l("本单位")), DUE)
LIST = (NUMBER, TITLE, UNIT, LEADER, ORIGIN, STATE, DUE)
URGENT = (NUMBER, TITLE, UNIT, STATE, DUE)
EXPORT = (
    Column("number", _l("督查编号")),
    Column("title", _l("事项"), value="matter.title", wide=True),
    Column("text", _l("督查要求"), value="wording.text", wide=True),
    ORIGIN,
    Column("origin_words", _l("来源说明"), value="wording.origin_words"),
    UNIT, LEADER, STATE,
    Column("light", _l("时限"), kind="light"),
    Column("due", _l("期限"), value="matter.due_at", kind="moment"),
    Column("colour", _l("督查单"), kind="badge"),
    Column("percent", _l("进度"), value="wording.percent"),
    Column("returns", _l("退回次数"), value="row.returns"),
    Column("grade", _l("评价")),
    Column("received", _l("立项时间"), value="matter.received_at", kind="moment"),
    Column("closed", _l("销号时间"), value="matter.closed_at", kind="moment"),
)  # fmt: skip
CIRCULARS = (
    Column("number", _l("通报编号"), cell=_number), Column("title", _l("标题"), value="matter.title", wide=True), Column("kind", _l("类别"), kind="badge"),
    Column("units", _l("涉及单位")), STATE, Column("issued_on", _l("印发日期"), value="row.issued_on", kind="day"),
)  # fmt: skip
MENTIONS = (
    Column("on", _l("日期"), kind="day"), Column("unit", _l("单位")), Column("kind", _l("类别"), kind="badge"),
    Column("title", _l("通报"), wide=True), Column("number", _l("通报编号"), cell=_number),
)  # fmt: skip


def board_tabs() -> list[Tab]:
    pages = (("supervision:board", _("看板")), ("supervision:tree", _("分解树")), ("supervision:axis", _("时间轴")))
    return [(words, reverse(name), None) for name, words in pages]
