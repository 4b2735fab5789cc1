"""From the plan to the minutes in a real browser: refused over the limit, asked for, approved, called, signed in, decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.office.meetings.models import Meeting, PlanLine, Resolution
from tests import meeting_days as made
from tests.browser.harness import axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-23 10:00")
Visit = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build()
    made.room_of(world)
    made.room_of(world, "二号会议室", 12)
    made.cap_of(klass="topic", per_year=2)
    made.noticed(world, title="已经开过通知的会", starts=moment("2026-11-25 09:00"), ends=moment("2026-11-25 11:00"))
    return world


@pytest.fixture
def visit(browser: Browser, city: World, live_server: Any) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def open_as(username: str, path: str, **options: Any) -> Page:
        client = Client()
        client.force_login(city.people[username])
        given = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(base_url=live_server.url, **given)
        context.set_default_timeout(15_000)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/meetings/{path}", wait_until="networkidle")
        return page

    yield open_as
    for context in contexts:
        context.close()


def _examine(page: Page, name: str) -> None:
    before = page.viewport_size
    look(page, f"meetings-{name}")
    overflow(page)
    axe(page)
    if before:
        page.set_viewport_size(before)


def _ask(page: Page, title: str, klass: str) -> None:
    page.get_by_label("会议名称").fill(title)
    page.get_by_label("会议类别").select_option(klass)
    page.get_by_label("会议目的和主要议程").fill("研究排水防涝。")
    page.get_by_label("需要集体审议决定").check()
    page.get_by_label("开始时间").fill("2026-11-26T09:00")
    page.get_by_label("结束时间").fill("2026-11-26T11:00")
    page.get_by_label("参会人数").fill("20")
    page.get_by_role("button", name="报送会议申请").click()


def _do(page: Page, action: str, button: str = "") -> None:
    """Open the step's form in place, and send it."""
    page.get_by_role("link", name=action).first.click()
    page.locator(".step-form").get_by_role("button", name=button or action).wait_for()
    _send(page, button or action)


def _send(page: Page, button: str) -> None:
    page.locator(".step-form").get_by_role("button", name=button).click()
    page.locator(".step-form").wait_for(state="detached")
    page.wait_for_load_state("networkidle")


def test_from_the_plan_to_the_minutes(visit: Visit, city: World) -> None:
    with clock.fixed(NOW):
        number = _asked(visit, city)
        _approved(visit, number)
        _called(visit, number)
        _answered(visit, number)
    with clock.fixed(made.STARTS):
        _signed(visit, number)
    with clock.fixed(made.ENDS):
        _minuted(visit, number)


