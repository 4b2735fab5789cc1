"""The hotline's figures: counts and rates of a period, each defined in one place and in words.

Honest numbers: what is open and overdue counts as not in time; closed is not solved; a request left out of the rates
was left out by a recorded act and is counted beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractHour, TruncDate
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.models import Request, Subject
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.measures import MEASURES, RATES, unanswered_and_overdue
from shuniu.public.hotline.queries.periods import Period, Span, period_of

__all__ = ["Dimension", "Figures", "Period", "Row", "Span", "period_of", "unanswered_and_overdue"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a period (``measures.MEASURES``); the rates follow. A rate of nothing is None, never 0 and never 100."""

    received: int = 0
    answered: int = 0
    late: int = 0
    overdue: int = 0
    rated: int = 0
    reached: int = 0
    responded: int = 0
    judged: int = 0
    resolved: int = 0
    satisfied: int = 0
    dispatched: int = 0
    misdirected: int = 0
    returned: int = 0
    returned_twice: int = 0
    redone: int = 0
    excluded: int = 0
    rechecked: int = 0
    false_closings: int = 0
    waited: timedelta = timedelta()
    """From receipt to answer, all answered ones together."""

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def parts(self) -> dict[str, tuple[int, int]]:
        """Of each rate its part and its whole."""
        return {
            "on_time": (self.answered - self.late, self.answered + self.overdue),
            "response": (self.responded, self.reached),
            "resolution": (self.resolved, self.judged),
            "satisfaction": (self.satisfied, self.rated),
            "first_dispatch": (self.dispatched - self.misdirected, self.dispatched),
            "false_closing": (self.false_closings, self.rechecked),
        }

    def rate(self, name: str) -> float | None:
        """A rate of ``measures.RATES`` between 0 and 1."""
        part, whole = self.parts[name]
        return part / whole if whole else None

    @property
    def rates(self) -> dict[str, float | None]:
        return {name: self.rate(name) for name in RATES}

    @property
    def average_days(self) -> float | None:
        """Calendar days from receipt to answer."""
        return self.waited.total_seconds() / 86_400 / self.answered if self.answered else None


_WAITED = ExpressionWrapper(F("answered_at") - F("matter__received_at"), output_field=DurationField())


def _aggregates(now: datetime) -> dict[str, Any]:
    named: dict[str, Any] = {name: Count("pk", filter=one.where(now)) for name, one in MEASURES.items()}
    return {**named, "received": Count("pk"), "waited": Sum(_WAITED)}


def received_in(period: Period, units: Iterable[int] | None = None) -> QuerySet[Request]:
    """The requests of a period by their day of receipt; of some lead units only, when any are named."""
    rows = Request.objects.filter(
        matter__kind=HotlineRequest.kind, matter__received_at__gte=period.since, matter__received_at__lt=period.until
    )
    return rows.filter(matter__unit_id__in=list(units)) if units is not None else rows


def _figures(row: Mapping[str, Any]) -> Figures:
    counts = {name: row[name] or 0 for name in MEASURES}
    return Figures(**counts, waited=row["waited"] or timedelta())


def figures(period: Period, *, now: datetime, units: Iterable[int] | None = None) -> Figures:
    """All counts of a period in one query."""
    return _figures(received_in(period, units).aggregate(**_aggregates(now)))


def compared(*periods: Period, now: datetime, units: Iterable[int] | None = None) -> list[Figures]:
    """All counts of several periods that do not overlap, in one query."""
    kept = list(units) if units is not None else None
    inside = [
        When(matter__received_at__gte=one.since, matter__received_at__lt=one.until, then=Value(nth))
        for nth, one in enumerate(periods)
    ]
    rows = reduce(QuerySet.__or__, [received_in(one, kept) for one in periods])
    found = rows.annotate(nth=Case(*inside)).values("nth").annotate(**_aggregates(now)).order_by("nth")
    by_nth = {row["nth"]: _figures(row) for row in found}
    return [by_nth.get(nth, Figures()) for nth in range(len(periods))]


class Dimension(StrEnum):
    TYPE = "type"
    SUBJECT = "subject"
    UNIT = "unit"
    CHANNEL = "channel"


