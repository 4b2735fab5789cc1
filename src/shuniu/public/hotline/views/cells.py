"""The cells of the lists that are more than a value. Functions, not templates: a page of fifty rows draws 250 of them."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import Light
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import marks, words
from shuniu.public.hotline.queries.lines import Brief, Row
from shuniu.public.hotline.queries.subjects import subject_key


def key(row: Row[Brief], now: datetime) -> Hashable:
    """All of a row that the cells below and the columns of ``columns`` show."""
    late = words.age(row.matter.due_at, now) if row.light is Light.RED and row.matter.due_at else 0
    return row.matter, row.request, row.light, row.task, late


def around() -> Hashable:
    """What they show besides: the names of units and subjects."""
    return tree().stamp, subject_key()


NOTHING = SafeString('<span class="muted">—</span>')


def number(row: Row[Brief], now: datetime) -> SafeString:
    return SafeString(f'<a class="nowrap num" href="{row.url}">{escape(row.matter.number or "")}</a>')


def title(row: Row[Brief], now: datetime) -> SafeString:
    badges = "".join([f" {marks.badge(text, tone)}" for text, tone in row.marks])
    return SafeString(f"<span>{escape(row.matter.title)}{badges}</span>")


def due(row: Row[Brief], now: datetime) -> SafeString:
    """The light, the day and hour, and for what is late since when."""
    at, light = row.matter.due_at, marks.light(row.light)
    if at is None:
        return SafeString(f'<span class="due">{light}</span>')
    late = f' <span class="muted nowrap">{marks.when(at, now.date(), now)}</span>' if row.light == "red" else ""
    shown = timezone.localtime(at).strftime("%m-%d %H:%M")
    return SafeString(f'<span class="due">{light} <span class="nowrap num">{shown}</span>{late}</span>')


def pick(row: Row[Brief], now: datetime) -> SafeString:
    """The tick by which a row is taken together with others."""
    shown = escape(row.matter.number or "")
    label = _("选择 %(number)s") % {"number": shown}
    return SafeString(f'<input type="checkbox" name="number" value="{shown}" form="together" aria-label="{label}">')


def suggestion(row: Row[Brief], now: datetime) -> SafeString:
    """The suggested unit as a link to the form of dispatch, which is where a person decides."""
    if not row.suggested or row.matter.state != "registered":
        return NOTHING
    url = f"{reverse('hotline:dispatch', args=[row.matter.number])}?unit={row.request.suggested_unit_id}&amp;back=todo"
    sure = f'<span class="muted">{row.confidence}%</span>'
    return SafeString(f'<a class="button button--quick" href="{url}" data-accept>{escape(row.suggested)} {sure}</a>')