def _asked(visit: Visit, city: World) -> str:
    """The plan, a request over the limit that keeps what was typed, and one within."""
    page = visit("chenghui", "plan/new/")
    for label, value in (("会议名称", "年度总结会"), ("参会人数", "30"), ("会期（小时）", "2"), ("年度", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("月份").select_option("12")
    page.get_by_label("会议类别").select_option("topic")
    page.get_by_role("button", name="保存").click()
    director = visit("huizhang", "plan/?year=2026")
    director.get_by_role("button", name="列入计划", exact=True).click()
    expect(director.get_by_text("已审核。")).to_be_visible()
    assert PlanLine.objects.get().status == "approved"
    made.requested(city, title="占去一次的会")
    page = visit("chenghui", "request/")
    _ask(page, "排水防涝工作会议", "topic")
    expect(page.locator("main")).to_contain_text("没有剩余")
    expect(page.get_by_label("会议名称")).to_have_value("排水防涝工作会议")
    _examine(page, "refused")
    page.get_by_label("会议类别").select_option("seminar")
    page.get_by_role("button", name="报送会议申请").click()
    expect(page.locator("h1")).to_contain_text("排水防涝工作会议")
    return str(Matter.objects.get(title="排水防涝工作会议").number)


def _approved(visit: Visit, number: str) -> None:
    _do(visit("chengfu", f"{number}/"), "审签会议申请")
    _do(visit("huizhang", f"{number}/"), "批准会议")


def _called(visit: Visit, number: str) -> None:
    """The room, the list, an item, and the notice."""
    page = visit("huiwu", f"{number}/")
    page.get_by_role("link", name="安排时间和会场").first.click()
    expect(page.get_by_label("会议室")).to_contain_text("一号会议室（40座）")
    _examine(page, "schedule")
    _send(page, "安排时间和会场")
    assert Meeting.objects.get(matter__number=number).facilities
    page.get_by_label("参会人员或单位").fill("杨市长\n成局\n水务局")
    page.get_by_role("button", name="列入名单").click()
    expect(page.locator("#people")).to_contain_text("共 3 个名额")
    unit = visit("chenghui", f"{number}/items/new/")
    unit.get_by_label("议题名称").fill("积水点改造")
    unit.get_by_role("button", name="报送", exact=True).click()
    head = visit("chengfu", f"{number}/")
    head.get_by_role("button", name="审签同意").click()
    expect(head.get_by_text("议题已审核。")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="列入议程").click()
    expect(page.get_by_text("议题已审核。")).to_be_visible()
    _do(page, "发出会议通知")
    _examine(page, "noticed")
    _examine(visit("huiwu", "?day=2026-11-26"), "week")
    _examine(visit("huiwu", "month/?day=2026-11-26"), "month")


def _answered(visit: Visit, number: str) -> None:
    page = visit("yangshizhang", "mine/")
    card = page.locator("li.panel", has_text="排水防涝工作会议")
    card.get_by_text("代为参加或请假").click()
    card.get_by_label("代为参加人").fill("方主任")
    card.get_by_label("理由").fill("出差")
    card.get_by_role("button", name="回复", exact=True).click()
    expect(page.get_by_text("已回复。")).to_be_visible()
    expect(page.locator("li.panel", has_text="排水防涝工作会议")).to_contain_text("由他人代为参加")
    _examine(page, "mine")
    other = visit("chengju", "mine/", viewport={"width": 390, "height": 844})
    card = other.locator("li.panel", has_text="排水防涝工作会议")
    card.get_by_role("button", name="参加", exact=True).click()
    expect(other.get_by_text("已回复。")).to_be_visible()
    expect(other.locator("li.panel", has_text="排水防涝工作会议").locator(".badge").first).to_have_text("参加")


def _signed(visit: Visit, number: str) -> None:
    door = visit("huiwu", f"{number}/code/")
    _examine(door, "door")
    code = Meeting.objects.get(matter__number=number).code
    phone = visit("chengju", f"{number}/sign/?code={code}", viewport={"width": 390, "height": 844})
    phone.get_by_role("button", name="签到").click()
    expect(phone.locator("main")).to_contain_text("已签到")
    page = visit("huiwu", f"{number}/list/")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    _examine(page, "list")
    page.get_by_role("button", name="登记签到").click()
    expect(page.locator("#people")).to_contain_text("已签到 3")
    _examine(visit("huiwu", f"{number}/seats/"), "seats")


def _minuted(visit: Visit, number: str) -> None:
    page = visit("huiwu", f"{number}/")
    _do(page, "结束会议")
    page.get_by_role("link", name="报审纪要").first.click()
    text = page.get_by_label("正文")
    expect(text).to_have_value(re.compile("※ （写明议定什么）｜城市管理局｜2026-12-31"))
    _examine(page, "minutes")
    text.fill(made.TEXT)
    _send(page, "报审纪要")
    _do(visit("huizhang", f"{number}/"), "审定纪要")
    page = visit("huiwu", f"{number}/")
    _do(page, "印发纪要")
    expect(page.locator("#decisions")).to_contain_text("完成东湖路积水点改造")
    _examine(page, "following")
    assert Resolution.objects.filter(matter__number=number).count() == 2
    answer = visit("chengju", f"{number}/").request.get(f"/meetings/{number}/minutes.pdf")
    assert answer.body().startswith(b"%PDF")
