"""Projecting: what a passage makes of the matter, its clocks, tasks, parties and detail. Pure; see ``case``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Clock, Passage, Task
from shuniu.kernel.casework.procedure import HAND_OVER, Phase, Procedure, State, Step, Turn, Where, Who
from shuniu.kernel.workdays.calendar import Calendar
from shuniu.kernel.workdays.periods import Period, due
from shuniu.kernel.workdays.periods import Unit as PeriodUnit


def apply(case: Case, passage: Passage, *, calendar: Calendar) -> None:
    """Bring the whole projection up to date with one more passage."""
    matter, procedure = case.matter, case.procedure
    step, state = procedure.steps[passage.step], procedure.states[passage.to_state]
    moved = passage.from_state != passage.to_state
    case.taken[step.name] += 1
    if passage.person_id is not None:
        case.takers.setdefault(step.name, set()).add(passage.person_id)
    matter.seq = passage.seq
    matter.state, matter.phase = state.name, state.phase.value
    matter.sealed = matter.sealed or procedure.seals(passage)
    procedure.fold(case.detail, passage)
    if step.assigns:
        _assign(case, passage)
    if step.name == HAND_OVER:
        _hand_over(case, passage.data["from"], passage.data["to"])
    if step.owns:
        matter.owner_id = passage.data.get("person")
    if step.describes:
        matter.title = str(passage.data.get("title") or matter.title)[:200]
        matter.urgency = passage.data.get("urgency") or matter.urgency
    _turn_clocks(case, passage, calendar)
    if state.final and moved:
        _close(case, passage, step)
    elif not state.final and matter.closed_at is not None:
        matter.closed_at, matter.outcome = None, ""
    matter.due_at = due_of(procedure, case.clocks.values())
    _repeat(case)
    _tasks(case, passage, step, state, afresh=moved or step.assigns or step.opens)


def _repeat(case: Case) -> None:
    for name in case.procedure.repeats:
        setattr(case.detail, name, getattr(case.matter, name))


def _assign(case: Case, passage: Passage) -> None:
    unit = passage.data.get("unit")
    if unit is not None:
        if unit != case.matter.unit_id:
            case.matter.owner_id = None
        case.matter.unit_id = unit
        case.parties[unit] = False
    for other in passage.data.get("assisting") or ():
        case.parties.setdefault(other, True)


def _hand_over(case: Case, old: int, new: int) -> None:
    """What one unit had in the matter is another's from now on: the lead, its tasks, its sight."""
    if case.matter.unit_id == old:
        case.matter.unit_id = new
    if old in case.parties:
        case.parties[new] = case.parties[old] and case.parties.get(new, True)
    there = {(task.role, task.assisting, task.seat) for task in case.tasks if task.unit_id == new}
    kept = [task for task in case.tasks if task.unit_id != old or (task.role, task.assisting, task.seat) not in there]
    for task in kept:
        task.unit_id = new if task.unit_id == old else task.unit_id
    case.tasks = kept


def _turn_clocks(case: Case, passage: Passage, calendar: Calendar) -> None:
    for name, change in passage.clocks.items():
        turn = Turn(change["turn"])
        if turn in (Turn.START, Turn.RESTART):
            _start(case, name, change, datetime.fromisoformat(change["since"]) if "since" in change else passage.at)
        clock = case.clocks.get(name)
        if clock is None or (clock.stopped_at is not None and turn is not Turn.START):
            continue  # Stopping what never ran, or has stopped already, changes nothing.
        _turn(clock, turn, change, passage.at)
        reckon(clock, calendar)
    if case.procedure.states[passage.to_state].final:
        for clock in case.clocks.values():
            clock.stopped_at = clock.stopped_at or passage.at


def _turn(clock: Clock, turn: Turn, change: Mapping[str, Any], at: datetime) -> None:
    if turn is Turn.STOP:
        clock.stopped_at = at
    elif turn is Turn.PAUSE and not clock.paused:
        clock.pauses = [*clock.pauses, [_utc(at), None]]
    elif turn is Turn.RESUME and clock.paused:
        clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], _utc(at)]]
    elif turn is Turn.EXTEND and change["unit"] == clock.unit:
        clock.length += change["length"]
        clock.extended += 1


def _utc(at: datetime) -> str:
    # One spelling whatever zone the moment came in, so that a replay writes the same bytes.
    return at.astimezone(UTC).isoformat()


