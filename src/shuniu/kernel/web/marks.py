"""The two marks that stand everywhere: the light of a clock and the badge of a state."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web import words

LIGHTS = {
    "green": (_("正常"), SafeString('<circle cx="8" cy="8" r="6.5"/>')),
    "amber": (_("将到期"), SafeString('<path d="M8 1.2 15.4 14.4H.6z"/>')),
    "red": (_("已超期"), SafeString('<rect x="1.5" y="1.5" width="13" height="13"/>')),
    "none": (
        _("不计时"),
        SafeString('<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>'),
    ),
}
TONES = frozenset({"plain", "info", "good", "warn", "bad"})


def light(value: str, word: object = "") -> SafeString:
    """红黄绿灯 by colour, shape and word. ``value`` is green, amber, red or none; ``word`` replaces the usual word."""
    value = value if value in LIGHTS else "none"
    usual, shape = LIGHTS[value]
    picture = f'<svg viewBox="0 0 16 16" aria-hidden="true">{shape}</svg>'
    return SafeString(f'<span class="light light--{value}">{picture}{conditional_escape(str(word or usual))}</span>')


def badge(text: object, tone: str = "plain") -> SafeString:
    """A state or kind in a word. Tones: plain, info, good, warn, bad."""
    return SafeString(
        f'<span class="badge badge--{tone if tone in TONES else "plain"}">{conditional_escape(str(text))}</span>'
    )


def when(value: date, today: date, now: datetime) -> SafeString:
    """How long ago or until, with the full date in ``title`` and for machines: <time>3天后</time>."""
    if isinstance(value, datetime):
        full, near = words.moment(value), words.ago(value, now)
    else:
        full, near = words.day(value), words.relative_day(value, today)
    return SafeString(f'<time datetime="{value.isoformat()}" title="{full}">{near}</time>')
