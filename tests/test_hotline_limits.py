"""Local limits: who sets them, from when they hold, what stays, and what the ledger says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Clock
from shuniu.kernel.casework.taking import open_matter, take
from shuniu.kernel.law.limits import limit
from shuniu.kernel.law.models import LocalLimit
from shuniu.kernel.web.clock import fixed
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.procedures import HotlineRequest as P
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
URL = "/limits/hotline/"
GOOD = {
    "key": "hotline.handle.complaint",
    "value": "3",
    "unit": "working_days",
    "effective_from": "2026-12-01",
    "source_title": "云州市热线办理规则",
    "source_number": "云政办发〔2026〕9号",
}


def send(client: Client, **change: Any) -> Any:
    with fixed(NOW):
        return client.post(URL, {**GOOD, **change})


@pytest.fixture
def manager(client: Client, world: World) -> Client:
    client.force_login(world.people["fengzhuren"])
    return client


def test_a_new_limit_holds_from_its_day_and_running_clocks_keep_theirs(manager: Client, world: World) -> None:
    def handled(at: str) -> int:
        matter = open_matter(
            P.register, Request(text="噪声扰民", digest="0" * 64), actor=world.liwen, at=moment(at), title="噪声",
            source="phone", data={"type": "complaint", "digest": "0" * 64},
        )  # fmt: skip
        take(P.dispatch, matter, actor=world.wanglan, at=moment(at), data={"unit": world.unit("chengguan")})
        return Clock.objects.get(matter=matter, name="handle_clock").length

    before = handled("2026-11-23 10:00")
    assert send(manager).status_code == 303
    assert (before, handled("2026-11-30 10:00"), handled("2026-12-01 10:00")) == (5, 5, 3)
    [event] = Event.objects.filter(type="configuration.changed")
    assert event.particulars["before"] == "5个工作日"
    assert "云政办发〔2026〕9号" in event.particulars["after"]
    page = manager.get(URL).content.decode()
    assert "3个工作日" in page
    assert "云州市热线办理规则" in page


def test_every_fault_is_said_and_nothing_is_changed(manager: Client) -> None:
    for change, words in (
        ({"effective_from": "2026-11-22"}, "不能早于今天"),
        ({"unit": "hours"}, "否则延期无法计算"),
        ({"source_title": " "}, "依据"),
        ({"value": "0"}, "1"),
        ({"key": "hotline.nonsense"}, "hotline.nonsense"),
    ):
        answer = send(manager, **change)
        assert answer.status_code == 422, change
        assert words in answer.content.decode()
    assert not LocalLimit.objects.exists()
    assert not Event.objects.filter(type="configuration.changed").exists()


def test_only_the_manager_and_the_system_administrator(client: Client, world: World, settings: Any) -> None:
    settings.DEMO = True  # where the second factor is waived
    for username, status in (("zhuxi", 200), ("wanglan", 404), ("chenlian", 404), ("qinan", 404)):
        client.force_login(world.people[username])
        assert client.get(URL).status_code == status, username


def test_an_extension_counts_in_the_unit_of_what_it_extends(manager: Client) -> None:
    answer = send(manager, key="hotline.extension", unit="calendar_days")
    assert "否则延期无法计算" in answer.content.decode()
    assert send(manager, key="hotline.extension", value="4").status_code == 303
    assert limit("hotline.extension", moment("2026-12-02 09:00").date()).value.length == 4
