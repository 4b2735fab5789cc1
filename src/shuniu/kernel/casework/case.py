"""One matter in the hand, and how a step is judged. No query is made and no clock is read here.

``draft`` judges (state, guard, authority, 回避) and answers the passage that would be written; ``projecting.apply`` brings the
matter, its clocks, tasks, parties and detail up to date with a passage. ``take``, the bulk form and the rebuild command
all use these two, so what is stored can only be what the passages say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Clock, Matter, Passage, Task
from shuniu.kernel.casework.procedure import CITIZEN, SYSTEM, ClockTurn, Procedure, Seat, Step, Turn, Where, Who
from shuniu.kernel.organisation.actor import Actor, Grant
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.calendar import Calendar
from shuniu.kernel.workdays.periods import SHANGHAI, Period, local_day

END_OF_DAY = time(23, 59, 59)


class StepRefused(Exception):
    """A step cannot be taken; the message says why and what to do, in words for the person who tried."""


class NotAllowed(StepRefused):
    """The actor lacks the role, or must keep out of this matter (回避)."""


class WrongState(StepRefused):
    """The matter does not stand where this step begins: usually somebody else has just acted."""


class Resolved(Protocol):
    """A local limit in force on a day, or one that a paper states for this very matter (``kernel.law.limits``)."""

    @property
    def value(self) -> Period: ...
    @property
    def confirmed(self) -> bool: ...
    def cite(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What dues depend on besides the passages: the calendar and the local limits with their effective dates."""

    calendar: Calendar
    limit: Callable[[str, date], Resolved]


@dataclass(slots=True)
class Case:
    """A matter with everything that ``apply`` may change, held in memory."""

    procedure: type[Procedure]
    matter: Matter
    detail: Any
    clocks: dict[str, Clock] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    parties: dict[int, bool] = field(default_factory=dict)
    """unit id → whether it is (only) assisting."""
    taken: Counter[str] = field(default_factory=Counter)
    takers: dict[str, set[int]] = field(default_factory=dict)
    recused: frozenset[int] = frozenset()

    @property
    def state(self) -> str:
        return self.matter.state

    def times(self, step: str) -> int:
        return self.taken[step]

    @property
    def owing(self) -> frozenset[int]:
        """Ids of the assisting units that still owe their part."""
        return frozenset(task.unit_id for task in self.tasks if task.assisting)

    def seats(self, kind: str = "") -> tuple[Seat, ...]:
        """The seats that this matter names now; of one kind, when it is given."""
        return tuple(one for one in self.procedure.seats(self.detail) if kind in ("", one.kind))

    def home_id(self) -> int | None:
        return tree().by_code.get(self.procedure.home) if self.procedure.home else None


# --- Judging -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capacity:
    """In what name an actor takes a step: the role and unit, the seat if it is taken from one, the grant if it is lent."""

    role: str
    unit_id: int | None = None
    seat: str = ""
    lent: Grant | None = None


def may(step: Step, case: Case, actor: Actor, seat: str = "") -> Capacity | None:
    """In which capacity the actor may take the step, or None. ``seat`` picks one of several that the actor holds."""
    for who in step.by:
        found = _capacity(who, step, case, actor, seat)
        if found is not None:
            return found
    return None


def _capacity(who: Who, step: Step, case: Case, actor: Actor, seat: str) -> Capacity | None:
    if who is CITIZEN or who is SYSTEM:
        fits = actor.kind == who.role and (who is SYSTEM or step.opens or actor.matter_id == case.matter.pk)
        return Capacity(who.role) if fits else None
    if not actor.is_staff:
        return None
    if who.where is Where.SEAT:
        offered = (one for one in case.seats(who.role) if seat in ("", one.key))
        return next(filter(None, (_seated(one, actor) for one in offered)), None)
    held = actor.units_of(who.role)  # Asked first: most steps are for roles that this actor does not hold at all.
    unit_id = next((place for place in _places(who, case) if place in held), None) if held else None
    return None if unit_id is None else Capacity(who.role, unit_id, lent=actor.acting_for(who.role, unit_id))


