"""The lists of meetings: all that somebody may see, the yearly plan, the figures of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.queries import Light, amber_until, light_of, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.office.meetings.models import Meeting, PlanLine
from shuniu.office.meetings.models.meetings import Klass
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.calendar import placed, span_of
from shuniu.office.meetings.queries.seeing import seen
from shuniu.office.meetings.roles import SECTION, UNITS

TONES = {"waiting": "warn", "working": "info", "closed": "good"}


class Line(NamedTuple):
    """One line of the list of meetings."""

    pk: int
    number: str
    title: str
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    unit_id: int
    klass_key: str
    state_key: str
    phase: str
    due_at: datetime | None
    light: Light = Light.NONE

    @property
    def url(self) -> str:
        return address("meetings:matter", self.number)

    @property
    def time(self) -> str:
        return span_of(self.starts_at, self.ends_at)

    @property
    def state(self) -> tuple[str, str]:
        return _(MeetingCourse.states[self.state_key].label), TONES.get(self.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.unit_id)

    @property
    def klass(self) -> str:
        return str(dict(Klass.choices).get(self.klass_key, ""))


FIELDS = ("pk", "matter__number", "title", "day", "starts_at", "ends_at", "unit_id", "klass", "matter__state",
          "matter__phase", "matter__due_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the export."""

    line: Line
    meeting: Meeting
    place: str


def lit(lines: Iterable[Line], now: datetime) -> list[Line]:
    amber = amber_until(now)
    return [one._replace(light=light_of(one.due_at, now, amber)) for one in lines]


def exported(meetings: Iterable[Meeting]) -> list[Row]:
    return [Row(_line(row), row, place) for row, place in placed(meetings)]


def _line(row: Meeting) -> Line:
    matter = row.matter
    return Line(row.pk, matter.number or "", row.title, row.day, row.starts_at, row.ends_at, row.unit_id, row.klass,
                matter.state, matter.phase, matter.due_at)  # fmt: skip


def listed(actor: Actor, asked: Mapping[str, Any]) -> Composed[Line]:
    shape = ("meetings.listed", actor.scope, tuple(asked.items()))
    return Composed(shape, lambda moments: meetings(actor, asked), Line, FIELDS)


def meetings(actor: Actor, asked: Mapping[str, Any]) -> QuerySet[Meeting]:
    """All that the actor may see, narrowed by the answers of the filter."""
    rows = Meeting.objects.select_related("matter")
    if not sees_all(MeetingCourse, actor):
        rows = rows.filter(matter__in=seen(actor))
    words = str(asked.get("q") or "").strip()
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(matter__number=words.upper()))
    if asked.get("unit"):
        rows = rows.filter(unit_id__in=tree().subtree(asked["unit"]))
    for name, field in (("klass", "klass"), ("state", "matter__state")):
        if asked.get(name):
            rows = rows.filter(**{field: asked[name]})
    if asked.get("since"):
        rows = rows.filter(day__gte=asked["since"])
    if asked.get("until"):
        rows = rows.filter(day__lte=asked["until"])
    return rows


# --- The yearly plan -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of the plan and the meeting that came of it."""

    line: PlanLine
    meeting: Meeting | None

    @property
    def unit(self) -> str:
        return tree().name(self.line.unit_id)

    @property
    def held(self) -> str:
        return self.meeting.matter.number or "" if self.meeting else ""

    @property
    def url(self) -> str:
        return reverse("meetings:matter", args=[self.held]) if self.held else ""

    @property
    def tone(self) -> str:
        return {"approved": "good", "refused": "bad"}.get(self.line.status, "warn")


def plan(actor: Actor, year: int) -> list[PlanRow]:
    """The plan of a year: the section sees all of it, a unit its own lines."""
    rows = PlanLine.objects.filter(year=year)
    if not actor.holds_any(SECTION):
        rows = rows.filter(unit_id__in=actor.units_of(*UNITS))
    lines = list(rows)
    found = Meeting.objects.filter(plan_line__in=[one.pk for one in lines], counted=True).select_related("matter")
    held = {one.plan_line: one for one in found}
    return [PlanRow(one, held.get(one.pk)) for one in lines]


def lines_for(unit: int, year: int) -> list[PlanLine]:
    """The approved lines of a unit of which nothing has come yet."""
    rows = PlanLine.objects.filter(year__in=(year, year + 1), unit_id=unit, status=PlanLine.Status.APPROVED)
    taken = set(
        Meeting.objects.filter(unit_id=unit, counted=True, plan_line__isnull=False).values_list("plan_line", flat=True)
    )
    return [one for one in rows if one.pk not in taken]


@dataclass(frozen=True, slots=True)
class Year:
    """What the meetings of a year took: in number, money and time."""

    count: int
    budget: Decimal
    cost: Decimal
    person_hours: Decimal
    planned: int


def year_of(actor: Actor, year: int) -> Year:
    rows = Meeting.objects.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31), counted=True)
    if not actor.holds_any(SECTION):
        rows = rows.filter(unit_id__in=actor.units_of(*UNITS))
    said = rows.aggregate(
        count=Count("pk"), budget=Sum("budget"), cost=Sum("cost"), hours=Sum("person_hours"),
        planned=Count("pk", filter=Q(plan_line__isnull=False)),
    )  # fmt: skip
    zero = Decimal(0)
    return Year(said["count"], said["budget"] or zero, said["cost"] or zero, said["hours"] or zero, said["planned"])
