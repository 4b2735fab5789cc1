"""The rules' numbers in force on a day, and the ways between places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from shuniu.kernel.reading import Composed, Values, as_read
from shuniu.office.engagements.models import Place, RuleValue, Travel
from shuniu.office.engagements.rules import BY_KEY, RULES, TYPICAL, Value


def values(on: date) -> dict[str, Value]:
    """Every rule as it holds on a day."""
    rows = {row.key: row for row in VALUES.read() if row.effective_from <= on}
    found = {}
    for rule in RULES:
        kept = rows.get(rule.key)
        found[rule.key] = (
            Value(rule, kept.value, _source(kept), kept.effective_from)
            if kept
            else Value(rule, rule.default, str(TYPICAL))
        )
    return found


def number(key: str, on: date, among: Iterable[Set]) -> int:
    """The number of one rule on a day, of all that were ever set."""
    kept = [row.value for row in among if row.key == key and row.effective_from <= on]
    return kept[-1] if kept else BY_KEY[key].default


class Set(NamedTuple):
    key: str
    value: int
    effective_from: date
    source_title: str
    source_number: str


VALUES: Composed[Set] = Composed(
    "engagements.values", lambda moments: RuleValue.objects.order_by("effective_from"), Set, Set._fields
)


def _source(row: Set) -> str:
    return "，".join(filter(None, (row.source_title, row.source_number)))


def history() -> list[RuleValue]:
    return list(RuleValue.objects.order_by("key", "-effective_from"))


def ways() -> dict[tuple[int, int], int]:
    return by_places(WAYS.values())


def by_places(rows: Iterable[Values]) -> dict[tuple[int, int], int]:
    return {(a, b): minutes for a, b, minutes in rows}


WAYS: Composed[Values] = Composed(
    "engagements.ways", lambda moments: Travel.objects.order_by(), as_read, ("a_id", "b_id", "minutes")
)


def places(on: date, kept: int | None = None) -> list[Place]:
    """Those in use on a day, and the one that was chosen before."""
    return list(Place.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on) | Q(pk=kept)))


def named_ways() -> list[tuple[str, str, int]]:
    rows = Travel.objects.order_by("a__position", "b__position").values_list("a__name", "b__name", "minutes")
    return list(rows[:200])
