"""Two at once on one route, with real threads: exactly one wins and the others are told who acted. See
``test_casework_races.py`` for why only PostgreSQL can show it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import load_case
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.routes import operations
from shuniu.kernel.routes.definition import Act, By, Mode, Sitter, Stage
from shuniu.kernel.routes.models import Reading, RouteDefinition
from shuniu.kernel.routes.operations import act, mark_read
from tests.test_casework_races import THREADS, at_once
from tests.trial.procedures import Approval
from tests.trial.routing import GENERAL, HEAD, On, defined, trial
from tests.world import NOW, World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

NAMES = ("chengju", "shuiju", "tiju", "fangzhuren")
UNITS = ("chengguan", "shuiwu", "tiyu", "office")
FOUR = tuple(Sitter(By.ROLE, HEAD, unit) for unit in UNITS)


@pytest.fixture
def city() -> Iterator[World]:
    with trial():
        yield build()


def stages(mode: Mode) -> tuple[Stage, ...]:
    return (Stage("four", "审核", FOUR, mode=mode), Stage("sign", "签发", FOUR[3:], act=Act.SIGN))


def test_where_one_is_enough_one_of_eight_wins_and_seven_hear_who_it_was(city: World) -> None:
    on = On(city, stages(Mode.ANY)).submit()
    seats = on.waiting
    people = [city.actor(name) for name in NAMES]

    def work(number: int) -> Matter:
        seat, actor = seats[number % 4], people[number % 4]
        return act(Approval.agree, on.matter, actor=actor, at=NOW, data={"seat": seat})

    results, refusals = at_once(work)
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    winner = Passage.objects.get(step="agree").by
    assert all(f"已由{winner}于" in str(refusal) for refusal in refusals)
    assert on.run.at == "sign"
    assert list(differences()) == []


def test_where_all_must_act_each_seat_is_filled_once(city: World) -> None:
    on = On(city, stages(Mode.ALL)).submit()
    seats = on.waiting
    people = [city.actor(name) for name in NAMES]
    results, refusals = at_once(
        lambda number: act(
            Approval.agree, on.matter, actor=people[number % 4], at=NOW, data={"seat": seats[number % 4]}
        )
    )
    assert (len(results), len(refusals)) == (4, THREADS - 4)
    assert on.run.at == "sign"
    assert Passage.objects.filter(step="agree").count() == 4
    assert verify().ok


def test_a_recall_and_a_first_look_at_once_never_both_count(city: World) -> None:
    """Whoever has read in time keeps the matter; a recall that was first finds nobody who had read."""
    on = On(city, stages(Mode.ALL)).submit()
    reader, submitter, case = city.actor("chengju"), city.actor("nigao"), load_case(on.matter)

    def work(number: int) -> None:
        if number % 2:
            mark_read(case, reader, at=NOW)
        else:
            act(Approval.recall, on.matter, actor=submitter, at=NOW, data={})

    at_once(work)
    matter = Matter.objects.get(pk=on.matter.pk)
    recalled = Passage.objects.filter(step="recall").count()
    assert recalled <= 1
    assert (matter.state == "drafting") == (recalled == 1)
    assert Reading.objects.count() <= 1
    assert recalled or Reading.objects.exists(), "if it stayed, it stayed because it was read"


def test_two_who_activate_at_once_leave_one_active_version(city: World) -> None:
    defined(GENERAL)
    draft = operations.draft_of(RouteDefinition.objects.get().pk, actor=SYSTEM, at=NOW)
    results, refusals = at_once(lambda _number: operations.activate(draft.pk, actor=SYSTEM, at=NOW))
    assert (len(results), len(refusals)) == (THREADS, 0), "the same wish twice is one act"
    assert RouteDefinition.objects.filter(status="active").count() == 1
