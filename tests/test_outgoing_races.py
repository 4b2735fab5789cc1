"""Two at once on papers, with real threads on PostgreSQL: one signs, numbers have neither gaps nor doubles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.office.documents.models import Delivery, NumberRecord, Outgoing, SealUse
from shuniu.office.documents.operations import approving, dispatching, numbers, seals
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from tests import papers_city as city
from tests.world import NOW, World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
THREADS = 8
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def ready() -> Iterator[World]:
    with city.typeset_at_once():
        world = build()
        city.series_of(world)
        city.seal_of(world)
        city.route_of(world)
        yield world


def at_once(work: Callable[[int], Any]) -> tuple[list[Any], list[Exception]]:
    """Run ``work`` in eight threads that start together; answers results and refusals."""
    results: list[Any] = []
    refusals: list[Exception] = []
    barrier = threading.Barrier(THREADS)

    def run(number: int) -> None:
        try:
            barrier.wait()
            results.append(work(number))
        except StepRefused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results, refusals


def test_two_directors_sign_at_once_and_one_is_told_who_was_first(ready: World) -> None:
    RoleHolding.objects.create(person=ready.people["mishu"], role="documents.director", unit=ready.units["office"])
    matter = city.submitted(ready)
    actors = [ready.fangzhuren, ready.mishu]
    seat = next(iter(OutgoingPaper.seats(Outgoing.objects.get(pk=matter.pk)))).key
    results, refusals = at_once(
        lambda number: approving.sign("sign", matter, actor=actors[number % 2], at=LATER, data={"seat": seat})
    )
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert Passage.objects.filter(matter=matter, step="sign").count() == 1
    assert len(city.detail(matter).signers) == 1


def test_eight_papers_numbered_at_once_get_eight_numbers_in_a_row(ready: World) -> None:
    papers = [city.signed(ready) for _ in range(THREADS)]
    for matter in papers:
        take(OutgoingPaper.check, matter, actor=ready.hegao, at=LATER)
    actor = ready.hegao
    results, refusals = at_once(lambda number: numbers.give_number(papers[number], actor=actor, at=LATER))
    assert (len(results), refusals) == (THREADS, [])
    assert sorted(NumberRecord.objects.values_list("value", flat=True)) == list(range(1, THREADS + 1))
    assert len(set(Outgoing.objects.values_list("number", flat=True))) == THREADS


def test_one_paper_numbered_eight_times_at_once_has_one_number_and_leaves_no_gap(ready: World) -> None:
    matter, actor = city.signed(ready), ready.hegao
    take(OutgoingPaper.check, matter, actor=actor, at=LATER)
    results, refusals = at_once(lambda number: numbers.give_number(matter, actor=actor, at=LATER))
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert NumberRecord.objects.count() == 1
    assert city.detail(city.numbered(ready)).number == "云政办发〔2026〕2号"


def test_one_seal_and_one_dispatch_however_often_it_is_pressed(ready: World) -> None:
    matter, keeper, registrar = city.numbered(ready), ready.yinguan, ready.menlai
    at_once(lambda number: seals.seal_paper(matter, copies=5, actor=keeper, at=LATER, key="seal"))
    assert SealUse.objects.count() == 1
    to = dispatching.Addressees([ready.unit("chengguan"), ready.unit("shuiwu")])
    at_once(lambda number: dispatching.dispatch(matter, to, actor=registrar, at=LATER, key="go"))
    assert Delivery.objects.count() == 2
    assert list(differences()) == []
