"""The stored routes as their keepers read them: the list, one version with its history, and a trial of who would sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.routes import planning, wording
from shuniu.kernel.routes.comparing import changes
from shuniu.kernel.routes.definition import Route, Stage, Subject
from shuniu.kernel.routes.directory import Today
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.planning import Unplanned
from shuniu.kernel.routes.queries.signers import names_of
from shuniu.kernel.routes.resolving import route_of, vacant
from shuniu.kernel.routes.run import MANAGER, Sit, leg_of
from shuniu.kernel.routes.subjects import subject_of, subjects

NAMED = 5


def listed(actor: Actor, asked: Mapping[str, str]) -> QuerySet[RouteDefinition]:
    """The routes of the units that the actor keeps, and those of everybody; retired ones only when asked for."""
    seen = Q(unit=None) | Q(unit_id__in=actor.units_of(MANAGER))
    found = RouteDefinition.objects.filter(seen, kind__in=[one.kind for one in subjects()])
    if asked.get("kind", "") in {one.kind for one in subjects()}:
        found = found.filter(kind=asked["kind"])
    if words := asked.get("q", "").strip()[:40]:
        found = found.filter(label__icontains=words)
    state = asked.get("status", "")
    if state in RouteDefinition.Status.values:
        found = found.filter(status=state)
    elif state != "all":
        found = found.exclude(status=RouteDefinition.Status.RETIRED)
    return found.select_related("unit", "edited_by")


def seen_by(actor: Actor, route_id: int) -> RouteDefinition | None:
    return listed(actor, {"status": "all"}).filter(pk=route_id).first()


def copies(kind: str, actor: Actor) -> list[tuple[int, str]]:
    rows = listed(actor, {"kind": kind, "status": "active"}) if kind else listed(actor, {"status": "active"})
    return [(row.pk, str(row.label)) for row in rows[:100]]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a route, with what it changed in the one before."""

    row: RouteDefinition
    changes: list[str]
    first: bool

    @property
    def put_aside(self) -> bool:
        """A draft that was never in force."""
        return self.row.status == RouteDefinition.Status.RETIRED and self.row.active_from is None


def history(row: RouteDefinition) -> list[Version]:
    """All versions of the route, newest first. Two queries."""
    rows = RouteDefinition.objects.filter(kind=row.kind, key=row.key).select_related("edited_by").order_by("version")
    found = [(one, route_of(one).stages) for one in rows]
    names = names_in(stage for _row, stages in found for stage in stages)
    subject, versions = subject_of(row.kind), []
    before: tuple[Stage, ...] | None = None
    for one, stages in found:
        said: list[str] = changes(before, stages, subject, names) if before is not None else []
        versions.append(Version(one, said, before is None))
        before = stages
    return versions[::-1]


def names_in(stages: Iterable[Stage]) -> dict[int, str]:
    return names_of(one.person for stage in stages for one in stage.sitters if one.person is not None)


# --- Who would sign? -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """One stage of a trial: who would sign, or why it would be skipped, or what is wrong."""

    label: str
    people: list[str]
    skipped: str = ""
    wrong: str = ""


def who_would_sign(route: Route, facts: Mapping[str, Any], unit: int, on: date) -> list[Tried]:
    """The route tried out for a matter with these facts, submitted by the unit on the day."""
    ask, subject = Today(on), subject_of(route.kind)
    return [_tried(stage, facts, unit, ask, subject) for stage in route.stages]


def _tried(stage: Stage, facts: Mapping[str, Any], unit: int, ask: Today, subject: Subject | None) -> Tried:
    if not stage.applies(facts):
        when = wording.when_words(stage.when, stage.met, subject)
        return Tried(stage.label, [], _("仅当%(when)s时办理，这件不经此环节。") % {"when": when})
    picked = [wording.sitter_words(one, {}) for one in stage.sitters if one.picked]
    fixed = tuple(one for one in stage.sitters if not one.picked)
    if not fixed:
        return Tried(stage.label, picked)
    alone = Stage(stage.key, stage.label, fixed, stage.mode, stage.act)
    try:
        plan = planning.begin(Route("", "", "", (alone,)), facts, {}, unit=unit, ask=ask)
    except Unplanned as refused:
        return Tried(stage.label, picked, wrong="".join(refused.faults))
    sits = leg_of(plan["legs"][0]).sits
    empty = vacant(sits, ask)
    return Tried(stage.label, [*_named(sits, ask), *picked], wrong="".join(dict.fromkeys(empty.values())))


def _named(sits: list[Sit], ask: Today) -> list[str]:
    held = ask.holders((one.role, one.unit) for one in sits if one.person is None)
    names = names_of(one.person for one in sits if one.person is not None)
    return [_seat(one, names, [name for _id, name in held.get((one.role, one.unit), [])]) for one in sits]


def _seat(sit: Sit, names: Mapping[int, str], holders: list[str]) -> str:
    words = wording.seat_words(sit, names)
    if not holders:
        return words
    more = _("等%(count)s人") % {"count": len(holders)} if len(holders) > NAMED else ""
    return f"{words}（{'、'.join(holders[:NAMED])}{more}）"
