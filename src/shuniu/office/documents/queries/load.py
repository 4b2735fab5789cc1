"""文件数量: documents this year against last, by type and unit; only ever fewer (只减不增).

整治形式主义为基层减负若干规定 一（1）: 年度实际发文数量一般只减不增，超过上年度的应当书面说明. What counts is registered by each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import visible
from shuniu.kernel.casework.registry import current
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.documents.archiving import Counted
from shuniu.office.documents.models.archive import LoadExplanation
from shuniu.office.documents.roles import ARCHIVIST, DIRECTOR, HEAD, HOME, REGISTRAR, REVIEWER

OVERSEERS = (DIRECTOR, REGISTRAR, REVIEWER, ARCHIVIST)
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the comparison: this year so far, last year to the same day, and the whole of last year."""

    key: str
    label: str
    now: int
    before: int
    whole: int

    @property
    def change(self) -> int:
        return self.now - self.before

    @property
    def change_word(self) -> str:
        return f"+{self.change}" if self.change > 0 else str(self.change)

    @property
    def over(self) -> bool:
        """Over last year already, or over it at this day: the second is a warning, the first must be explained."""
        return self.now > self.whole

    @property
    def ahead(self) -> bool:
        return self.now > self.before


@dataclass(frozen=True, slots=True)
class Load:
    """Everything that the page shows of one kind in one year."""

    counted: Counted
    year: int
    until: date
    total: Pair
    types: list[Pair]
    units: list[Pair]
    months: list[tuple[int, int]]
    """This year's and last year's number, month by month."""
    explained: Mapping[int, list[LoadExplanation]] = field(default_factory=dict)


def may_see_all(actor: Actor) -> bool:
    home = tree().by_code.get(HOME)
    return any(actor.holds(role, home) for role in OVERSEERS)


def units_seen(actor: Actor) -> frozenset[int] | None:
    """None for those who see all units; else the units of a head."""
    return None if may_see_all(actor) else actor.units_of(HEAD)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _within(counted: Counted, first: date, after: date, units: Collection[int] | None) -> QuerySet[Any]:
    """What counts from one day up to, and without, another."""
    found = counted.rows().filter(**{f"{counted.at}__gte": _moment(first), f"{counted.at}__lt": _moment(after)})
    return found if units is None else found.filter(**{f"{counted.unit}__in": units})


def _last_year(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _by(rows: QuerySet[Any], path: str) -> dict[Any, int]:
    found = rows.order_by().values_list(path).annotate(Count("pk"))
    return dict(found)


def load_of(counted: Counted, year: int, today: date, *, units: Collection[int] | None) -> Load:
    """The comparison. A year that is over is compared with the whole year before."""
    until = min(today, date(year, 12, 31))
    after = until + timedelta(days=1)
    spans = (
        _within(counted, date(year, 1, 1), after, units),
        _within(counted, date(year - 1, 1, 1), _last_year(until) + timedelta(days=1), units),
        _within(counted, date(year - 1, 1, 1), date(year, 1, 1), units),
    )
    types = _pairs([_by(rows, counted.type) for rows in spans], lambda key: str(counted.types.get(key, key)))
    by_unit = _pairs([_by(rows, counted.unit) for rows in spans], _unit_name)
    total = Pair("", "", *(sum(getattr(one, name) for one in types) for name in ("now", "before", "whole")))
    explained: dict[int, list[LoadExplanation]] = {}
    if counted.issued:
        for one in LoadExplanation.objects.filter(kind=counted.kind, year=year).select_related("by"):
            explained.setdefault(one.unit_id, []).append(one)
    return Load(counted, year, until, total, types, by_unit, _months(counted, spans[0], spans[2]), explained)


def _unit_name(key: Any) -> str:
    return tree().name(key) if key else _("（未分办）")


def _pairs(counts: Sequence[Mapping[Any, int]], label: Any) -> list[Pair]:
    keys: Iterable[Any] = dict.fromkeys(key for found in counts for key in found)
    pairs = [
        Pair("" if key is None else str(key), label(key), *(found.get(key, 0) for found in counts)) for key in keys
    ]
    return sorted(pairs, key=lambda one: (-one.now, -one.whole, one.label))


def _months(counted: Counted, now: QuerySet[Any], before: QuerySet[Any]) -> list[tuple[int, int]]:
    found = [_by(rows.annotate(month=ExtractMonth(counted.at, tzinfo=SHANGHAI)), "month") for rows in (now, before)]
    return [(found[0].get(month, 0), found[1].get(month, 0)) for month in MONTHS]


def papers_behind(
    counted: Counted, actor: Actor, *, first: date, after: date, type: str = "", unit: int | None = None
) -> QuerySet[Any]:
    """The papers behind a figure, as far as this reader may see them, the newest first by ``at``."""
    seen = visible(current(counted.kind, first), actor, whole=True).values("pk")
    rows = _within(counted, first, after, None).filter(matter__in=seen)
    if type:
        rows = rows.filter(**{counted.type: type})
    if unit is not None:
        rows = rows.filter(**{counted.unit: unit})
    rows = rows.select_related("matter", "matter__unit")
    named: QuerySet[Any] = rows.annotate(counted_at=F(counted.at), counted_type=F(counted.type))
    return named


def figure_of(counted: Counted, year: int, today: date, unit: int) -> Pair:
    """One unit's comparison, for its explanation."""
    found = load_of(counted, year, today, units={unit}).total
    return Pair(str(unit), tree().name(unit), found.now, found.before, found.whole)


def may_explain(actor: Actor, unit: int) -> bool:
    return actor.holds(HEAD, unit) or actor.holds(DIRECTOR, tree().by_code.get(HOME))
