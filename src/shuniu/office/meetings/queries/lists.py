"""The lists of meetings: all that somebody may see, the yearly plan, the figures of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.queries import Light, amber_until, light_of, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.meetings.models import Meeting, PlanLine
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.calendar import entries_of
from shuniu.office.meetings.queries.seeing import seen
from shuniu.office.meetings.roles import SECTION, UNITS

TONES = {"waiting": "warn", "working": "info", "closed": "good"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of meetings."""

    meeting: Meeting
    place: str
    time: str
    light: Light

    @property
    def number(self) -> str:
        return self.meeting.matter.number or ""

    @property
    def url(self) -> str:
        return reverse("meetings:matter", args=[self.number])

    @property
    def state(self) -> tuple[str, str]:
        matter = self.meeting.matter
        return _(MeetingCourse.states[matter.state].label), TONES.get(matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.meeting.unit_id)

    @property
    def klass(self) -> str:
        return str(self.meeting.get_klass_display())

    @property
    def cost(self) -> str:
        """What it cost against what was granted."""
        spent, granted = self.meeting.cost, self.meeting.budget
        return f"{spent if spent is not None else '—'} / {granted:,.0f}" if granted or spent else ""


def rows_of(meetings: Iterable[Meeting], now: datetime) -> list[Row]:
    amber = amber_until(now)
    return [
        Row(one.meeting, one.place, one.time, light_of(one.meeting.matter.due_at, now, amber))
        for one in entries_of(meetings)
    ]


def meetings(actor: Actor, asked: dict[str, Any]) -> QuerySet[Meeting]:
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
