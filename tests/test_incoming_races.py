"""Two at once: two registrars and one file, two handlers and one paper, two archivists and one number, with real threads."""

from __future__ import annotations

import pytest

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.office.documents.models import ArchiveItem
from shuniu.office.documents.operations.archive import Wanted, file_papers
from shuniu.office.documents.operations.incoming_intake import drop, register
from shuniu.office.documents.operations.incoming_stepping import perform
from tests import incoming_papers as made
from tests.test_casework_races import THREADS, at_once
from tests.world import build, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
NOW = moment("2026-11-24 10:00")


def test_a_file_is_registered_once_whoever_is_quicker() -> None:
    world = build()
    actor = world.menlai
    (done,) = drop([made.upload("来文.txt", made.TEXT.encode())], actor=actor, at=NOW)
    assert done.arrival is not None
    pk = done.arrival.pk
    results, refusals = at_once(
        lambda number: register(made.facts(), actor=actor, at=NOW, source="drop", paper=pk, key=f"k{number}")
    )
    assert (len(results), len(refusals)) == (1, THREADS - 1)
    assert Matter.objects.count() == 1


def test_a_double_click_registers_once() -> None:
    world = build()
    actor = world.menlai
    results, refusals = at_once(lambda number: register(made.facts(), actor=actor, at=NOW, source="hand", key="same"))
    assert refusals == []
    assert len({one.pk for one in results}) == 1


def test_two_handlers_report_once() -> None:
    world = build()
    matter, actor = made.handled(world), world.chengwen
    data = {"text": "已办", "answer_by": "office", "without_assisting": True}
    results, refusals = at_once(
        lambda number: perform("report", matter, actor=actor, at=NOW, data=data, key=f"k{number}")
    )
    assert (len(results), len(refusals)) == (1, THREADS - 1)


def test_readers_at_once_all_count_and_the_last_one_ends_it() -> None:
    world = build()
    units = ("chengguan", "shuiwu", "tiyu")
    readers = [
        made.reader_of(world, name, unit, "documents.head")
        for name, unit in zip(("chengju", "shuiju", "tiju"), units, strict=True)
    ]
    matter = made.checked(world)
    perform("circulate_only", matter, actor=world.menlai, at=NOW, data={"readers": readers, "readers_in_order": False})
    actors = [world.actor(name) for name in ("chengju", "shuiju", "tiju")]
    results, _refusals = at_once(
        lambda number: perform("read", matter, actor=actors[number % 3], at=NOW, key=f"r{number % 3}")
    )
    assert len(results) == THREADS
    matter.refresh_from_db()
    assert matter.state == "concluded"
    assert matter.passages.filter(step="read").count() == 3


def test_numbers_of_the_archive_have_no_gap_and_no_double() -> None:
    world = build()
    actor = world.dangan
    matters = [made.concluded(world, original_number=f"云水〔2026〕{number}号") for number in range(THREADS)]
    at_once(lambda number: file_papers([Wanted(matters[number].pk, "T2", 2026)], actor=actor, at=NOW, key=f"k{number}"))
    assert sorted(ArchiveItem.objects.values_list("item", flat=True)) == list(range(1, THREADS + 1))
    assert list(differences()) == []
    assert verify().ok
