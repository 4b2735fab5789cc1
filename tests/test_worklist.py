"""我的待办: one list for all businesses: what is in it, in what order, for whom, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuniu.kernel.casework.worklists import waiting
from shuniu.kernel.web import clock
from tests import hotline_pages as made
from tests import petition_matters
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
MOST_QUERIES = 6


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def test_the_soonest_stands_first_and_leads_to_its_matter(world: World) -> None:
    late = made.reported(world, at=moment("2026-11-20 09:00"))
    fresh = made.reported(world, at=moment("2026-11-24 09:00"))
    page = made.client_of(world, "wanglan").get("/worklist/")
    lines = page.context["table"].rows
    assert [line.matter.number for line in lines] == [late.number, fresh.number]
    assert lines[0].light == "red"
    assert f'href="/hotline/{late.number}/"' in page.content.decode()


def test_what_waits_for_one_unit_does_not_wait_for_another(world: World) -> None:
    made.dispatched(world)
    assert waiting(world.chenlian, NOW).total == 1
    assert waiting(world.jiangshui, NOW).total == 0
    assert "没有等您办理的事项" in made.client_of(world, "jiangshui").get("/worklist/").content.decode()


@pytest.mark.parametrize(("light", "count"), [("", 2), ("red", 1), ("none", 0)])
def test_a_light_narrows_the_list_and_its_tab_says_how_many(world: World, light: str, count: int) -> None:
    made.reported(world, at=moment("2026-11-20 09:00"))
    made.reported(world, at=moment("2026-11-24 09:00"))
    page = made.client_of(world, "wanglan").get("/worklist/", {"light": light})
    assert len(list(page.context["table"].rows)) == count
    assert [tab[2] for tab in page.context["tabs"][:2]] == [2, 1]


def test_absurd_filters_are_left_out(world: World) -> None:
    made.reported(world)
    page = made.client_of(world, "wanglan").get("/worklist/", {"light": "<b>", "kind": "nothing", "after": "x"})
    assert page.status_code == 200
    assert len(list(page.context["table"].rows)) == 1


def test_the_list_costs_the_same_however_long_it_is(world: World) -> None:
    client = made.client_of(world, "wanglan")
    counts = []
    for _ in range(2):
        for _more in range(4):
            made.reported(world)
        client.get("/worklist/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/worklist/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_signature_waits_for_whoever_may_sign_and_not_for_the_owner(world: World) -> None:
    matter = petition_matters.handled(world)
    handler = world.chengban
    petition_matters.done(world, matter, "chengfang", "appoint", "2026-11-23 11:05", person=handler.person_id)
    assert waiting(world.chengban, NOW).total == 1
    petition_matters.done(world, matter, "chengban", "draft_opinion", "2026-11-23 15:00", **petition_matters.OPINION)
    assert waiting(world.chengzhang, NOW).total == 1
    assert waiting(world.chengban, NOW).total == 0
