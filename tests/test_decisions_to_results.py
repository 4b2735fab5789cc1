"""A meeting's decisions become assignments by one press each, and the chain leads both ways: two modules, no import between them."""

from __future__ import annotations

import pytest

from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.web.clock import fixed
from shuniu.office.meetings.models import Resolution
from shuniu.office.meetings.operations.stepping import perform
from tests import meeting_days as made
from tests.hotline_pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db


def pressed(world: World) -> tuple[Matter, list[Matter]]:
    """A meeting whose two decisions have been handed to supervision."""
    meeting = made.minuted(world)
    rows = list(Resolution.objects.filter(matter=meeting).order_by("pk"))
    for row in rows:
        perform("assign_decision", meeting, actor=world.huiwu, at=made.ENDS, data={"resolution": str(row.pk)})
    opened = list(Matter.objects.filter(kind="supervision.assignment").order_by("pk"))
    return meeting, opened


def test_two_decisions_become_two_assignments_with_their_units_and_days(world: World) -> None:
    meeting, opened = pressed(world)
    assert [one.title for one in opened] == ["完成东湖路积水点改造", "修订排水管网养护办法"]
    assert {one.pk for one in opened} == set(Link.objects.filter(source=meeting).values_list("target_id", flat=True))
    perform("conclude", meeting, actor=world.huiwu, at=made.ENDS)
    assert Matter.objects.get(pk=meeting.pk).state == "concluded", "nothing is left to hand on"
    assert list(differences()) == []


def test_the_chain_is_walked_from_either_end(world: World) -> None:
    """Each sees what is theirs in words, and of the rest that it is there; who may see neither end sees nothing."""
    meeting, opened = pressed(world)
    ways = (("huiwu", meeting, opened), ("dudu", opened[0], [meeting]), ("dudu", opened[1], [meeting]))
    with fixed(made.ENDS):
        for who, here, there in ways:
            answer = client_of(world, who).get(f"/supervision/chain/{here.number}/")
            assert answer.status_code == 200
            assert all(str(one.number) in answer.content.decode() for one in (here, *there))
        for who in ("yangshizhang", "chengju", "shuihui"):
            page = client_of(world, who).get(f"/supervision/chain/{meeting.number}/").content.decode()
            assert meeting.title in page, "whoever was invited may walk on from the meeting that they see"
        assert client_of(world, "hanwai").get(f"/supervision/chain/{opened[0].number}/").status_code == 404
