"""Reading the tables of statute cases, and playing one on a procedure in memory.

A line is: article | events | clock | legal_due | safe_due | mark | remark. Events are separated by ``;``, each is a day, a
step of the procedure and what the step's form said (``name=value``). The mark is empty, 暂定 (the date leans on a year
without a notice) or 逾期 (the last event came late and is marked so).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from shuniu.kernel.casework.case import Case, draft
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import CITIZEN, SYSTEM, Procedure, Step
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.taking import new_case
from shuniu.kernel.organisation.actor import SYSTEM as NOBODY
from shuniu.kernel.organisation.actor import Actor, Grant, citizen
from shuniu.kernel.workdays.periods import SHANGHAI
from tests.memory import IDS, MATTER_ID, rules

FOLDER = Path(__file__).parent
TEN = time(10)


@dataclass(frozen=True)
class Event:
    day: date
    step: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    article: str
    events: tuple[Event, ...]
    clock: str
    legal_due: date
    safe_due: date
    mark: str
    line: int


def rows(name: str) -> list[Row]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [
        _row(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] not in "#="
    ]


def _row(line: str, number: int) -> Row:
    article, events, clock, legal, safe, mark, *_remark = (part.strip() for part in line.split("|"))
    parsed = tuple(_event(part) for part in events.split(";"))
    return Row(article, parsed, clock, date.fromisoformat(legal), date.fromisoformat(safe), mark, number)


def _event(text: str) -> Event:
    day, step, *given = text.split()
    return Event(date.fromisoformat(day), step, dict(_datum(one) for one in given))


def _datum(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    return name, int(value) if value.isdigit() else value


class Somebody:
    """Whoever may take a step, whatever the step is: the tables are about days, not about authority."""

    @staticmethod
    def for_step(step: Step, number: int) -> Actor:
        who = step.by[-1]
        if who is CITIZEN:
            return citizen(MATTER_ID)
        if who is SYSTEM:
            return NOBODY
        return Actor("staff", "某人", person_id=number, grants=(Grant(who.role, IDS["city"]),))


def play(procedure: type[Procedure], row: Row, detail: dict[str, Any], needs: dict[str, Any]) -> tuple[Case, Passage]:
    """The case after the row's events, and its last passage. ``needs`` fills in what a step asks for and a row leaves out."""
    first = row.events[0]
    case = new_case(procedure, SimpleNamespace(**detail), at=_at(first.day), title="题", source="letter", number="1")
    case.matter.pk = MATTER_ID
    passage: Passage | None = None
    for number, event in enumerate(row.events, 1):
        step = procedure.steps[event.step]
        data = needs | {name: needs.get(name, "某") for name in step.needs} | event.data
        passage = draft(case, step, actor=Somebody.for_step(step, number), at=_at(event.day), rules=rules(), data=data)
        apply(case, passage, calendar=rules().calendar)
    assert passage is not None
    return case, passage


def _at(day: date) -> datetime:
    return datetime.combine(day, TEN, SHANGHAI)
