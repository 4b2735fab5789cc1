"""A matter's record, its clocks and why each ends when it does: ``{% load casework %}``.

Drawn by functions, as the parts of every page are: a matter that nobody has looked at since it changed has eight lines of a
record and six clocks with ten days each, which was half of what its page took.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shuniu.kernel.casework.pages import ClockCard, DayLine, Line
from shuniu.kernel.web.marks import badge, light
from shuniu.kernel.web.parts import text
from shuniu.kernel.web.words import day, moment

register = template.Library()


@register.simple_tag
def record(lines: Sequence[Line]) -> SafeString:
    """The record, newest first."""
    return SafeString(f'<ol class="timeline">{"".join([_line(one) for one in lines])}</ol>\n')


def _line(one: Line) -> str:
    bad = ' class="timeline--bad"' if one.late else ""
    moved = f' <span class="muted">→ {text(one.state)}</span>' if one.moved else ""
    late = f" {badge(_('超期'), 'bad')}" if one.late else ""
    unit = f'<span class="muted"> · {text(one.unit)}</span>' if one.unit else ""
    said = [*one.said, *([(_("备注"), one.note)] if one.note else [])]
    pairs = "".join([f'<div><dt>{text(label)}</dt><dd class="typed">{text(words)}</dd></div>' for label, words in said])
    listed = f'\n  <dl class="said">{pairs}</dl>' if pairs else ""
    turns = _("；").join([text(turn) for turn in one.clocks])
    turned = f'\n  <p class="help">{turns}</p>' if turns else ""
    return (
        f'<li{bad}>\n  <div class="timeline-head"><strong>{text(one.title)}</strong>{moved}{late} '
        f'<span>{text(one.who)}{unit}</span> <time class="muted" datetime="{one.at.isoformat()}">{moment(one.at)}</time>'
        f"</div>{listed}{turned}\n</li>"
    )


@register.simple_tag
def clocks(cards: Sequence[ClockCard]) -> SafeString:
    """Every clock with its light and its date; the reasons open below it."""
    if not cards:
        return SafeString(f'<p class="muted">{_("没有计时。")}</p>')
    return SafeString(f'<ul class="clocks">{"".join([_clock(one) for one in cards])}</ul>\n')


def _clock(one: ClockCard) -> str:
    return (
        f'<li>\n  <details id="clock-{text(one.name)}"><summary>{light(one.light, one.word)} <b>{text(one.label)}</b> '
        f"<span>{moment(one.stopped_at or one.safe_due)}</span> "
        f'<span class="as-link">{_("为什么是这一天？")}</span></summary>\n  {why(one)}</details></li>'
    )


@register.simple_tag
def why(clock: ClockCard) -> SafeString:
    """The days that were counted, those that were not, and why."""
    ends = {"start": moment(clock.started_at), "period": text(clock.period), "end": moment(clock.legal_due)}
    safe = _("请以 %(safe)s 为准。") % {"safe": moment(clock.safe_due)} if clock.safe_due != clock.legal_due else ""
    notes = "".join([f"<li>{text(note)}</li>" for note in clock.notes])
    noted = f'\n  <ul class="why-notes help">{notes}</ul>' if notes else ""
    return SafeString(
        f'<div class="why">\n  <p><b>{text(clock.label)}</b>{_("：")}'
        f"{_('自 %(start)s 起，%(period)s，至 %(end)s 届满。') % ends} {safe}</p>\n"
        f'  <p class="help">{badge(clock.standing)} {text(clock.basis)} {_extended(clock.extended)}</p>\n'
        f'  <ol class="why-days">{"".join([_day(one) for one in clock.days])}</ol>{noted}\n</div>'
    )


def _extended(times: int) -> str:
    said = ngettext("已延期 %(times)s 次，期限含延长的时间。", "已延期 %(times)s 次，期限含延长的时间。", times)
    return said % {"times": times} if times else ""


def _day(one: DayLine) -> str:
    gap = f'<li class="why-gap">{_("……中间 %(days)s 天从略……") % {"days": one.gap}}</li>' if one.gap else ""
    place = _("第%(number)s日") % {"number": one.number} if one.number else _("计时") if one.counted else _("不计")
    provisional = f" {_('（暂定）')}" if one.provisional else ""
    return (
        f'{gap}<li class="{"why-counted" if one.counted else "why-skipped"}"><b>{place}</b> <span>{day(one.day)}</span> '
        f'<span class="muted">{text(one.why)}{provisional}</span></li>'
    )