def _start(case: Case, name: str, change: Mapping[str, Any], at: datetime) -> None:
    clock = case.clocks.get(name)
    if clock is None:
        clock = case.clocks[name] = Clock(matter=case.matter, name=name)
    clock.started_at, clock.stopped_at, clock.pauses, clock.extended = at, None, [], 0
    clock.length, clock.unit = change["length"], change["unit"]
    clock.basis, clock.confirmed = change["basis"], change["confirmed"]


def reckon(clock: Clock, calendar: Calendar) -> None:
    """Work out a clock's dues afresh from what it holds."""
    pauses = [
        (datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None) for begin, end in clock.pauses
    ]
    result = due(clock.started_at, Period(clock.length, PeriodUnit(clock.unit)), calendar, pauses)
    clock.legal_due, clock.safe_due, clock.provisional = result.legal_due, result.safe_due, result.provisional


def due_of(procedure: type[Procedure], clocks: Iterable[Clock]) -> datetime | None:
    """When the next duty ends; a right that runs out makes nobody late and does not count."""
    duties = [one for one in clocks if not procedure.clocks[one.name].right]
    return min((one.safe_due for one in duties if one.stopped_at is None and not one.paused), default=None)


def _close(case: Case, passage: Passage, step: Step) -> None:
    """What is closed already, and now filed, stays closed on its day."""
    if case.matter.closed_at is not None:
        return
    case.matter.closed_at = passage.at
    case.matter.outcome = step.outcome or passage.data.get("outcome") or step.name


def _tasks(case: Case, passage: Passage, step: Step, state: State, *, afresh: bool) -> None:
    """Who acts next, computed from the table: the worklist is never kept by hand."""
    if step.answers_assist:
        case.tasks = [task for task in case.tasks if not (task.assisting and task.unit_id == passage.unit_id)]
    seated = {task.seat: task for task in case.tasks if task.seat and passage.from_state == passage.to_state}
    if state.phase is Phase.CLOSED:
        case.tasks = []
    elif afresh:
        # A matter that waits for another asks nothing of those who were to assist in it.
        lasting = not step.assigns and state.phase is not Phase.SUSPENDED
        case.tasks = [task for task in case.tasks if task.assisting and lasting]
        seats = [(who.role, _seat(case, who)) for who in state.waits if who.where is not Where.SEAT]
        case.tasks += [
            Task(matter=case.matter, unit_id=unit, role=role, label=state.task or state.label, opened_at=passage.at)
            for role, unit in seats
            if unit is not None
        ]
        if step.assigns:
            helpers = [unit for unit in passage.data.get("assisting") or () if unit != case.matter.unit_id]
            liaison = next((who.role for who in _assistants(case.procedure)), "")
            case.tasks += [
                Task(
                    matter=case.matter,
                    unit_id=unit,
                    role=liaison,
                    label="协办待反馈",
                    assisting=True,
                    opened_at=passage.at,
                )
                for unit in dict.fromkeys(helpers)
            ]
    _seat_tasks(case, passage, state, seated)
    for task in case.tasks:
        task.due_at = case.matter.due_at
        if not (task.assisting or task.seat):
            owners = state.owned and task.unit_id == case.matter.unit_id
            task.person_id = case.matter.owner_id if owners else None


def _seat_tasks(case: Case, passage: Passage, state: State, kept: Mapping[str, Task]) -> None:
    """One task for each seat that the state waits for; who has a seat is party to the matter, and so sees it."""
    wanted = [seat for who in state.waits if who.where is Where.SEAT for seat in case.seats(who.role)]
    case.tasks = [task for task in case.tasks if not task.seat]
    for seat in dict.fromkeys(wanted):
        case.parties.setdefault(seat.unit, True)
        case.tasks.append(
            kept.get(seat.key)
            or Task(
                matter=case.matter,
                unit_id=seat.unit,
                role=seat.role,
                label=seat.label,
                person_id=seat.person,
                seat=seat.key,
                opened_at=passage.at,
            )
        )


def _assistants(procedure: type[Procedure]) -> list[Who]:
    return [who for step in procedure.steps.values() if step.answers_assist for who in step.by]


def _seat(case: Case, who: Who) -> int | None:
    if who.where is Where.LEAD:
        return case.matter.unit_id
    return case.home_id() if who.where is Where.CENTRE else None
