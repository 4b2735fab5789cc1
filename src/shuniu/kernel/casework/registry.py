"""Procedures by kind and version, checked when they are registered so that a wrong table never serves a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shuniu.kernel.casework.procedure import Procedure, Turn, Where, Who
from shuniu.kernel.organisation import roles

_procedures: dict[tuple[str, int], type[Procedure]] = {}


class WrongProcedure(ValueError):
    """A procedure's table does not hold together; the message lists every fault."""


def register(procedure: type[Procedure]) -> type[Procedure]:
    """Check the table and make the kind known. Called from a module's ``apps.py``."""
    faults = list(faults_of(procedure))
    if faults:
        raise WrongProcedure(f"{procedure.kind}: " + "; ".join(faults))
    _procedures[procedure.kind, procedure.version] = procedure
    return procedure


def procedure_of(kind: str, version: int) -> type[Procedure]:
    return _procedures[kind, version]


def current(kind: str, on: date) -> type[Procedure]:
    """The version in force on a day: a new matter starts with it and stays with it."""
    fitting = [
        one
        for (name, _), one in _procedures.items()
        if name == kind and one.effective_from <= on and (one.effective_to is None or on <= one.effective_to)
    ]
    if not fitting:
        raise LookupError(f"no version of {kind} is in force on {on}")
    return max(fitting, key=lambda one: one.version)


def all_procedures() -> list[type[Procedure]]:
    return [_procedures[key] for key in sorted(_procedures)]


def faults_of(procedure: type[Procedure]) -> Iterable[str]:
    """Every way in which the table could not be right."""
    yield from _states(procedure)
    yield from _people(procedure)
    yield from _clocks(procedure)


def _states(procedure: type[Procedure]) -> Iterable[str]:
    initial = [name for name, state in procedure.states.items() if state.initial]
    if len(initial) != 1:
        yield f"needs exactly one initial state, has {initial}"
        return
    reached = _reached(procedure, initial[0])
    for name, state in procedure.states.items():
        if name not in reached:
            yield f"state {name} cannot be reached"
        if not state.final and all(step.target_from(name) is state for step in procedure.leaving(name)):
            yield f"state {name} cannot be left"
        if not state.label:
            yield f"state {name} has no label"
    if not any(step.opens for step in procedure.steps.values()):
        yield "no step opens it"


def _reached(procedure: type[Procedure], start: str) -> set[str]:
    reached, front = {start}, [start]
    while front:
        here = front.pop()
        targets = [step.target_from(here) for step in procedure.leaving(here)]
        fresh = {target.name for target in targets if target is not None} - reached
        reached |= fresh
        front += fresh
    return reached


def _people(procedure: type[Procedure]) -> Iterable[str]:
    known = {role.key for role in roles.all_roles()} | {"citizen", "system"}
    for step in procedure.steps.values():
        if not step.by:
            yield f"nobody may take {step.name}"
        yield from (f"{step.name}: role {who.role} is unknown" for who in step.by if _strange(who, known))
        yield from (f"{step.name}: no step {name}" for name in step.apart_from if name not in procedure.steps)
    for state in procedure.states.values():
        yield from (f"{state.name}: role {who.role} is unknown" for who in state.waits if _strange(who, known))
    if any(who.where is Where.CENTRE for step in procedure.steps.values() for who in step.by) and not procedure.home:
        yield "has steps at the centre but no home unit"


def _strange(who: Who, known: set[str]) -> bool:
    return who.where is not Where.SEAT and who.role not in known


def _clocks(procedure: type[Procedure]) -> Iterable[str]:
    for clock in procedure.clocks.values():
        if (clock.period is None) == (clock.limit is None):
            yield f"clock {clock.name} needs either a period with its article or a local limit"
        if clock.period is not None and clock.cites is None:
            yield f"clock {clock.name} cites nothing"
        turns = {turn.turn for step in procedure.steps.values() for turn in step.clocks if turn.clock is clock}
        if Turn.START not in turns or Turn.STOP not in turns:
            yield f"clock {clock.name} is never {'started' if Turn.START not in turns else 'stopped'}"
