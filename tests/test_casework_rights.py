"""A term in which somebody may do something, and need not: its end makes nothing late and gives no matter its colour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.pages import clock_cards, head
from shuniu.kernel.casework.queries import Light
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import load_case, take
from shuniu.public.petitions.procedures import PetitionProcedure as P
from tests.petition_matters import referred
from tests.world import World, moment

pytestmark = pytest.mark.django_db


def test_the_end_of_the_term_to_object_makes_no_petition_late(world: World) -> None:
    matter = Matter.objects.get(pk=referred(world).pk)
    clocks = {clock.name: clock for clock in matter.clocks.all()}
    assert clocks["contest_clock"].safe_due < clocks["notify"].safe_due
    assert matter.due_at == clocks["notify"].safe_due, "what must be done, not what may be"
    later = clocks["contest_clock"].legal_due + timedelta(hours=9)
    case = load_case(matter)
    cards = clock_cards(case, later)
    shown = {card.name: (card.light, card.word) for card in cards}
    assert shown["contest_clock"] == (Light.NONE, "期限已过")
    why = head(case, cards, later).why
    assert why is not None
    assert why.name == "notify"
    done = take(P.accept, matter, actor=world.chengfang, at=later, data={"category": "general"})
    assert not done.passages.get(step="accept").late
    assert list(differences()) == []


def test_an_objection_within_the_term_is_still_counted_in_working_days(world: World) -> None:
    matter = Matter.objects.get(pk=referred(world).pk)
    assert matter.clocks.get(name="contest_clock").unit == "working_days"
    take(P.contest, matter, actor=world.chengfang, at=moment("2026-11-26 09:00"),
         data={"reason": "不属于我局职责", "right_unit_name": "水务局"})  # fmt: skip
    assert matter.clocks.get(name="contest_clock").stopped_at is not None
