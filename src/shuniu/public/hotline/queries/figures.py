"""The hotline's figures: counts and rates of a period, each defined in one place and in words.

Honest numbers: what is open and overdue counts as not in time; closed is not solved; a request left out of the rates
was left out by a recorded act and is counted beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import add
from time import monotonic
from typing import Any, TypeVar, cast

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.local_time import LocalDay, LocalHour
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.kernel.remembering import Memory
from shuniu.public.hotline.models import Request, Subject
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.measures import MEASURES, RATES, unanswered_and_overdue
from shuniu.public.hotline.queries.periods import Period, Span, period_of

__all__ = ["Dimension", "Figures", "Period", "Row", "Span", "period_of", "unanswered_and_overdue"]


MANY = 5000
"""Requests of which a count is believed for the minute."""
BELIEVED = 60.0
"""Seconds."""
Found = TypeVar("Found", bound=Sequence[Any])
_believed: Memory[Sequence[Any]] = Memory(20_000, weigh=len)
"""Rows in all: a year by type, subject, unit and channel is thousands."""


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


COUNTS = tuple([one.name for one in fields(Figures) if one.name != "waited"])
_WAITED = ExpressionWrapper(F("answered_at") - F("matter__received_at"), output_field=DurationField())


def _aggregates(now: datetime) -> dict[str, Any]:
    named: dict[str, Any] = {name: Count("pk", filter=one.where(now)) for name, one in MEASURES.items()}
    return {**named, "received": Count("pk"), "waited": Sum(_WAITED)}


def received_in(period: Period, units: Iterable[int] | None = None) -> QuerySet[Request]:
    """The requests of a period by their day of receipt; of some lead units only, when any are named."""
    return _received(period.since, period.until, units)


def _received(since: datetime, until: datetime, units: Iterable[int] | None) -> QuerySet[Request]:
    rows = Request.objects.filter(
        matter__kind=HotlineRequest.kind, matter__received_at__gte=since, matter__received_at__lt=until
    )
    return rows.filter(matter__unit_id__in=list(units)) if units is not None else rows


def _counted(
    keys: Sequence[str], periods: Sequence[Period], units: Iterable[int] | None, now: datetime, *, anew: bool = False
) -> list[tuple[tuple[Any, ...], Figures]]:
    """All counts of some periods by these columns, in one query that is composed once. ``nth`` is the number of the period."""
    kept = tuple(sorted(units)) if units is not None else None
    moments = {f"since{nth}": one.since for nth, one in enumerate(periods)}
    moments |= {f"until{nth}": one.until for nth, one in enumerate(periods)}

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        bounds = [(moments[f"since{nth}"], moments[f"until{nth}"]) for nth in range(len(periods))]
        rows = reduce(QuerySet.__or__, [_received(since, until, kept) for since, until in bounds])
        inside = [
            When(matter__received_at__gte=since, matter__received_at__lt=until, then=Value(nth))
            for nth, (since, until) in enumerate(bounds)
        ]
        rows = rows.annotate(nth=Case(*inside)) if "nth" in keys else rows
        grouped: QuerySet[Any] = rows.values(*keys).annotate(**_aggregates(moments["now"])).order_by()
        return grouped

    shape = ("hotline.figures", tuple(keys), len(periods), kept)
    asked = Composed(shape, build, _figures, (*keys, *COUNTS, "waited"), {**moments, "now": now})

    def read() -> list[tuple[tuple[Any, ...], Figures]]:
        return [(tuple(one[: len(keys)]), _figures(*one[len(keys) :])) for one in asked.values()]

    return (
        read() if anew else _of_many((shape, *periods), read, lambda found: sum(one.received for _keys, one in found))
    )


def _of_many(asked: Hashable, read: Callable[[], Found], received: Callable[[Found], int]) -> Found:
    """What was read, within this minute, where so many requests were counted that nobody sees one more of them.

    Every clerk's desk shows the last thirty days; in a city where thousands write each day the database would count them
    for each of them, all morning. A smaller figure says what is so at this moment; a report, which bears its moment and
    stands beside lists of what is bad, is counted ``anew``.
    """
    minute = (asked, int(monotonic() // BELIEVED))
    if _believed.knows(minute):
        return cast(Found, _believed.of(minute, read))
    found = read()
    if received(found) >= MANY:
        _believed.of(minute, lambda: found)
    return found


def _figures(*values: Any) -> Figures:
    *counts, waited = values
    return Figures(
        **{name: count or 0 for name, count in zip(COUNTS, counts, strict=True)}, waited=waited or timedelta()
    )


def figures(period: Period, *, now: datetime, units: Iterable[int] | None = None) -> Figures:
    """All counts of a period in one query."""
    found = _counted(["matter__kind"], [period], units, now)  # One kind: one line, or none of an empty period.
    return found[0][1] if found else Figures()


def compared(*periods: Period, now: datetime, units: Iterable[int] | None = None, anew: bool = False) -> list[Figures]:
    """All counts of several periods that do not overlap, in one query."""
    by_nth = {nth: one for (nth,), one in _counted(["nth"], periods, units, now, anew=anew)}
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


def cube(period: Period, *, now: datetime, units: Iterable[int] | None = None, anew: bool = False) -> Cube:
    """Everything about a period in one query."""
    found = _counted(tuple(_COLUMNS.values()), [period], units, now, anew=anew)
    return Cube([(dict(zip(_COLUMNS, keys, strict=True)), one) for keys, one in found])


def received_by(dimension: Dimension, period: Period, *, units: Iterable[int] | None = None) -> list[Row]:
    """What came by type, subject, unit or channel. Only ``received`` of the figures is filled: the rest takes most of the time."""
    column, kept = _COLUMNS[dimension], tuple(sorted(units)) if units is not None else None

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = _received(moments["since"], moments["until"], kept)
        counted: QuerySet[Any] = rows.values(column).annotate(received=Count("pk")).order_by()
        return counted

    shape = ("hotline.received", column, kept)
    asked = Composed(shape, build, Figures, (column, "received"), {"since": period.since, "until": period.until})
    found = _of_many((shape, period), asked.values, lambda found: sum(count for _key, count in found))
    names = names_of(dimension, [key for key, _count in found])
    rows = [Row(key, _label(dimension, names, key), Figures(received=count)) for key, count in found]
    return sorted(rows, key=lambda row: (-row.figures.received, row.key is None, row.key))


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
            day=LocalDay("matter__received_at"),
            hour=LocalHour("matter__received_at"),
        )
        .values("day", "hour")
        .annotate(received=Count("pk"), **counts)
        .order_by("day", "hour")
        .values_list(*(one.name for one in fields(Hour)))
    )
    return [Hour(*row) for row in rows]


def by_day(period: Period, *, units: Iterable[int] | None = None, anew: bool = False) -> list[tuple[date, int]]:
    """How many came on each day of the period, days without any included. Asks the matters, whose index has it all."""
    kept = tuple(sorted(units)) if units is not None else None
    moments = {"since": period.since, "until": period.until}

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = Matter.objects.filter(
            kind=HotlineRequest.kind, received_at__gte=moments["since"], received_at__lt=moments["until"]
        )
        rows = rows.filter(unit_id__in=list(kept)) if kept is not None else rows
        return rows.annotate(day=LocalDay("received_at")).values("day").annotate(count=Count("pk")).order_by()

    shape = ("hotline.by_day", kept)
    asked = Composed(shape, build, date, ("day", "count"), moments)
    read = asked.values
    found = read() if anew else _of_many((shape, period), read, lambda found: sum(count for _day, count in found))
    counted = {day: int(count) for day, count in found}
    return [(day, counted.get(day, 0)) for day in period.days]


def open_now(units: Iterable[int] | None = None) -> QuerySet[Matter]:
    """Everything that is open at this moment, whatever the period."""
    rows = Matter.objects.filter(kind=HotlineRequest.kind, closed_at=None)
    return rows.filter(unit_id__in=list(units)) if units is not None else rows
