"""The desk: who finds which cards, where they lead, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.web import clock
from shuniu.kernel.web.desk import cards
from shuniu.public.hotline.models import Topic
from shuniu.public.hotline.operations.handling import act
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
MOST_QUERIES = 15

TASKS, TODAY, RISING, UNIT, TREND = "我的待办", "今日热线", "正在上升的话题", "本单位在办", "近三十天"
CARDS = {
    "liwen": [TODAY, RISING, TREND],
    "wanglan": [TASKS, TODAY, RISING, TREND],
    "fengzhuren": [TASKS, TODAY, RISING, TREND],
    "yangshizhang": [TASKS, TODAY, RISING, TREND],
    "chenlian": [TASKS, UNIT, TREND],
    "chuban": [TASKS, UNIT, TREND],
    "weiju": [TASKS, UNIT, TREND],
    "zhuxi": ["运行状况", "账号"],
    "qinan": ["最近授予的角色"],
    "youshen": ["台账"],
}


@pytest.fixture(autouse=True)
def tuesday(settings: Any) -> Iterator[None]:
    settings.DEMO = True  # administrators are not sent to set up a second factor first
    with clock.fixed(NOW):
        yield


@pytest.fixture
def busy(world: World) -> World:
    made.reported(world, at=moment("2026-11-23 09:00"))
    made.reported(world, at=moment("2026-11-24 09:00"))
    made.handled(world)
    made.closed(world)
    return world


@pytest.mark.parametrize("who", CARDS)
def test_everybody_finds_their_own_cards_and_what_is_said_there_opens(busy: World, who: str) -> None:
    client = made.client_of(busy, who)
    page = client.get("/desk/")
    assert page.status_code == 200
    assert [str(card.title) for card in page.context["cards"]] == CARDS[who]
    for url in {part.split('"')[0] for part in page.content.decode().split("<main")[1].split('href="/')[1:]}:
        assert client.get(f"/{url.replace('&amp;', '&')}").status_code == 200, url


@pytest.mark.parametrize("who", CARDS)
def test_a_desk_costs_fifteen_queries_at_most(busy: World, who: str) -> None:
    client = made.client_of(busy, who)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as made_:
        client.get("/desk/")
    assert len(made_) <= MOST_QUERIES, [one["sql"][:120] for one in made_.captured_queries]


def test_my_tasks_stand_by_light_the_soonest_first(busy: World) -> None:
    card = next(card for card in cards(busy.wanglan, NOW) if card.title == TASKS)
    assert (card.context["lights"].red, card.context["lights"].total) == (1, 2)
    dues = [row.matter.due_at for row in card.context["rows"]]
    assert dues == sorted(dues)


def test_a_unit_sees_its_own_lights_and_trend_only(busy: World) -> None:
    by_title = {str(card.title): card.context for card in cards(busy.weiju, NOW)}
    assert by_title[UNIT]["lights"].total == 1
    assert sum(by_title[TREND]["days"].series[0].values) == 2
    strange = {str(card.title): card.context for card in cards(busy.hanwai, NOW)}
    assert strange[UNIT]["lights"].total == 0
    assert sum(strange[TREND]["days"].series[0].values) == 0


def test_today_s_figures_are_today_s(busy: World) -> None:
    act(
        "answer_at_once",
        made.reported(busy, at=moment("2026-11-24 09:30")),
        actor=busy.liwen,
        at=NOW,
        data={"text": "已当场说明。"},
    )
    context = next(card for card in cards(busy.yangshizhang, NOW) if card.title == TODAY).context
    assert (context["day"].received, context["day"].answered, context["week"].received) == (2, 1, 5)
    assert context["last"].received == 0


def test_only_topics_that_wait_for_a_decision_are_rising(busy: World) -> None:
    for title, status in (("路灯", "rising"), ("停水", "watched"), ("旧事", "dismissed"), ("报过的", "reported")):
        Topic.objects.create(title=title, status=status, growth=3.0, people=5, first_at=NOW, raised_at=NOW)
    context = next(card for card in cards(busy.yangshizhang, NOW) if card.title == RISING).context
    assert {topic.title for topic in context["topics"]} == {"路灯", "停水"}


def test_the_administrators_cards_keep_to_their_duties(busy: World) -> None:
    security = made.client_of(busy, "qinan").get("/desk/").content.decode()
    assert "领导秘书" in security, "the role given last"
    audit = made.client_of(busy, "youshen").get("/desk/").content.decode()
    assert "从未封存" in audit
    system = made.client_of(busy, "zhuxi").get("/desk/").content.decode()
    assert "从未备份" in system
    assert "诉求" not in system.split("<main")[1]


@pytest.mark.parametrize("who", ["weiju", "chenlian"])
def test_each_light_of_a_unit_opens_a_list_of_that_many(busy: World, who: str) -> None:
    water = made.dispatched(busy)  # its party for ever, though another unit handles it now
    Matter.objects.filter(pk=water.pk).update(unit_id=busy.unit("shuiwu"), due_at=moment("2026-11-20 09:00"))
    context = next(card for card in cards(getattr(busy, who), NOW) if card.title == UNIT).context
    client = made.client_of(busy, who)
    for light, url in context["urls"].items():
        assert client.get(url).context["slice"].count == getattr(context["lights"], light), light
    assert context["lights"].total == 1, "what a unit once had and another handles now is not its own"


def test_tasks_without_a_clock_stand_last_and_are_counted_apart(busy: World) -> None:
    Task.objects.filter(pk=Task.objects.order_by("due_at").first().pk).update(due_at=None)
    context = next(card for card in cards(busy.wanglan, NOW) if card.title == TASKS).context
    assert (context["lights"].total, context["undated"]) == (1, 1)
    assert context["rows"][-1].light == "none"
