"""How a number is read out over the telephone."""

from __future__ import annotations

from django import template
from django.forms.boundfield import BoundWidget

register = template.Library()
DAY, GROUP = 8, 4


@register.filter
def grouped(value: str) -> list[str]:
    """In groups of at most five characters: year, month and day, running number (2026 1123 00017); a code by fours."""
    text = str(value)
    if len(text) > DAY and text.isdecimal():
        return [text[:GROUP], text[GROUP:DAY], text[DAY:]]
    return [text[at : at + GROUP] for at in range(0, len(text), GROUP)]


@register.filter
def shortcut(radio: BoundWidget) -> str:
    """The key of a choice as it is printed on a key cap: Alt+P."""
    return str(radio.data["attrs"].get("data-key", "")).title()
