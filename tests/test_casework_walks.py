"""Random walks over every procedure: whatever people do in whatever order, the invariants hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import Case, NotAllowed, StepRefused, available, draft, may
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.procedure import Phase, Procedure, Step, Turn, Where
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.queries import kinds
from shuniu.kernel.casework.rebuilding import differences, replay
from shuniu.kernel.casework.taking import new_case, open_matter, take
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.operations.incoming_intake import digest_of as paper_digest
from shuniu.public.hotline.digest import digest_of
from tests.incoming_papers import WALKED as INCOMING
from tests.incoming_papers import listed
from tests.memory import IDS, MATTER_ID, city, rules
from tests.world import NOW, World

DATA: dict[str, Any] = {
    "type": "complaint",
    "subject": None,
    "reason": "理由",
    "ruling": "裁定",
    "text": "说明",
    "result": "resolved",
    "reached": "yes",
    "satisfaction": 3,
    "finding": "true",
    "path": "行政复议",
    "service": "110",
    "into": "2026112300099",
    "numbers": "2026112300098",
    "without_assisting": True,
    "resolved": True,
    "person": None,
    **INCOMING,
    "digest": digest_of("题", "", ""),
}
OPENERS = {"documents.incoming": "menlai"}
"""Who opens a matter of a kind; 李文 takes the telephone for all others."""
DIGESTS = {"documents.incoming": paper_digest("", "", "", "")}
"""What the opening passage must carry of a detail row with nothing in it."""
UNIT_CODES = ["chengguan", "shuiwu", "tiyu", "donghu"]


def data_for(step: Step, ids: dict[str, int], pick: int, person: int | None) -> dict[str, Any]:
    units = [ids[code] for code in UNIT_CODES]
    return {
        **DATA,
        **listed(units, person),
        "unit": units[pick % 4],
        "right_unit": units[(pick + 1) % 4],
        "assisting": [units[(pick + 2) % 4]],
        "person": person,
    }


def check(case: Case, passage: Passage) -> None:
    """What must be true after every step."""
    state = case.procedure.states[case.matter.state]
    assert passage.to_state == state.name
    assert case.matter.seq == passage.seq
    assert (case.matter.closed_at is not None) == state.final
    assert (case.matter.phase == Phase.CLOSED) == state.final
    running = [clock for clock in case.clocks.values() if clock.stopped_at is None]
    assert not (state.final and running), "a closed matter has no running clock"
    assert not (state.final and case.tasks), "a closed matter waits for nobody"
    waited = {who.role for who in state.waits if who.where is not Where.SEAT}
    by_role = {task.role for task in case.tasks if not (task.assisting or task.seat)}
    assert waited == by_role, "a task is open iff the state waits"
    seats = {seat.key for who in state.waits if who.where is Where.SEAT for seat in case.seats(who.role)}
    assert seats == {task.seat for task in case.tasks if task.seat}, "a seat that the state waits for has its task"
    for clock in case.clocks.values():
        assert clock.started_at < clock.legal_due
        assert clock.safe_due <= clock.legal_due
    ends = [clock.safe_due for clock in running if not clock.paused]
    assert case.matter.due_at == min(ends, default=None)


@pytest.mark.parametrize("procedure", kinds(), ids=lambda one: one.kind)
@given(choices=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 96)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_walk_in_memory(procedure: type[Procedure], choices: list[tuple[int, int]]) -> None:
    with city() as cast:
        opening = next(step for step in procedure.steps.values() if step.opens)
        case = new_case(procedure, procedure.detail(type="complaint"), at=NOW, title="题", source="phone", number="1")
        case.matter.pk = MATTER_ID
        at, passages = NOW, []
        passages.append(_one(case, opening, cast[OPENERS.get(procedure.kind, "liwen")], at, 0))
        for pick, hours in choices:
            at += timedelta(hours=hours)
            fitting = [(step, actor) for actor in cast.values() for step in available(case, actor)]
            if not fitting:
                break
            step, actor = fitting[pick % len(fitting)]
            ends = {name: clock.legal_due for name, clock in case.clocks.items()}
            try:
                passages.append(_one(case, step, actor, at, pick))
            except StepRefused:
                continue
            for turn in step.clocks:
                if turn.turn is Turn.EXTEND and turn.clock.name in ends:
                    assert case.clocks[turn.clock.name].legal_due >= ends[turn.clock.name]
        rebuilt = replay(case.matter, passages, rules().calendar, case.detail)
        assert rebuilt.matter.state == case.matter.state
        assert {name: clock.legal_due for name, clock in rebuilt.clocks.items()} == {
            name: clock.legal_due for name, clock in case.clocks.items()
        }


def _one(case: Case, step: Step, actor: Actor, at: datetime, pick: int) -> Passage:
    passage = draft(case, step, actor=actor, at=at, rules=rules(), data=data_for(step, IDS, pick, actor.person_id))
    apply(case, passage, calendar=rules().calendar)
    check(case, passage)
    return passage


@given(pick=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_nobody_takes_a_step_that_is_not_theirs(pick: int) -> None:
    with city() as cast:
        for procedure in kinds():
            opening = next(step for step in procedure.steps.values() if step.opens)
            case = new_case(procedure, procedure.detail(type="help"), at=NOW, title="题", source="phone", number="1")
            case.matter.pk = MATTER_ID
            _one(case, opening, cast[OPENERS.get(procedure.kind, "liwen")], NOW, pick)
            for step in procedure.leaving(case.matter.state):
                for actor in cast.values():
                    if may(step, case, actor) is None:
                        with pytest.raises(NotAllowed):
                            draft(case, step, actor=actor, at=NOW, rules=rules(), data=data_for(step, IDS, pick, None))


@pytest.mark.django_db
@given(choices=st.lists(st.integers(0, 10**6), min_size=4, max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_walk_in_the_database_is_rebuilt_and_verified(world: World, choices: list[int]) -> None:
    cast = [world.actor(username) for username in world.people]
    ids = {code: unit.pk for code, unit in world.units.items()}
    for procedure in kinds():
        opening = next(step for step in procedure.steps.values() if step.opens)
        matter = open_matter(
            opening,
            procedure.detail(type="complaint"),
            actor=world.actor(OPENERS.get(procedure.kind, "liwen")),
            at=NOW,
            title="题",
            source="phone",
            data={**DATA, "subject": None, "digest": DIGESTS.get(procedure.kind, DATA["digest"])},
        )
        at = NOW
        for pick in choices:
            at += timedelta(hours=pick % 90)
            matter = Matter.objects.get(pk=matter.pk)
            if not procedure.leaving(matter.state):
                break  # withdrawn: nothing leads out of there, and the walk is over
            step, actor = _choice(procedure, matter, cast, pick)
            before = matter.passages.count()
            try:
                take(step, matter, actor=actor, at=at, data=data_for(step, ids, pick, actor.person_id))
            except StepRefused:
                assert matter.passages.count() == before
    assert list(differences()) == []
    assert verify().ok


def _choice(procedure: type[Procedure], matter: Matter, cast: list[Actor], pick: int) -> tuple[Step, Actor]:
    steps = procedure.leaving(matter.state)
    return steps[pick % len(steps)], cast[(pick // 7) % len(cast)]