def _seated(seat: Seat, actor: Actor) -> Capacity | None:
    """A seat by name is its person's own, or of whoever that person has lent the seat's role to; one by role is any holder's."""
    if seat.person is None:
        held = actor.holds(seat.role, seat.unit)
        lent = actor.acting_for(seat.role, seat.unit) if held else None
        return Capacity(seat.role, seat.unit, seat.key, lent) if held else None
    if seat.person == actor.person_id:
        return Capacity(seat.role, seat.unit, seat.key)
    lent = next((one for one in actor.grants if one.for_id == seat.person and one.role == seat.role), None)
    return Capacity(seat.role, seat.unit, seat.key, lent) if lent else None


def _places(who: Who, case: Case) -> list[int]:
    if who.where is Where.LEAD:
        return [case.matter.unit_id] if case.matter.unit_id else []
    if who.where is Where.ASSISTING:
        return sorted(case.owing)
    home = case.home_id()
    return [home] if home is not None else []


def available(case: Case, actor: Actor) -> list[Step]:
    """The steps that this actor may take now, in the order of the table: the buttons of the page."""
    if actor.person_id in case.recused:
        return []
    return [
        step
        for step in case.procedure.leaving(case.matter.state)
        if may(step, case, actor) is not None
        and _limits_refusal(step, case, actor) is None
        and (step.offered is None or step.offered(case))
    ]


def why_not(case: Case, step: Step, actor: Actor) -> str:
    """Why the actor cannot take a step now, in words; empty when they can. Raises NotAllowed for want of the role."""
    if step in available(case, actor):
        return ""
    # A seat exists only while its state lasts: afterwards the truth is that the matter has moved, not that one may not.
    if may(step, case, actor) is None and not any(who.where is Where.SEAT for who in step.by):
        raise NotAllowed(_("您没有“%(step)s”的权限，请联系本单位负责人或安全管理员。") % {"step": _(step.label)})
    if step.target_from(case.state) is None:
        return _("事项现处于“%(state)s”，不能“%(step)s”。") % {
            "state": _(case.procedure.states[case.state].label),
            "step": _(step.label),
        }
    if may(step, case, actor) is None:
        raise NotAllowed(_("您没有“%(step)s”的权限，请联系本单位负责人或安全管理员。") % {"step": _(step.label)})
    return _limits_refusal(step, case, actor) or _("这一步现在不能办理，请刷新后查看最新办理情况。")


def draft(
    case: Case, step: Step, *, actor: Actor, at: datetime, rules: Rules, data: Mapping[str, Any], note: str = ""
) -> Passage:
    """Judge a step and answer the passage that it would write. Raises ``StepRefused`` with the reason in words."""
    matter = case.matter
    target = case.procedure.initial() if step.opens else step.target_from(matter.state)
    if target is None:
        raise WrongState(
            _("事项现处于“%(state)s”，不能再“%(step)s”。请刷新后查看最新办理情况。")
            % {"state": _(case.procedure.states[matter.state].label), "step": _(step.label)}
        )
    capacity = _capacity_for(step, case, actor, data)
    if capacity is None:
        raise NotAllowed(_("您没有“%(step)s”的权限，请联系本单位负责人或安全管理员。") % {"step": _(step.label)})
    if capacity.seat:
        data = {**data, "seat": capacity.seat}  # the guard, like the record, knows the seat it is taken from
    refusal = _limits_refusal(step, case, actor) or _needs_refusal(step, data)
    refusal = refusal or (step.when(case, data) if step.when is not None else None)
    if refusal is not None:
        raise StepRefused(refusal)
    lent = capacity.lent
    turns = _turns(case, step, at, rules, data)
    label = _("%(actor)s 代 %(giver)s") % {"actor": actor.label, "giver": lent.for_name} if lent else actor.label
    return Passage(
        matter=matter,
        seq=matter.seq + 1,
        step=step.name,
        from_state="" if step.opens else matter.state,
        to_state=target.name,
        person_id=actor.person_id,
        for_person_id=lent.for_id if lent else None,
        unit_id=capacity.unit_id,
        by=label,
        at=at,
        late=any(turn.get("late") for turn in turns.values()),
        note=note,
        data=dict(data),
        clocks=turns,
    )


def _capacity_for(step: Step, case: Case, actor: Actor, data: Mapping[str, Any]) -> Capacity | None:
    """In what capacity the step is taken. Who opens a matter for a unit by the role of its lead must hold it there."""
    if step.opens and step.assigns:
        case.matter.unit_id = data.get("unit")
    return may(step, case, actor, str(data.get("seat") or ""))


