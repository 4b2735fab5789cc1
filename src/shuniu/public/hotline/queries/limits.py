"""The hotline's local limits with all their values: those that held, the one that holds and those to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import ResolvedLimit, all_rules, default_limit, history, limit


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a limit and from when until when it holds; both ends open for the default."""

    label: str
    value: str
    source: str
    since: date | None
    until: date | None
    now: bool


def histories(on: date) -> list[Line]:
    """Every value of every limit, the latest first; the default where none was ever set or stands today."""
    lines: list[Line] = []
    for rule in all_rules():
        if rule.key.startswith("hotline."):
            standing, rows = limit(rule.key, on), list(history(rule.key))
            rows += [default_limit(rule)] if standing.version is None else []
            lines += [_line(one, now=one == standing) for one in rows]
    return lines


def _line(one: ResolvedLimit, *, now: bool) -> Line:
    source = "，".join(filter(None, (one.source_title, one.source_number)))
    return Line(_(one.label), labels.period(one.value), source, one.effective_from, one.effective_to, now)
