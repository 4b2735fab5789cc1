"""Routes for a matter about to be submitted: which fit, what to pick, the plan, and whether every seat can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes import planning
from shuniu.kernel.routes.definition import Route, stages_of
from shuniu.kernel.routes.directory import Today
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.planning import Choice, Unplanned
from shuniu.kernel.routes.run import Leg, Place, Sit, leg_of, load
from shuniu.kernel.routes.subjects import subject_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A route that a matter may be sent on. ``kept``: the one it was on before it came back to the drafter."""

    id: int
    route: Route
    note: str
    choices: list[Choice]
    kept: bool = False

    @property
    def label(self) -> str:
        return self.route.label


def route_of(row: RouteDefinition) -> Route:
    return Route(row.key, row.label, row.kind, stages_of(row.stages), row.pk, row.version)


def over(unit: int) -> list[int]:
    """The unit and everything above it."""
    found, here = [], tree().get(unit)
    while here is not None:
        found.append(here.id)
        here = tree().get(here.parent_id)
    return found


def routes_for(
    kind: str, unit: int, facts: Mapping[str, Any], *, on: date, kept: Mapping[str, Any] | None = None
) -> list[Offer]:
    """The active routes for a matter of the kind with these facts, submitted by the unit; its own routes first.

    ``kept`` is the matter's ``route`` so far: a matter that came back keeps the version it was on, which goes first.
    """
    former = load(kept).route
    rows = RouteDefinition.objects.filter(
        Q(pk=former) | Q(status=RouteDefinition.Status.ACTIVE) & (Q(unit=None) | Q(unit_id__in=over(unit))), kind=kind
    )
    ask, near = Today(on), over(unit)
    # A newer version of the route that the matter is on already is not offered beside it.
    on_it = next((row.key for row in rows if row.pk == former), None)
    ordered = sorted(
        (row for row in rows if row.pk == former or row.key != on_it),
        key=lambda row: (row.pk != former, near.index(row.unit_id) if row.unit_id in near else len(near), row.label),
    )
    offers = (_offer(row, facts, ask, row.pk == former) for row in ordered)
    return [one for one in offers if any(stage.applies(facts) for stage in one.route.stages)]


def _offer(row: RouteDefinition, facts: Mapping[str, Any], ask: Today, kept: bool) -> Offer:
    route = route_of(row)
    return Offer(row.pk, route, row.note, planning.choices(route, facts, ask), kept)


def resolve(
    route_id: int,
    *,
    kind: str,
    unit: int,
    facts: Mapping[str, Any],
    chosen: Mapping[str, Sequence[int]],
    on: date,
    kept: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The plan for ``data["route"]`` of the step that submits. Raises ``Unplanned``: each fault in a sentence."""
    offer = next((one for one in routes_for(kind, unit, facts, on=on, kept=kept) if one.id == route_id), None)
    if offer is None:
        raise Unplanned([_("没有这个流程，或流程已停用，请重新选择。")])
    subject, ask = subject_of(kind), Today(on)
    plan = planning.begin(
        offer.route, facts, chosen, unit=unit, ask=ask, heads=subject.heads if subject is not None else ()
    )
    faults = untaken([leg_of(one) for one in plan["legs"]], ask)
    if faults:
        raise Unplanned(faults)
    return plan


def untaken(legs: Sequence[Leg], ask: Today) -> list[str]:
    """Every seat that nobody could take today, in words."""
    sits = [(leg, sit) for leg in legs if leg.skipped is None for sit in leg.sits]
    open_seats = vacant([sit for _leg, sit in sits], ask)
    return [
        _("“%(stage)s”环节：%(why)s") % {"stage": leg.label, "why": open_seats[id(sit)]}
        for leg, sit in sits
        if id(sit) in open_seats
    ]


def vacant(sits: Iterable[Sit | Place], ask: Today) -> dict[int, str]:
    """``id(sit)`` → why nobody can take it today. Two queries whatever their number."""
    asked = list(sits)
    held = ask.holders((sit.role, sit.unit) for sit in asked if sit.person is None)
    people = [sit.person for sit in asked if sit.person is not None]
    here = ask.active(people) if people else {}
    able = set(ask.holdings({sit.role for sit in asked}).values_list("person_id", "role")) if people else set()
    found = {}
    for sit in asked:
        why = _empty(sit, held) if sit.person is None else _left(sit, here, able)
        if why:
            found[id(sit)] = why
    return found


def _empty(sit: Sit | Place, held: Mapping[tuple[str, int], Any]) -> str:
    unit = tree().get(sit.unit)
    if unit is None or unit.closed:
        return _("所选机构不存在或已撤销。")
    if held[sit.role, sit.unit]:
        return ""
    return _("%(unit)s目前没有“%(role)s”，无人可以办理。") % {"unit": unit.name, "role": roles.label(sit.role)}


def _left(sit: Sit | Place, here: Mapping[int, str], able: set[tuple[int, str]]) -> str:
    if sit.person is None or sit.person not in here:
        return _("指定的人员已离岗。")
    if (sit.person, sit.role) in able:
        return ""
    words = _("%(name)s不再担任“%(role)s”，不能办理。")
    return words % {"name": here[sit.person], "role": roles.label(sit.role)}