_COLUMNS = {
    Dimension.TYPE: "type",
    Dimension.SUBJECT: "subject_id",
    Dimension.UNIT: "matter__unit_id",
    Dimension.CHANNEL: "matter__source",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of figures; ``key`` is what the list of requests is narrowed by."""

    key: Any
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Cube:
    """A period's figures by every combination of the four dimensions: whatever a page shows is a sum of these."""

    cells: list[tuple[dict[Dimension, Any], Figures]]

    @property
    def total(self) -> Figures:
        return reduce(add, (figures for _keys, figures in self.cells), Figures())

    def by(self, dimension: Dimension) -> list[Row]:
        """The largest first, and then in the order of the keys."""
        sums: dict[Any, Figures] = defaultdict(Figures)
        for keys, one in self.cells:
            sums[keys[dimension]] = sums[keys[dimension]] + one
        names = names_of(dimension, list(sums))
        rows = [Row(key, _label(dimension, names, key), one) for key, one in sums.items()]
        return sorted(rows, key=lambda row: (-row.figures.received, str(row.key)))


def cube(period: Period, *, now: datetime, units: Iterable[int] | None = None) -> Cube:
    """Everything about a period in one query."""
    found = received_in(period, units).values(*_COLUMNS.values()).annotate(**_aggregates(now)).order_by()
    return Cube([({one: row[column] for one, column in _COLUMNS.items()}, _figures(row)) for row in found])


def rows_by(dimension: Dimension, period: Period, *, now: datetime, units: Iterable[int] | None = None) -> list[Row]:
    """Figures of a period by type, subject, unit or channel, the largest first, in one query (and the names)."""
    column = _COLUMNS[dimension]
    found = list(received_in(period, units).values(column).annotate(**_aggregates(now)).order_by("-received", column))
    names = names_of(dimension, [row[column] for row in found])
    return [Row(row[column], _label(dimension, names, row[column]), _figures(row)) for row in found]


def _label(dimension: Dimension, names: Mapping[Any, str], key: Any) -> str:
    return names.get(key) or (_("未派单（含中心直接答复）") if dimension is Dimension.UNIT else _("未定"))


def names_of(dimension: Dimension, keys: list[Any]) -> dict[Any, str]:
    """What the lines of a dimension are called."""
    if dimension is Dimension.TYPE:
        return {kind.value: str(kind.label) for kind in Type}
    if dimension is Dimension.CHANNEL:
        return {channel.value: str(channel.label) for channel in Channel}
    if dimension is Dimension.UNIT:
        return {key: str(tree().get(key) or "") for key in keys}
    return dict(Subject.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))


def places(period: Period, *, units: Iterable[int] | None = None, most: int = 10) -> list[tuple[str, int]]:
    """The places named most often."""
    rows = received_in(period, units).exclude(place="").values("place").annotate(count=Count("pk"))
    return [(row["place"], row["count"]) for row in rows.order_by("-count", "place")[:most]]


@dataclass(frozen=True, slots=True)
class Hour:
    """What came in one hour of one day, and how its dispatch went."""

    day: date
    hour: int
    received: int
    dispatched: int
    misdirected: int
    returned: int


def hours(period: Period, *, now: datetime, units: Iterable[int] | None = None) -> list[Hour]:
    """When the requests of a period came, in one query; hours without any are left out."""
    counts = {name: Count("pk", filter=MEASURES[name].where(now)) for name in ("dispatched", "misdirected", "returned")}
    rows = (
        received_in(period, units)
        .annotate(
            day=TruncDate("matter__received_at", tzinfo=SHANGHAI),
            hour=ExtractHour("matter__received_at", tzinfo=SHANGHAI),
        )
        .values("day", "hour")
        .annotate(received=Count("pk"), **counts)
        .order_by("day", "hour")
        .values_list(*(one.name for one in fields(Hour)))
    )
    return [Hour(*row) for row in rows]


def by_day(period: Period, *, units: Iterable[int] | None = None) -> list[tuple[date, int]]:
    """How many came on each day of the period, days without any included."""
    rows = (
        received_in(period, units)
        .annotate(day=TruncDate("matter__received_at", tzinfo=SHANGHAI))
        .values("day")
        .annotate(count=Count("pk"))
    )
    counted = {row["day"]: row["count"] for row in rows}
    return [(day, counted.get(day, 0)) for day in period.days]


def open_now(units: Iterable[int] | None = None) -> QuerySet[Matter]:
    """Everything that is open at this moment, whatever the period."""
    rows = Matter.objects.filter(kind=HotlineRequest.kind, closed_at=None)
    return rows.filter(unit_id__in=list(units)) if units is not None else rows
