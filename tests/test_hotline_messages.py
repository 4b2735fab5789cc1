"""Short messages to citizens: when, to whom, and what they never say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.notifications.models import CitizenMessage
from shuniu.kernel.organisation.personal import decrypt
from shuniu.public.hotline import messages
from shuniu.public.hotline.operations.handling import act
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    settings.NOTICE_CHANNELS = {"sms": "shuniu.kernel.notifications.channels.Outbox"}


def told(matter: Matter) -> list[str]:
    """The messages that the passages so far would bring, as the job after each commit does it."""
    for passage in Passage.objects.filter(matter=matter).order_by("seq"):
        messages.tell_the_citizen(passage)
    return [decrypt(one.text) for one in CitizenMessage.objects.filter(number=matter.number).order_by("created_at")]


def test_the_citizen_hears_that_it_is_registered_and_answered_but_not_what(world: World) -> None:
    matter = made.answered(world)
    heard = told(matter)
    assert len(heard) == 2
    assert str(matter.number) in heard[0]
    assert "答复期限2026年" in heard[0]
    assert "已有答复" in heard[1]
    assert not any(word in text for text in heard for word in ("路灯", "湖滨路", "张建国"))


def test_a_job_that_runs_twice_sends_one_message(world: World) -> None:
    matter = made.answered(world)
    assert len(told(matter)) == len(told(matter)) == 2


@pytest.mark.parametrize("more", [{"phone": ""}, {"phone": "0731-88886666"}, {"sealed": True}, {"type": "report"}])
def test_no_mobile_number_and_no_sealed_reporter_gets_a_message(world: World, more: dict[str, Any]) -> None:
    assert told(made.reported(world, **more)) == []


def test_an_office_may_send_none(world: World, settings: Any) -> None:
    settings.CITIZEN_MESSAGES = False
    assert told(made.answered(world)) == []


def test_without_a_gateway_none_is_written(world: World, settings: Any) -> None:
    settings.NOTICE_CHANNELS = {"sms": "shuniu.kernel.notifications.channels.Sms"}
    settings.SMS_URL = ""
    assert told(made.answered(world)) == []


def test_an_extension_tells_the_new_day(world: World) -> None:
    matter = made.handled(world)
    act("ask_extension", matter, actor=world.weiju, at=moment("2026-11-24 09:00"), data={"reason": "电缆需要定制"})
    before = _answer_day(matter)
    act("grant_extension", matter, actor=world.wanglan, at=moment("2026-11-24 10:00"), data={"reason": "电缆需要定制"})
    after = _answer_day(matter)
    assert after > before
    assert f"{after.year}年{after.month}月{after.day}日" in told(matter)[-1]


def test_a_moved_day_is_told_once_to_those_it_concerns(world: World) -> None:
    matter, other = made.handled(world), made.reported(world, sealed=True)
    at = moment("2026-11-24 18:00")
    messages.tell_of_moved_days([matter.pk, other.pk], at)
    messages.tell_of_moved_days([matter.pk, other.pk], at)
    moved = CitizenMessage.objects.filter(template=messages.MOVED)
    assert [one.number for one in moved] == [matter.number]


def _answer_day(matter: Matter) -> datetime:
    due: datetime = matter.clocks.get(name="answer_clock").legal_due
    return due.astimezone(moment("2026-11-24 00:00").tzinfo)
