"""The hotline's figures: counts and rates of a period, each defined in one place and in words.

Honest numbers: what is open and overdue counts as not in time; closed is not solved; a request left out of the rates
was left out by a recorded act and is counted beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.models import Request, Subject
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.procedures import HotlineRequest

SATISFIED = 3
"""基本满意 and better count as satisfied; the page says so."""


class Span(StrEnum):
    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days in China, first and last included."""

    span: Span
    first: date
    last: date

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def until(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    @property
    def before(self) -> Period:
        """The period of the same kind just before it."""
        return period_of(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        return period_of(self.span, self.last + timedelta(days=1))


def period_of(span: Span, day: date) -> Period:
    """The day, the week from Monday, or the month that holds a day."""
    if span is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(span, monday, monday + timedelta(days=6))
    if span is Span.MONTH:
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return Period(span, first, following - timedelta(days=1))
    return Period(span, day, day)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a period; the rates follow from them. A rate of nothing is None, never 0 and never 100."""

    received: int = 0
    answered: int = 0
    late: int = 0
    overdue: int = 0
    """Received in the period, unanswered, and past the day promised to the citizen."""
    rated: int = 0
    reached: int = 0
    responded: int = 0
    judged: int = 0
    resolved: int = 0
    satisfied: int = 0
    dispatched: int = 0
    misdirected: int = 0
    """Dispatched, and handled in the end by another unit than the first."""
    returned: int = 0
    redone: int = 0
    excluded: int = 0
    rechecked: int = 0
    false_closings: int = 0
    average_days: float | None = None

    @property
    def on_time_rate(self) -> float | None:
        """按期率 = answered in time ÷ (answered + open and overdue)."""
        return _share(self.answered - self.late, self.answered + self.overdue)

    @property
    def response_rate(self) -> float | None:
        """响应率 = said to have been contacted ÷ asked."""
        return _share(self.responded, self.reached)

    @property
    def resolution_rate(self) -> float | None:
        """解决率 = said to be solved ÷ asked."""
        return _share(self.resolved, self.judged)

    @property
    def satisfaction_rate(self) -> float | None:
        """满意率 = 基本满意 and better ÷ rated."""
        return _share(self.satisfied, self.rated)

    @property
    def first_dispatch_rate(self) -> float | None:
        """一次派准率 = handled by the unit first dispatched to ÷ dispatched."""
        return _share(self.dispatched - self.misdirected, self.dispatched)

    @property
    def false_closing_rate(self) -> float | None:
        """虚假办结率 = found false ÷ re-checked."""
        return _share(self.false_closings, self.rechecked)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


_WAITED = ExpressionWrapper(F("answered_at") - F("matter__received_at"), output_field=DurationField())


def unanswered_and_overdue(now: datetime) -> Q:
    """Open, unanswered, and past the day promised to the citizen (not any inner clock of the office)."""
    past = Clock.objects.filter(matter_id=OuterRef("pk"), name="answer_clock", stopped_at=None, legal_due__lt=now)
    return Q(answered_at=None, matter__closed_at=None) & Q(Exists(past))


def _aggregates(now: datetime) -> dict[str, Any]:
    counted, in_rates = Count("pk"), Q(excluded=False)
    conditions = {
        "answered": Q(answered_at__isnull=False),
        "late": Q(late=True),
        "overdue": unanswered_and_overdue(now),
        "rated": in_rates & Q(satisfaction__isnull=False),
        "reached": in_rates & Q(responded__isnull=False),
        "responded": in_rates & Q(responded=True),
        "judged": in_rates & Q(resolved__isnull=False),
        "resolved": in_rates & Q(resolved=True),
        "satisfied": in_rates & Q(satisfaction__gte=SATISFIED),
        "dispatched": Q(first_unit__isnull=False),
        "misdirected": Q(first_unit__isnull=False) & ~Q(first_unit=F("matter__unit")),
        "returned": Q(returns__gt=0),
        "redone": Q(redos__gt=0),
        "excluded": Q(excluded=True),
        "rechecked": Q(false_closing__isnull=False),
        "false_closings": Q(false_closing=True),
    }
    named: dict[str, Any] = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return {"received": counted, **named, "waited": Avg(_WAITED)}


def received_in(period: Period, units: Iterable[int] | None = None) -> QuerySet[Request]:
    """The requests of a period by their day of receipt; of some lead units only, when any are named."""
    rows = Request.objects.filter(
        matter__kind=HotlineRequest.kind, matter__received_at__gte=period.since, matter__received_at__lt=period.until
    )
    return rows.filter(matter__unit_id__in=list(units)) if units is not None else rows


def _figures(row: Mapping[str, Any]) -> Figures:
    waited = row["waited"]
    counts = {name: row[name] or 0 for name in Figures.__dataclass_fields__ if name != "average_days"}
    return Figures(**counts, average_days=waited.total_seconds() / 86_400 if waited is not None else None)


def figures(period: Period, *, now: datetime, units: Iterable[int] | None = None) -> Figures:
    """All counts of a period in one query."""
    return _figures(received_in(period, units).aggregate(**_aggregates(now)))


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


def rows_by(dimension: Dimension, period: Period, *, now: datetime, units: Iterable[int] | None = None) -> list[Row]:
    """Figures of a period by type, subject, unit or channel, the largest first, in one query (and the names)."""
    column = _COLUMNS[dimension]
    grouped = received_in(period, units).values(column).annotate(**_aggregates(now)).order_by("-received", column)
    found = list(grouped)
    names = _names(dimension, [row[column] for row in found])
    return [Row(row[column], names.get(row[column]) or _("未定"), _figures(row)) for row in found]


def _names(dimension: Dimension, keys: list[Any]) -> dict[Any, str]:
    if dimension is Dimension.TYPE:
        return {kind.value: str(kind.label) for kind in Type}
    if dimension is Dimension.CHANNEL:
        return {channel.value: str(channel.label) for channel in Channel}
    if dimension is Dimension.UNIT:
        return {key: tree().name(key) for key in keys}
    return dict(Subject.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))


def places(period: Period, *, units: Iterable[int] | None = None, most: int = 10) -> list[tuple[str, int]]:
    """The places named most often."""
    rows = received_in(period, units).exclude(place="").values("place").annotate(count=Count("pk"))
    return [(row["place"], row["count"]) for row in rows.order_by("-count", "place")[:most]]


def by_day(period: Period, *, units: Iterable[int] | None = None) -> list[tuple[date, int]]:
    """How many came on each day of the period, days without any included."""
    rows = (
        received_in(period, units)
        .annotate(day=TruncDate("matter__received_at", tzinfo=SHANGHAI))
        .values("day")
        .annotate(count=Count("pk"))
    )
    counted = {row["day"]: row["count"] for row in rows}
    days = (period.last - period.first).days + 1
    return [(day, counted.get(day, 0)) for day in (period.first + timedelta(days=number) for number in range(days))]


def open_now(units: Iterable[int] | None = None) -> QuerySet[Matter]:
    """Everything that is open at this moment, whatever the period."""
    rows = Matter.objects.filter(kind=HotlineRequest.kind, closed_at=None)
    return rows.filter(unit_id__in=list(units)) if units is not None else rows
