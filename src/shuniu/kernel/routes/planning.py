"""From a route to the plan of one matter: which stages apply, and who sits in each. Pure; asks a ``Directory``.

The plan goes into the data of the passage that submits (``data["route"]``), so that the matter keeps the very version it
was submitted under, whatever the office changes later. It names units and people by id, never by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from shuniu.kernel.routes.definition import By, Route, Sitter, Stage
from shuniu.kernel.routes.run import Leg, Sit


class Directory(Protocol):
    """What a plan asks of the organisation as it stands on the day."""

    def unit(self, code: str) -> int | None:
        """The id of a unit that is open."""

    def of_post(self, unit: int, title: str) -> Sequence[int]:
        """Who holds that post (职务) in the unit."""

    def of_person(self, person: int) -> int | None:
        """The unit of a person who is active."""

    def limit(self, key: str) -> dict[str, Any]:
        """A local limit as it stands: length, unit, basis, confirmed."""


class Unplanned(ValueError):
    """The route does not fit the matter; ``faults`` says what is wrong, each in a sentence for the submitter."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the submitter must pick: units (``kind`` units) or people, by the key under which ``chosen`` has it."""

    key: str
    label: str
    kind: str
    role: str
    least: int
    most: int
    among: tuple[int, ...] = ()
    """The only ones to choose from, when a post has several holders."""


@dataclass(slots=True)
class _Planning:
    facts: Mapping[str, Any]
    chosen: Mapping[str, Sequence[int]]
    unit: int
    ask: Directory
    faults: list[str] = field(default_factory=list)


def choices(route: Route, facts: Mapping[str, Any], ask: Directory) -> list[Choice]:
    """What the submitter of a matter with these facts must pick, in the order of the stages."""
    found = (
        _choice(stage, number, sitter, ask)
        for stage in route.stages
        if stage.applies(facts)
        for number, sitter in enumerate(stage.sitters)
    )
    return [one for one in found if one is not None]


def _choice(stage: Stage, number: int, sitter: Sitter, ask: Directory) -> Choice | None:
    key = f"{stage.key}.{number}"
    if sitter.picked:
        return Choice(key, stage.label, sitter.by.value, sitter.role, sitter.least, sitter.most)
    unit = ask.unit(sitter.unit) if sitter.by is By.POST else None
    among = tuple(ask.of_post(unit, sitter.title)) if unit is not None else ()
    return Choice(key, stage.label, By.PEOPLE.value, sitter.role, 1, 1, among) if len(among) > 1 else None


def begin(
    route: Route,
    facts: Mapping[str, Any],
    chosen: Mapping[str, Sequence[int]],
    *,
    unit: int,
    ask: Directory,
    heads: Sequence[str] = (),
) -> dict[str, Any]:
    """The plan for a matter with these facts, submitted by ``unit``. Raises ``Unplanned`` with every fault found."""
    planning = _Planning(facts, chosen, unit, ask)
    legs = [_leg(stage, planning) for stage in route.stages]
    if not planning.faults and all(leg.skipped is not None for leg in legs):
        planning.faults.append(_("按所填内容，流程“%(route)s”没有一个环节适用。") % {"route": route.label})
    if planning.faults:
        raise Unplanned(planning.faults)
    return {
        "route": route.id,
        "version": route.version,
        "label": route.label,
        "unit": unit,
        "heads": list(heads),
        "legs": [asdict(leg) for leg in legs],
    }


def _leg(stage: Stage, planning: _Planning) -> Leg:
    leg = Leg(
        stage.key,
        stage.label,
        stage.mode.value,
        stage.act.value,
        stage.returns,
        stage.opinion,
        stage.unanimous,
        planning.ask.limit(stage.limit) if stage.limit else None,
    )
    if not stage.applies(planning.facts):
        asked = [{"field": one.field, "op": one.op.value, "value": one.value} for one in stage.when]
        known = {one.field: planning.facts.get(one.field) for one in stage.when}
        leg.skipped = {"why": "condition", "when": asked, "met": stage.met.value, "facts": known}
        return leg
    sits = [sit for number, sitter in enumerate(stage.sitters) for sit in _sits(stage, number, sitter, planning)]
    leg.sits = list({(sit.role, sit.unit, sit.person): sit for sit in sits}.values())
    if not leg.sits and all(sitter.picked and sitter.least == 0 for sitter in stage.sitters):
        leg.skipped = {"why": "nobody"}
    return leg


def _sits(stage: Stage, number: int, sitter: Sitter, planning: _Planning) -> list[Sit]:
    if sitter.by is By.HOME:
        return [Sit(sitter.role, planning.unit)]
    if sitter.by is By.PERSON:
        return _people(stage, sitter, [sitter.person or 0], planning)
    if sitter.picked:
        return _picked(stage, number, sitter, planning)
    unit = planning.ask.unit(sitter.unit)
    if unit is None:
        planning.faults.append(_("“%(stage)s”环节所在的机构已撤销，请流程管理员修改流程。") % {"stage": stage.label})
        return []
    return [Sit(sitter.role, unit)] if sitter.by is By.ROLE else _post(stage, number, sitter, unit, planning)


def _post(stage: Stage, number: int, sitter: Sitter, unit: int, planning: _Planning) -> list[Sit]:
    among = list(planning.ask.of_post(unit, sitter.title))
    picked = [one for one in planning.chosen.get(f"{stage.key}.{number}", ()) if one in among]
    if len(among) > 1 and len(picked) != 1:
        words = _("“%(stage)s”环节的%(title)s有%(count)s人，请选择其中一人。")
        planning.faults.append(words % {"stage": stage.label, "title": sitter.title, "count": len(among)})
        return []
    if not among:
        words = _("“%(stage)s”环节：目前无人担任%(title)s。")
        planning.faults.append(words % {"stage": stage.label, "title": sitter.title})
        return []
    return [Sit(sitter.role, unit, (picked or among)[0])]


def _picked(stage: Stage, number: int, sitter: Sitter, planning: _Planning) -> list[Sit]:
    picked = list(dict.fromkeys(planning.chosen.get(f"{stage.key}.{number}", ())))
    if not sitter.least <= len(picked) <= sitter.most:
        words = (
            _("“%(stage)s”环节须选择%(least)s至%(most)s个单位，现选了%(count)s个。")
            if sitter.by is By.UNITS
            else _("“%(stage)s”环节须选择%(least)s至%(most)s人，现选了%(count)s人。")
        )
        given = {"stage": stage.label, "least": sitter.least, "most": sitter.most, "count": len(picked)}
        planning.faults.append(words % given)
        return []
    if sitter.by is By.UNITS:
        return [Sit(sitter.role, unit) for unit in picked]
    return _people(stage, sitter, picked, planning)


def _people(stage: Stage, sitter: Sitter, people: Sequence[int], planning: _Planning) -> list[Sit]:
    units = {person: planning.ask.of_person(person) for person in people}
    if None in units.values():
        planning.faults.append(_("“%(stage)s”环节指定的人员已不在岗，请另选。") % {"stage": stage.label})
        return []
    return [Sit(sitter.role, unit, person) for person, unit in units.items() if unit is not None]