def _limits_refusal(step: Step, case: Case, actor: Actor) -> str | None:
    if actor.person_id is not None and actor.person_id in case.recused:
        return _("您已在本事项中回避，不能办理。")
    if step.at_most is not None and case.taken[step.name] >= step.at_most:
        return _("“%(step)s”最多%(times)s次，本事项已用完。") % {"step": _(step.label), "times": step.at_most}
    if actor.person_id is not None:
        for other in step.apart_from:
            if actor.person_id in case.takers.get(other, ()):
                return _("您办理过本事项的“%(other)s”，“%(step)s”须由其他人员办理。") % {
                    "other": _(case.procedure.steps[other].label),
                    "step": _(step.label),
                }
    return None


def _needs_refusal(step: Step, data: Mapping[str, Any]) -> str | None:
    missing = [name for name in step.needs if data.get(name) in (None, "", [])]
    return _("缺少必填内容：%(names)s。") % {"names": "、".join(missing)} if missing else None


def _late(case: Case, turn: ClockTurn, at: datetime) -> bool:
    """A step is late when it stops, pauses or restarts a clock after its legal end. Lateness marks, never blocks."""
    clock = case.clocks.get(turn.clock.name)
    ends = turn.turn in (Turn.STOP, Turn.RESTART, Turn.PAUSE) and not turn.quiet
    return ends and clock is not None and clock.stopped_at is None and not clock.paused and at > clock.legal_due


def _turns(case: Case, step: Step, at: datetime, rules: Rules, data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the step does to clocks, with every period resolved now, so that the record needs no rule book later."""
    subject = _Preview(case.detail, data)
    _refuse_unlike_units(case, step, subject, at, rules)
    return {
        turn.clock.name: {
            "turn": turn.turn.value,
            **_resolve(turn, subject, at, rules),
            **_since(turn, data, at),
            **({"late": True} if _late(case, turn, at) else {}),
        }
        for turn in step.clocks
    }


def _refuse_unlike_units(case: Case, step: Step, subject: Any, at: datetime, rules: Rules) -> None:
    """Hours cannot be added to working days: better said than lost, when a local limit was set in another unit."""
    for turn in step.clocks:
        clock = case.clocks.get(turn.clock.name)
        if turn.turn is Turn.EXTEND and clock is not None and clock.stopped_at is None:
            given = _resolve(turn, subject, at, rules)["unit"]
            if given != clock.unit:
                raise StepRefused(
                    _("延期时长与“%(clock)s”期限的单位不同，不能相加，请系统管理员先统一。")
                    % {"clock": _(turn.clock.label)}
                )


class _Preview:
    """The detail row as this very step is about to leave it: what the step says goes before what is stored."""

    def __init__(self, detail: Any, data: Mapping[str, Any]) -> None:
        self._detail, self._data = detail, data

    def __getattr__(self, name: str) -> Any:
        return self._data[name] if name in self._data else getattr(self._detail, name)


def _since(turn: ClockTurn, data: Mapping[str, Any], at: datetime) -> dict[str, str]:
    """The day on which a clock began, when the step only writes it down. Never a day to come."""
    named = data.get(turn.since) if turn.since else None
    if not named:
        return {}
    day = date.fromisoformat(str(named))
    if day > local_day(at):
        raise StepRefused(_("“%(clock)s”的起算日不能晚于今天。") % {"clock": _(turn.clock.label)})
    # On the day itself the moment of the step is as good; on an earlier one its last moment: the day is not counted.
    return {} if day == local_day(at) else {"since": datetime.combine(day, END_OF_DAY, SHANGHAI).isoformat()}


def _resolve(turn: ClockTurn, detail: Any, at: datetime, rules: Rules) -> dict[str, Any]:
    if turn.turn in (Turn.START, Turn.RESTART):
        spec: Any = turn.clock.limit if turn.clock.period is None else turn.clock.period
    elif turn.turn is Turn.EXTEND:
        spec = turn.by
    else:
        return {}
    spec = spec(detail) if callable(spec) else spec
    if isinstance(spec, Period):
        basis = turn.clock.cites.cite() if turn.clock.cites else ""
        return {"length": spec.length, "unit": spec.unit.value, "basis": basis, "confirmed": bool(turn.clock.cites)}
    found = rules.limit(spec, local_day(at)) if isinstance(spec, str) else spec
    return {
        "length": found.value.length,
        "unit": found.value.unit.value,
        "basis": found.cite(),
        "confirmed": found.confirmed,
    }
