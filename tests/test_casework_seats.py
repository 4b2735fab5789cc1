"""Seats: a matter names who acts next, by person or by a role in a unit, and the step is taken from that seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.kernel.casework.case import NotAllowed, StepRefused, available
from shuniu.kernel.casework.models import Matter, Passage, Task
from shuniu.kernel.casework.queries import load_case, matter_for, may_see, my_tasks, visible
from shuniu.kernel.casework.rebuilding import differences, mend
from shuniu.kernel.casework.taking import open_matter, take
from shuniu.kernel.organisation.models import Delegation
from tests import walking
from tests.test_casework_walks import walk
from tests.trial.models import Paper
from tests.trial.procedures import HEAD, Signatures, known
from tests.world import NOW, World, moment

P = Signatures


@pytest.fixture(autouse=True)
def signatures() -> Iterator[None]:
    with known(P):
        yield


def opened(world: World, *places: tuple[str, str, str | None]) -> Matter:
    """``places`` are (key, unit, person)."""
    named = [[key, HEAD, world.unit(unit), person and world.people[person].pk] for key, unit, person in places]
    return open_matter(
        P.begin, Paper(), actor=world.nigao, at=NOW, title="联署", source="paper", data={"places": named}
    )


def lend(world: World, giver: str, taker: str, until: str = "2026-11-30") -> None:
    Delegation.objects.create(
        giver=world.people[giver],
        taker=world.people[taker],
        roles=[HEAD],
        since=date(2026, 11, 1),
        until=date.fromisoformat(until),
    )


def sign(matter: Matter, actor: Any, seat: str = "", *, step: Any = P.sign, at: str = "2026-11-23 10:00") -> Matter:
    return take(step, matter, actor=actor, at=moment(at), data={"seat": seat} if seat else {})


BOTH = (("a", "chengguan", None), ("b", "shuiwu", "shuiju"))
"""One seat for whoever heads 城市管理局, one for 水局 by name."""


@pytest.mark.django_db
class TestTaking:
    def test_each_seat_has_one_task_for_its_role_or_its_person(self, world: World) -> None:
        opened(world, *BOTH)
        rows = {task.seat: (task.unit_id, task.role, task.person_id) for task in Task.objects.all()}
        assert rows == {
            "a": (world.unit("chengguan"), HEAD, None),
            "b": (world.unit("shuiwu"), HEAD, world.people["shuiju"].pk),
        }
        assert [task.seat for task in my_tasks(world.chengju)] == ["a"]
        assert [task.seat for task in my_tasks(world.shuiju)] == ["b"]
        assert not my_tasks(world.tiju)

    def test_a_step_is_taken_from_ones_own_seat_and_the_record_says_which(self, world: World) -> None:
        matter = sign(opened(world, *BOTH), world.chengju)
        passage = Passage.objects.get(step="sign")
        assert (passage.data["seat"], passage.unit_id) == ("a", world.unit("chengguan"))
        assert Paper.objects.get(pk=matter.pk).places == [["b", HEAD, world.unit("shuiwu"), world.people["shuiju"].pk]]

    def test_nobody_signs_from_a_seat_that_is_not_theirs(self, world: World) -> None:
        matter = opened(world, *BOTH)
        for stranger, seat in ((world.tiju, ""), (world.chengju, "b"), (world.chengju, "no such seat")):
            with pytest.raises(NotAllowed):
                sign(matter, stranger, seat)
        assert Passage.objects.count() == 1

    def test_holding_the_role_elsewhere_does_not_open_a_seat_by_name(self, world: World) -> None:
        matter = opened(world, ("a", "chengguan", "chengwen"))
        with pytest.raises(NotAllowed):
            sign(matter, world.chengju, step=P.complete)
        sign(matter, world.chengwen, step=P.complete)
        assert Matter.objects.get().state == "signed"

    def test_the_task_that_still_waits_is_the_same_task(self, world: World) -> None:
        matter = opened(world, *BOTH)
        before = Task.objects.get(seat="b")
        sign(matter, world.chengju, at="2026-11-24 10:00")
        after = Task.objects.get()
        assert (after.pk, after.opened_at) == (before.pk, before.opened_at)

    def test_the_guard_knows_the_seat_and_the_last_one_closes(self, world: World) -> None:
        matter = opened(world, *BOTH)
        with pytest.raises(StepRefused, match="还有人没有签名"):
            sign(matter, world.chengju, step=P.complete)
        sign(matter, world.chengju)
        sign(matter, world.shuiju, step=P.complete)
        assert Matter.objects.get().closed_at is not None
        assert not Task.objects.exists()

    def test_a_step_is_offered_only_where_it_has_a_point(self, world: World) -> None:
        matter = opened(world, *BOTH)
        names = [step.name for step in available(load_case(matter), world.chengju)]
        assert names == ["sign", "complete", "witness"]
        matter = sign(matter, world.shuiju)
        assert "sign" not in [step.name for step in available(load_case(matter), world.chengju)]

    def test_seats_of_another_kind_are_for_their_own_step_and_no_task(self, world: World) -> None:
        matter = opened(world, ("a", "chengguan", "chengwen"))
        take(P.witness, matter, actor=world.chengju, at=NOW)
        assert Passage.objects.get(step="witness").data["seat"] == "a!"
        assert [task.seat for task in Task.objects.all()] == ["a"]


@pytest.mark.django_db
class TestLending:
    def test_a_seat_by_role_is_taken_in_the_givers_name(self, world: World) -> None:
        matter = opened(world, *BOTH)
        lend(world, "chengju", "chengwen")
        sign(matter, world.chengwen)
        passage = Passage.objects.get(step="sign")
        assert passage.by == "程文（文书） 代 成局"
        assert passage.for_person_id == world.people["chengju"].pk

    def test_a_seat_by_name_is_taken_by_whom_the_role_is_lent_to(self, world: World) -> None:
        matter = opened(world, *BOTH)
        lend(world, "shuiju", "tiwen")
        assert [task.seat for task in my_tasks(world.tiwen)] == ["b"]
        sign(matter, world.tiwen)
        assert Passage.objects.get(step="sign").by == "田文（文书） 代 水局"

    def test_a_delegation_that_has_ended_opens_nothing(self, world: World) -> None:
        matter = opened(world, *BOTH)
        lend(world, "shuiju", "tiwen", until="2026-11-22")
        assert not my_tasks(world.tiwen)
        with pytest.raises(NotAllowed):
            sign(matter, world.tiwen)


@pytest.mark.django_db
class TestSeeing:
    def test_who_has_a_seat_or_has_taken_a_step_sees_the_matter_and_a_stranger_does_not(self, world: World) -> None:
        matter = opened(world, *BOTH)
        seen = {name for name in ("nigao", "shuiju", "tiju", "hanwai") if may_see(matter, world.actor(name))}
        assert seen == {"nigao", "shuiju"}
        sign(matter, world.shuiju)
        assert matter_for(world.shuiju, matter.number) == matter, "after the act as before it"
        for name in ("nigao", "shuiju", "tiju", "hanwai"):
            assert visible(P, world.actor(name)).exists() == (name in seen)


@pytest.mark.django_db
def test_what_is_stored_is_what_the_passages_say(world: World) -> None:
    matter = sign(opened(world, *BOTH, ("c", "tiyu", None)), world.chengju)
    assert list(differences()) == []
    Paper.objects.filter(pk=matter.pk).update(places=[])
    Task.objects.filter(seat="b").delete()
    assert {one.where for one in differences()} == {"detail.places", "tasks"}
    assert mend(matter.number, at=NOW)
    assert list(differences()) == []


def _written(step: Any, now: walking.Moment) -> dict[str, Any]:
    """Two or three places, by role and by name; then whatever seat the number drawn happens to name."""
    keys = ("chengguan", "shuiwu", "tiyu")
    if step.opens:
        return {"places": [[f"p{n}", HEAD, now.ids[keys[n]], None] for n in range(1 + now.pick % 3)]}
    return {"seat": f"p{now.pick % 4}"} if now.pick % 2 else {}


@given(choices=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 96)), max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_walk_over_seats(choices: list[tuple[int, int]]) -> None:
    walking.WALKERS[P.kind] = walking.Walker(Paper, _written, opener="nigao", source="paper")
    try:
        walk(P, choices)
    finally:
        del walking.WALKERS[P.kind]
