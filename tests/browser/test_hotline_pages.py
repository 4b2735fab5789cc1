"""The hotline's staff pages in a real browser: looked at, checked with axe, and worked by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.insight.topics import Alert
from shuniu.kernel.web import clock
from shuniu.public.hotline.models import Request, Topic
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.topics import keep
from tests import hotline_pages as made
from tests.browser.harness import axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-26 10:00")
LONG = "小区门口的路灯坏了三个月，" * 40

Visit = Callable[[str, str], Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build()
    subject = made.subject()
    texts = [
        ("东湖路夜市占道经营，油烟很大，请问什么时候整治？", "东湖路夜市"),
        ("阳光花园小区三天没有自来水，孩子没法洗澡，希望尽快恢复。", "阳光花园"),
        ("湖滨路井盖松动，汽车经过响声很大，夜里睡不着。", "湖滨路"),
        (LONG, "建设路"),
    ]
    for text, place in texts:
        matter = made.reported(world, text=text, place=place, subject_id=subject.pk)
        Request.objects.filter(pk=matter.pk).update(
            suggested_unit_id=world.unit("chengguan"), suggested_confidence=0.83
        )
    for build_one in (made.dispatched, made.handled, made.replied, made.answered, made.closed):
        build_one(world, subject_id=subject.pk)
    back = made.handled(world, text="人民公园湖水发绿有异味，请问是否污染？", place="人民公园", subject_id=subject.pk)
    act("return_", back, actor=world.chenlian, at=moment("2026-11-24 09:00"),
        data={"reason": "公园湖面水质由水务局负责。", "right_unit": world.unit("shuiwu")})  # fmt: skip
    made.handled(world, type="report", text="有人夜间偷倒建筑垃圾，请查处。", sealed=True)
    return world


@pytest.fixture
def visit(browser: Browser, city: World, live_server: Any) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def open_as(username: str, path: str) -> Page:
        client = made.client_of(city, username)
        context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + path, wait_until="networkidle")
        return page

    with clock.fixed(NOW):
        yield open_as
    for context in contexts:
        context.close()


def number_in(state: str) -> str:
    matter = Matter.objects.filter(state=state).latest("pk")
    return str(matter.number)


def examine(page: Page, name: str) -> None:
    look(page, name)
    overflow(page)
    axe(page)


PAGES = [
    ("wanglan", "", "dispatcher-todo"),
    ("chenlian", "", "liaison-todo"),
    ("chenlian", "all/", "liaison-all"),
    ("fengzhuren", "all/?light=red", "manager-all"),
    ("zhengdu", "watch/", "supervisor-watch"),
    ("zhengdu", "sample/", "supervisor-sample"),
    ("wufang", "calls/", "calls"),
    ("yangshizhang", "leader/", "leader"),
    ("fengzhuren", "limits/", "limits"),
]


@pytest.mark.parametrize(("who", "path", "name"), PAGES)
def test_lists_and_desks(visit: Visit, who: str, path: str, name: str) -> None:
    examine(visit(who, f"/hotline/{path}"), f"hotline-{name}")


@pytest.fixture
def topic(city: World) -> Topic:
    """Twelve report the same trouble in one street."""
    found = [
        made.reported(
            city, at=moment(f"2026-11-{23 + number // 6} {9 + number % 6:02d}:00"), place=f"桂坊路{number % 4}号",
            text=f"桂坊路自来水发黄，放半小时还是黄的，第{number}户。", phone=f"100000{number:05d}",
        )
        for number in range(12)
    ]  # fmt: skip
    alert = Alert(
        topic=1, time=NOW, members=tuple(str(matter.pk) for matter in found), people=12, since=NOW, expected=0.1,
        growth=30.0, improbability=1e-9, words=("自来水", "发黄"), places=("桂坊路",), likeness=0.5, repeated=False,
    )  # fmt: skip
    kept = keep(alert)
    assert kept is not None
    return kept


@pytest.mark.parametrize("who", ["wanglan", "zhengdu", "yangshizhang"])
def test_a_topic_as_each_reads_it(visit: Visit, topic: Topic, who: str) -> None:
    examine(visit(who, f"/hotline/topics/{topic.pk}/"), f"hotline-topic-{who}")


@pytest.mark.parametrize("path", ["topics/", "routing/", "import/", "clients/", "figures/", "reports/"])
def test_pages_of_the_centre(visit: Visit, topic: Topic, path: str) -> None:
    examine(visit("fengzhuren", f"/hotline/{path}"), f"hotline-{path.strip('/')}")


def test_a_topic_is_sorted_and_then_made_one_request_in_three_clicks(visit: Visit, topic: Topic) -> None:
    page = visit("wanglan", "/hotline/topics/")
    page.get_by_role("link", name=topic.title).click()
    page.get_by_text("可并入 11 件").wait_for()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="移出所选").click()
    page.get_by_text("可并入 10 件").wait_for()
    page.get_by_text("已移出 1 件", exact=True).click()
    axe(page)
    page.locator("details").get_by_role("checkbox").check()
    page.get_by_role("button", name="放回所选").click()
    page.get_by_text("可并入 11 件").wait_for()
    page.locator("#gather summary").click()
    axe(page)
    page.get_by_role("button", name="确定并入").click()
    expect(page.get_by_text("：11件。")).to_be_in_viewport()
    expect(page.locator("#gather")).to_contain_text("没有可以并入的诉求")
    main = topic.members.order_by("matter_id")[0].matter
    assert Request.objects.filter(joined_to=main.number).count() == 11
    page.locator("#gather").get_by_role("link", name=str(main.number)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(main.title)


STATES = [
    ("wanglan", "registered", "p"),
    ("wanglan", "returned", "p"),
    ("chenlian", "dispatched", "t"),
    ("chuban", "handling", "d"),
    ("zhoushen", "replied", "s"),
    ("wufang", "calling_back", "h"),
    ("zhengdu", "closed", "c"),
    ("yangshizhang", "handling", "i"),
]


@pytest.mark.parametrize(("who", "state", "key"), STATES)
def test_a_request_and_the_form_that_its_letter_opens(visit: Visit, who: str, state: str, key: str) -> None:
    page = visit(who, f"/hotline/{number_in(state)}/")
    page.locator(".matter-due summary, .clocks summary").first.click()
    examine(page, f"hotline-matter-{state}-{who}")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press(key)
    page.wait_for_selector("#step form")
    examine(page, f"hotline-form-{state}-{who}")


def test_a_dispatcher_works_by_keyboard_alone(visit: Visit) -> None:
    page = visit("wanglan", "/hotline/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".matter-head")
    page.keyboard.press("p")
    expect(page.locator("#step input[name=unit]")).to_be_focused()
    page.keyboard.type("水务局")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice--good")
    assert "已派单" in page.locator(".notice--good").inner_text()
    page.keyboard.press("n")
    expect(page).not_to_have_url(re.compile("done="))
    assert Matter.objects.filter(state="dispatched", unit__code="shuiwu").count() == 1


def test_the_suggestion_is_taken_from_the_list_with_a_look_or_at_once(visit: Visit) -> None:
    page = visit("wanglan", "/hotline/?task=待派单")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("input[name=unit]")).to_be_focused()
    expect(page.locator("input[name=unit]")).to_have_value("城市管理局")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice--good")
    assert page.url.endswith("/hotline/")
    page.keyboard.press("j")
    page.keyboard.press("Shift+A")
    expect(page.locator("[data-accept]")).to_have_count(2)
    assert Matter.objects.filter(state="dispatched", unit__code="chengguan").count() >= 3


def test_the_checks_are_shown_while_the_reply_is_written(visit: Visit) -> None:
    page = visit("chuban", f"/hotline/{number_in('handling')}/reply/")
    page.locator("textarea[name=text]").fill(made.GOOD_REPLY)
    page.locator("textarea[name=text]").press_sequentially("。")
    page.wait_for_selector(".check-met >> nth=0")
    assert page.locator(".check-met").count() >= 3


def test_a_leader_instructs_in_three_touches(visit: Visit) -> None:
    with clock.fixed(datetime.fromisoformat("2026-12-20T10:00:00+08:00")):
        page = visit("yangshizhang", "/hotline/leader/")
        page.set_viewport_size({"width": 390, "height": 800})
        page.get_by_role("link", name="批示").first.click()
        page.wait_for_selector(".call-step form")
        look(page, "hotline-leader-instruct")
        page.get_by_label("请抓紧办理，按期答复群众并报结果。").first.check()
        page.locator(".call-step form button.button--primary").first.click()
        page.wait_for_selector(".notice--good")
        assert Request.objects.filter(instructed=True).count() == 1


def test_a_phone_number_is_shown_on_demand(visit: Visit) -> None:
    page = visit("wufang", "/hotline/calls/")
    assert "13900001234" not in page.content()
    page.get_by_role("button", name="查看完整信息").first.click()
    page.wait_for_selector(".phone")
    assert page.locator(".phone").first.inner_text() == "13900001234"
