"""Circulars and the register of incentive and constraint, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import visible
from shuniu.kernel.casework.queues import PHASE_TONES
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.supervision.models import Circular, Mention
from shuniu.office.supervision.procedures.circular import Notified
from shuniu.office.supervision.queries.wording import said_in

LIKELY = ("submit", "present", "approve", "issue")
KEYS = {"submit": "s", "present": "s", "approve": "p", "issue": "f", "return_": "t", "amend": "e"}


@dataclass(frozen=True, slots=True)
class CircularPage:
    case: Case
    head: pages.Head
    actions: list[pages.Action]
    row: Circular
    units: list[str]
    assignments: list[tuple[str, str]]
    lines: list[pages.Line]


def opened(actor: Actor, number: str) -> pages.Opened:
    return pages.opened(actor, Circular.objects.filter(matter__kind=Notified.kind), number)


def page_of_circular(actor: Actor, number: str, *, now: datetime) -> CircularPage:
    found = opened(actor, number)
    case, row = found.case, found.case.detail
    return CircularPage(
        case=case,
        head=pages.head(case, [], now),
        actions=pages.actions(case, actor, lambda name: _step_url(number, name), keys=KEYS, likely=LIKELY),
        row=row,
        units=[tree().name(unit) for unit in row.units],
        assignments=[(one, reverse("supervision:matter", args=[one])) for one in row.assignments],
        lines=pages.timeline_of(case, found.passages, said_in),
    )


def _step_url(number: str, name: str) -> str:
    return reverse(f"supervision:circular_{name.strip('_')}", args=[number])


def initial_for(found: pages.Opened, step: str) -> dict[str, Any]:
    row = found.case.detail
    if step == "amend":
        return {
            "title": found.case.matter.title, "text": row.text, "praise": "praise" if row.praise else "criticism",
            "units": row.units, "assignments": "、".join(row.assignments),
        }  # fmt: skip
    return {}


@dataclass(frozen=True, slots=True)
class Line:
    """One circular in its list."""

    matter: Matter
    row: Circular

    @property
    def number(self) -> str:
        return self.matter.number or ""

    @property
    def url(self) -> str:
        return reverse("supervision:circular", args=[self.matter.number])

    @property
    def kind(self) -> tuple[str, str]:
        return (_("表扬"), "good") if self.row.praise else (_("批评"), "bad")

    @property
    def state(self) -> tuple[str, str]:
        return _(Notified.states[self.matter.state].label), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def units(self) -> str:
        return "、".join(tree().name(unit) for unit in self.row.units)


def circulars(actor: Actor) -> QuerySet[Matter]:
    return visible(Notified, actor)


def lines_of(matters: Iterable[Matter]) -> list[Line]:
    kept = list(matters)
    rows = Circular.objects.in_bulk([one.pk for one in kept])
    return [Line(one, rows[one.pk]) for one in kept]


# --- The register --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit in the register: how often it was praised and criticised."""

    unit: str
    praised: int
    criticised: int


def mentions(actor: Actor, *, whole: bool) -> QuerySet[Mention]:
    """The register, newest first: the section and the leaders see all of it, a unit its own lines."""
    found = Mention.objects.select_related("matter").order_by("-on", "-id")
    return found if whole else found.filter(unit_id__in=actor.units_of(*Notified.sees_own))


def standings(rows: QuerySet[Mention], year: int) -> list[Standing]:
    counted = (
        rows.filter(on__year=year)
        .order_by()
        .values("unit")
        .annotate(good=Count("pk", filter=Q(praise=True)), bad=Count("pk", filter=Q(praise=False)))
    )
    found = [Standing(tree().name(one["unit"]), one["good"], one["bad"]) for one in counted]
    return sorted(found, key=lambda one: (-one.praised, one.criticised, one.unit))


@dataclass(frozen=True, slots=True)
class Entry:
    unit: str
    praise: bool
    on: date
    title: str
    number: str
    url: str

    @property
    def kind(self) -> tuple[str, str]:
        return (_("表扬"), "good") if self.praise else (_("批评"), "bad")


def entries(rows: Iterable[Mention]) -> list[Entry]:
    return [
        Entry(
            tree().name(one.unit_id), one.praise, one.on, one.matter.title, one.matter.number or "",
            reverse("supervision:circular", args=[one.matter.number]),
        )
        for one in rows
    ]  # fmt: skip
