"""Random walks over every procedure: whatever people do in whatever order, the invariants hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import NotAllowed, StepRefused, available, draft, may
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.procedure import Procedure, Step, Turn
from shuniu.kernel.casework.queries import kinds
from shuniu.kernel.casework.rebuilding import differences, replay
from shuniu.kernel.casework.taking import open_matter, take
from shuniu.kernel.organisation.actor import Actor
from tests.memory import IDS, city, rules
from tests.walking import WALKERS, Moment, one, opened, opening_of
from tests.world import NOW, World


def test_every_kind_is_walked_over() -> None:
    assert {procedure.kind for procedure in kinds()} == set(WALKERS), "add the new kind to tests/walking.py"


@pytest.mark.parametrize("procedure", kinds(), ids=lambda one: one.kind)
@given(choices=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 96)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_walk_in_memory(procedure: type[Procedure], choices: list[tuple[int, int]]) -> None:
    walk(procedure, choices)


def walk(procedure: type[Procedure], choices: list[tuple[int, int]]) -> None:
    with city() as cast:
        at, passages = NOW, []
        case = opened(procedure, cast, IDS, keep=passages)
        for pick, hours in choices:
            at += timedelta(hours=hours)
            fitting = [(step, actor) for actor in cast.values() for step in available(case, actor)]
            if not fitting:
                break
            step, actor = fitting[pick % len(fitting)]
            ends = {name: clock.legal_due for name, clock in case.clocks.items()}
            try:
                passages.append(one(case, step, actor, at, IDS, pick))
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
        for field in map(procedure.detail._meta.get_field, procedure.folded):
            assert getattr(rebuilt.detail, field.attname) == getattr(case.detail, field.attname)


@pytest.mark.parametrize("procedure", kinds(), ids=lambda one: one.kind)
@given(pick=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_nobody_takes_a_step_that_is_not_theirs(procedure: type[Procedure], pick: int) -> None:
    with city() as cast:
        case = opened(procedure, cast, IDS, pick)
        data = WALKERS[procedure.kind].data
        for step in procedure.leaving(case.matter.state):
            for actor in cast.values():
                if may(step, case, actor) is None:
                    written = data(step, Moment(IDS, pick, None, case.detail))
                    with pytest.raises(NotAllowed):
                        draft(case, step, actor=actor, at=NOW, rules=rules(), data=written)


@pytest.mark.django_db
@given(choices=st.lists(st.integers(0, 10**6), min_size=4, max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_walk_in_the_database_is_rebuilt_and_verified(world: World, choices: list[int]) -> None:
    for procedure in kinds():
        stored_walk(world, procedure, choices)
    assert list(differences()) == []
    assert verify().ok


def stored_walk(world: World, procedure: type[Procedure], choices: list[int]) -> None:
    walker = WALKERS[procedure.kind]
    cast = [world.actor(username) for username in world.people]
    ids = {code: unit.pk for code, unit in world.units.items()}
    step, actor = opening_of(procedure), world.actor(walker.opener)
    fresh = walker.stored(world) if walker.stored else walker.detail()
    matter = open_matter(
        step,
        fresh,
        actor=actor,
        at=NOW,
        title="题",
        source=walker.source,
        data=walker.data(step, Moment(ids, choices[0], actor.person_id, fresh)),
    )
    settle = walker.settle or (lambda _matter: None)
    settle(matter)
    at = NOW
    for pick in choices:
        at += timedelta(hours=pick % 90)
        matter = Matter.objects.get(pk=matter.pk)
        if not procedure.leaving(matter.state):
            break  # withdrawn: nothing leads out of there, and the walk is over
        step, actor = _choice(procedure, matter, cast, pick)
        detail = procedure.detail.objects.get(pk=matter.pk)
        before = matter.passages.count()
        try:
            data = walker.data(step, Moment(ids, pick, actor.person_id, detail))
            settle(take(step, matter, actor=actor, at=at, data=data))
        except StepRefused:
            assert matter.passages.count() == before


def _choice(procedure: type[Procedure], matter: Matter, cast: list[Actor], pick: int) -> tuple[Step, Actor]:
    steps = procedure.leaving(matter.state)
    return steps[pick % len(steps)], cast[(pick // 7) % len(cast)]
