"""Clocks that began before somebody wrote it down, and periods that the matter itself fixes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from shuniu.kernel.casework.case import Case, StepRefused, draft
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import SYSTEM, Clock, Procedure, State, Step, opening
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.taking import new_case
from shuniu.kernel.law.registry import DISCLOSURE
from shuniu.kernel.organisation.actor import SYSTEM as NOBODY
from shuniu.kernel.workdays.periods import Period, Unit
from tests.memory import MATTER_ID, city, rules
from tests.world import moment


class Letter(Procedure):
    """A request that comes by post: the day of receipt is not the day on which it is written down."""

    kind = "test.letter"
    waiting = State("待办", initial=True)
    done = State("已办", final=True)
    answer = Clock("答复", period=Period(20, Unit.WORKING_DAYS), cites=DISCLOSURE.article(33, 2))
    delay = Clock("延迟答复", limit=lambda letter: Period(letter.days, Unit.WORKING_DAYS))
    register = opening("登记", waiting, by=(SYSTEM,), clocks=(answer.start(since="received_on"),))
    postpone = Step("延迟", waiting.stays, by=(SYSTEM,), clocks=(answer.stop(), delay.start()))
    finish = Step("办结", waiting.to(done), by=(SYSTEM,), clocks=(answer.stop(), delay.stop()))


@pytest.fixture(autouse=True)
def small_city() -> Iterator[None]:
    with city():
        yield


def registered(at: datetime, received_on: str | None) -> Case:
    case = new_case(Letter, SimpleNamespace(days=0), at=at, title="题", source="post", number="1")
    case.matter.pk = MATTER_ID
    go(case, Letter.register, at, {"received_on": received_on})
    return case


def go(case: Case, step: Step, at: datetime, data: dict[str, Any]) -> Passage:
    passage = draft(case, step, actor=NOBODY, at=at, rules=rules(), data=data)
    apply(case, passage, calendar=rules().calendar)
    return passage


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        ("2026-02-12", date(2026, 3, 18)),  # the day of receipt is not counted; 02-14 and 02-28 are worked
        ("2026-02-14", date(2026, 3, 20)),  # received on a make-up Saturday
        (None, date(2026, 3, 20)),  # nobody says another day: the day of registration
    ],
)
def test_the_clock_begins_on_the_day_of_receipt(received_on: str | None, due_on: date) -> None:
    case = registered(moment("2026-02-14 10:00"), received_on)
    assert case.clocks["answer"].legal_due.date() == due_on


def test_a_day_to_come_is_refused_in_words() -> None:
    with pytest.raises(StepRefused, match="起算日不能晚于今天"):
        registered(moment("2026-02-14 10:00"), "2026-02-15")


def test_what_was_written_down_late_can_be_late_at_once() -> None:
    case = registered(moment("2026-04-20 10:00"), "2026-02-12")
    assert go(case, Letter.finish, moment("2026-04-20 11:00"), {}).late


def test_a_period_that_the_matter_fixes_is_not_shown_as_law() -> None:
    case = registered(moment("2026-03-02 10:00"), None)
    go(case, Letter.postpone, moment("2026-03-04 10:00"), {"days": 30})
    clock = case.clocks["delay"]
    assert (clock.length, clock.unit, clock.confirmed) == (30, "working_days", False)


def test_a_replay_needs_only_the_passage() -> None:
    case = registered(moment("2026-02-14 10:00"), "2026-02-12")
    first = go(case, Letter.postpone, moment("2026-02-16 10:00"), {"days": 5})
    assert first.clocks["answer"] == {"turn": "stop"}
    assert case.clocks["answer"].started_at.isoformat() == "2026-02-12T23:59:59+08:00"
