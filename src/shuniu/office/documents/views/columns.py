"""The columns, tabs and orders of the lists."""

from __future__ import annotations

from datetime import datetime
from html import escape
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web import marks
from shuniu.kernel.web.tables import Column
from shuniu.office.documents.queries.lists import NEWEST, DeliveryRow, Queue, Row, TaskRow

Tab = tuple[str, str, int | None]


# --- Cells ---------------------------------------------------------------------------------------------------------


def title(row: Row | TaskRow, now: datetime) -> SafeString:
    urgent = f" {marks.badge(row.urgency, 'bad')}" if row.urgency else ""
    return SafeString(f'<a href="{row.url}">{escape(row.title)}</a>{urgent}')


def plain_title(row: DeliveryRow, now: datetime) -> SafeString:
    return SafeString(f'<a href="{row.url}">{escape(row.title)}</a>')


def due(row: Row | TaskRow | DeliveryRow, now: datetime) -> SafeString:
    """The light, the day and hour, and for what is late since when."""
    if row.due_at is None:
        return SafeString(f'<span class="due">{marks.light(row.light)}</span>')
    late = f' <span class="muted nowrap">{marks.when(row.due_at, now.date(), now)}</span>' if row.light == "red" else ""
    shown = timezone.localtime(row.due_at).strftime("%m-%d %H:%M")
    return SafeString(
        f'<span class="due">{marks.light(row.light)} <span class="nowrap num">{shown}</span>{late}</span>'
    )


# --- Columns -------------------------------------------------------------------------------------------------------

TASKS = (
    Column("title", _l("标题"), wide=True, cell=title),
    Column("kind", _l("类别"), kind="code"),
    Column("label", _l("待办"), kind="code"),
    Column("unit", _l("拟稿单位")),
    Column("due", _l("期限"), value="due_at", cell=due),
)
PAPERS = (
    Column("number", _l("发文字号"), kind="code"),
    Column("title", _l("标题"), wide=True, cell=title),
    Column("kind", _l("文种"), kind="code"),
    Column("unit", _l("拟稿单位")),
    Column("state", _l("状态"), kind="badge"),
    Column("due", _l("期限"), value="due_at", cell=due, sort=True),
    Column("received", _l("拟稿日期"), value="matter.received_at", kind="day", sort=True),
)
ORDERS = {
    "received": ("received_at", "pk"),
    "-received": NEWEST,
    "due": ("due_at", "pk"),
    "-due": ("-due_at", "-pk"),
}
EXPORT = (
    Column("number", _l("发文字号")),
    Column("title", _l("标题"), wide=True),
    Column("kind", _l("文种")),
    Column("series", _l("发文代字")),
    Column("unit", _l("拟稿单位")),
    Column("state", _l("状态"), kind="badge"),
    Column("direction", _l("行文方向"), value="paper.get_direction_display"),
    Column("release", _l("公开属性"), value="paper.get_release_display"),
    Column("retention", _l("保管期限"), value="paper.get_retention_display"),
    Column("signed", _l("成文日期"), value="paper.signed_on", kind="day"),
    Column("dispatched", _l("印发时间"), value="paper.dispatched_at", kind="moment"),
    Column("copies", _l("印制份数"), value="paper.copies", kind="number"),
    Column("deliveries", _l("发送单位数"), value="paper.deliveries", kind="number"),
    Column("received", _l("拟稿时间"), value="matter.received_at", kind="moment"),
    Column("file", _l("事项编号"), value="matter.number"),
)
RECEIVED = (
    Column("number", _l("发文字号"), kind="code"),
    Column("title", _l("标题"), wide=True, cell=plain_title),
    Column("role", _l("发送方式"), kind="code"),
    Column("unit", _l("收文单位")),
    Column("state", _l("状态"), kind="badge"),
    Column("due", _l("签收期限"), value="due_at", cell=due),
    Column("received_at", _l("签收时间"), kind="moment"),
)


# --- Tabs ----------------------------------------------------------------------------------------------------------


def here(light: str, label: str) -> str:
    asked = {name: value for name, value in (("light", light), ("task", label)) if value}
    return f"?{urlencode(asked)}"


def queue_tabs(queue: Queue) -> list[Tab]:
    lights = queue.lights
    return [
        (_("全部"), here("", ""), queue.total),
        (_("已超期"), here("red", ""), lights.red),
        (_("将到期"), here("amber", ""), lights.amber),
        (_("正常"), here("green", ""), lights.green),
        (_("不计时"), here("none", ""), queue.undated),
    ]


def kind_tabs(queue: Queue) -> list[Tab]:
    """By kind of task, where there are several."""
    return [(_(label), here("", label), count) for label, count in queue.labels] if len(queue.labels) > 1 else []


def mine_tabs() -> list[Tab]:
    return [(_("我拟的"), "?", None), (_("我办过的"), "?view=handled", None)]
