"""Two at once on one assignment, with real threads: closed against returned, two conclusions, two reviews, the last parts, two slips."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.operations.chasing import chase_late
from shuniu.office.supervision.operations.dividing import divide
from shuniu.office.supervision.operations.stepping import perform
from tests import supervised as made
from tests.test_casework_races import THREADS, at_once
from tests.world import World, build, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CONCLUSION = {"conclusion": "按期完成，结果属实。", "grade": "good"}


@pytest.fixture
def world(transactional_db: None) -> World:
    """With a colleague beside the only supervisor, and one beside the only head of the section."""
    built = build()
    for username, role in (("huiwu", "supervision.supervisor"), ("huizhang", "supervision.director")):
        person = built.people[username]
        RoleHolding.objects.create(person=person, role=role, unit=built.units["supervision_section"])
    return built


def taken(matter: Matter, *steps: str) -> list[str]:
    return list(Passage.objects.filter(matter=matter, step__in=steps).values_list("step", flat=True))


def one_truth(matter: Matter) -> None:
    """Exactly what the passages say, and nothing of whoever came second."""
    kept = list(Passage.objects.filter(matter=matter).order_by("seq").values_list("seq", flat=True))
    assert kept == list(range(1, len(kept) + 1))
    assert list(differences()) == []
    assert verify().ok


def race(matter: Matter, at: datetime, *acts: tuple[str, Any, dict[str, Any]]) -> tuple[int, list[Exception]]:
    """Each thread takes its turn of the acts; how many were taken, and what the others were told."""

    def act(number: int) -> Matter:
        name, actor, data = acts[number % len(acts)]
        return perform(name, matter, actor=actor, at=at, data=data, key=f"thread:{number}")

    results, refusals = at_once(act)
    assert len(results) + len(refusals) == THREADS, "everybody was answered"
    assert all(str(one) for one in refusals)
    return len(results), refusals


def test_one_closes_while_the_other_returns_it(world: World) -> None:
    at = moment("2026-12-04 10:00")
    matter = perform("conclude", made.verified(world), actor=world.dudu, at=at, data=CONCLUSION)
    won, _refusals = race(
        matter, at, ("close", world.duzhang, {}), ("revise", world.huizhang, {"reason": "结论太简单。"})
    )
    steps = taken(matter, "close", "revise")
    assert (won, len(steps)) == (1, 1)
    assert Matter.objects.get(pk=matter.pk).state == {"close": "closed", "revise": "verified"}[steps[0]]
    one_truth(matter)


def test_what_one_finds_true_and_the_other_false_is_found_once(world: World) -> None:
    matter = made.reported(world)
    found = {"finding": "到现场看过。"}
    won, refusals = race(
        matter, moment("2026-12-03 10:00"), ("verify_true", world.dudu, found), ("verify_false", world.huiwu, found)
    )
    steps = taken(matter, "verify_true", "verify_false")
    assert (won, len(steps), len(refusals)) == (1, 1, THREADS - 1)
    assert Matter.objects.get(pk=matter.pk).state == {"verify_true": "verified", "verify_false": "working"}[steps[0]]
    one_truth(matter)


def test_two_conclude_and_one_conclusion_stands(world: World) -> None:
    matter = made.verified(world)
    good, poor = CONCLUSION, {"conclusion": "质量较差。", "grade": "poor"}
    won, _refusals = race(
        matter, moment("2026-12-04 10:00"), ("conclude", world.dudu, good), ("conclude", world.huiwu, poor)
    )
    assert won == 1
    said = Passage.objects.get(matter=matter, step="conclude")
    row = Assignment.objects.get(pk=matter.pk)
    assert (row.conclusion, row.grade) == (said.data["conclusion"], said.data["grade"])
    one_truth(matter)


def test_two_review_one_objection_and_one_outcome_stands(world: World) -> None:
    at = moment("2026-12-07 09:00")
    matter = perform("object", made.closed(world), actor=world.chengfu, at=at, data={"reason": "评价与事实不符。"})
    changed = {"conclusion": "提前完成。", "grade": "fair"}
    won, _refusals = race(
        matter, at, ("keep_conclusion", world.yangshizhang, {"text": "维持。"}),
        ("change_conclusion", world.huizhang, changed),
    )  # fmt: skip
    steps = taken(matter, "keep_conclusion", "change_conclusion")
    assert (won, len(steps)) == (1, 1)
    row = Assignment.objects.select_related("matter").get(pk=matter.pk)
    assert (row.matter.state, row.grade) == (
        "closed",
        {"keep_conclusion": "good", "change_conclusion": "fair"}[steps[0]],
    )
    one_truth(matter)


def test_the_last_two_parts_close_at_once_and_their_parent_knows_of_both(world: World) -> None:
    at = made.MONDAY
    parent = made.registered(world)
    units = (("chengguan", world.chengdu, world.chengfu), ("shuiwu", world.shuidu, world.shuifu))
    facts = [made.facts(title=code, unit=world.unit(code)) for code, _hands, _head in units]
    parts = divide(parent, facts, actor=world.dudu, at=at, key="once")
    perform("approve", parent, actor=world.duzhang, at=at)
    for part, (_code, hands, head) in zip(parts, units, strict=True):
        for name, actor, data in (
            ("receive", hands, {}), ("submit", hands, {"text": "完成"}), ("sign", head, {}),
            ("verify_true", world.dudu, {"finding": "属实"}), ("conclude", world.dudu, CONCLUSION),
        ):  # fmt: skip
            perform(name, part, actor=actor, at=at, data=data)
    results, refusals = at_once(
        lambda number: perform("close", parts[number % 2], actor=world.duzhang, at=at, key=f"close:{number}")
    )
    assert (len(results), len(refusals)) == (2, THREADS - 2)
    assert all(Assignment.objects.get(pk=parent.pk).children.values())
    assert perform("conclude", parent, actor=world.dudu, at=at, data=CONCLUSION).state == "concluding"
    one_truth(parent)


def test_eight_workers_of_one_morning_send_one_slip(world: World) -> None:
    matter, at = made.working(world), moment("2026-12-14 08:40")
    results, refusals = at_once(lambda _number: chase_late(at=at))
    assert (len(results), refusals) == (THREADS, [])
    assert [one["colour"] for one in Assignment.objects.get(pk=matter.pk).chases] == ["blue"]
    one_truth(matter)
