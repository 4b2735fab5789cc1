"""The days of the law: each line of the tables, played on the procedure and counted again by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from shuniu.kernel.casework.procedure import Procedure, Turn
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.petitions.procedures import PARTS, PetitionProcedure
from tests.memory import IDS, city
from tests.statutes.by_hand import end_of, safe
from tests.statutes.table import Row, play, rows

TABLES: dict[str, type[Procedure]] = {"disclosure": InformationRequestProcedure, "petitions": PetitionProcedure}
DETAILS: dict[str, dict[str, Any]] = {
    "disclosure": {"reply_kind": "", "correction": "", "correction_days": None, "reopened": 0},
    "petitions": {
        "category": "", "standing": "first", "way": "letter", "people": 1, "simple": False, "handled_by": None,
        "accepted_on": None, "result": "",
    },
}  # fmt: skip
NEEDS: dict[str, dict[str, Any]] = {
    "disclosure": {"kind": "given", "days": 10, "unit": IDS["chengguan"], "delivered_on": "2026-01-05"},
    "petitions": {
        "category": "general", "standing": "first", "way": "letter", "unit": IDS["chengguan"], "days": 30,
        "result": "supported", "office": 5, "organ": 5, "delivered_on": "2026-01-05", **dict.fromkeys(PARTS, "某"),
    },
}  # fmt: skip
CASES = [(name, row) for name in TABLES for row in rows(name)]
LEAST = 120


@pytest.fixture(autouse=True)
def small_city() -> Iterator[None]:
    with city():
        yield


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= LEAST


@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}-{row.line}-{row.article}" for name, row in CASES])
def test_the_product_counts_as_the_table_says(name: str, row: Row) -> None:
    case, last = play(TABLES[name], row, dict(DETAILS[name]), NEEDS[name])
    clock = case.clocks[row.clock]
    assert (clock.legal_due.date(), clock.safe_due.date()) == (row.legal_due, row.safe_due)
    assert clock.provisional == (row.mark == "暂定")
    assert bool(last.clocks.get(row.clock, {}).get("late")) == (row.mark == "逾期")


@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}-{row.line}-{row.article}" for name, row in CASES])
def test_a_clerk_with_a_wall_calendar_comes_to_the_same_day(name: str, row: Row) -> None:
    legal = counted(TABLES[name], row, NEEDS[name])
    assert (legal, safe(legal)) == (row.legal_due, row.safe_due)


def counted(procedure: type[Procedure], row: Row, needs: dict[str, Any]) -> date:
    """The end of the row's clock, from its events and the procedure's table of turns alone."""
    began, length, unit = date.min, 0, ""
    pauses: list[list[date]] = []
    for event in row.events:
        for turn in procedure.steps[event.step].clocks:
            if turn.clock.name != row.clock:
                continue
            named = event.data.get(turn.since, needs.get(turn.since)) if turn.since else None
            day = date.fromisoformat(str(named)) if named else event.day
            days = event.data.get("days", needs.get("days"))
            if turn.turn in (Turn.START, Turn.RESTART):
                period = turn.clock.period
                began, pauses = day, []
                length, unit = (period.length, period.unit.value) if period else (int(days), "working_days")
            elif turn.turn is Turn.PAUSE:
                pauses.append([event.day, event.day])
            elif turn.turn is Turn.RESUME:
                pauses[-1][1] = event.day
            elif turn.turn is Turn.EXTEND:
                length += int(days)
    return end_of(began, length, unit, [(first, last) for first, last in pauses])


def test_the_tables_reach_what_is_easily_forgotten() -> None:
    """Make-up days, holidays at both ends, the turn of the year, a year without a notice, restarts, pauses, extensions."""
    steps = {event.step for _name, row in CASES for event in row.events}
    assert {"receive_correction", "hear_third_party", "extend", "hold_hearing", "end_hearing", "contest"} <= steps
    assert {"暂定", "逾期"} <= {row.mark for _name, row in CASES}
    made_up = {date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)}
    spans = [(row.events[0].day, row.legal_due) for _name, row in CASES]
    assert all(any(first < day <= last for first, last in spans) for day in made_up)
    off = date(2026, 10, 1)
    assert any(row.legal_due == off and row.safe_due == off - timedelta(days=1) for _name, row in CASES)
