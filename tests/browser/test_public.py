"""The citizens' pages in a real browser: with and without script, by keyboard, in English, in large type, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.web import clock
from shuniu.kernel.web.ratelimit import hit
from shuniu.public.hotline import article_search
from shuniu.public.hotline.models import Article, Request
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.views.citizens import FOLLOWS
from tests import hotline_pages as made
from tests.browser.harness import PHONE, Complaints, axe, look, overflow, wishes
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-24 09:00")
REPLIED = moment("2026-11-25 15:00")
SAID = "我家楼下的路灯连续三天不亮，晚上出门看不清路。"
ALL, FIRST = 150_000, 60_000
"""Octets of a page with everything it loads, and of page and styles alone, as sent without compression."""

Open = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None) -> Iterator[World]:
    cache.clear()
    world = build()
    made.subject()
    article = Article.objects.create(
        code="street-light", title="路灯不亮找谁修？", answer="拨打12345，写明路名和灯杆号，市城管局三天内修好。",
        keywords="路灯 不亮 照明", unit_id=world.unit("chengguan"), status=Article.Status.PUBLISHED, public=True,
        updated_at=moment("2026-11-01 09:00"),
    )  # fmt: skip
    article_search.renew(article)
    shown = made.closed(world)
    act("publish", shown, actor=world.zhoushen, at=moment("2026-11-23 18:00"))
    with clock.fixed(NOW):
        yield world


@pytest.fixture
def open_as(browser: Browser, city: World, live_server: Any) -> Iterator[Open]:
    """A citizen's browser: ``script``, ``language`` and ``display`` as wished."""
    contexts, complaints = [], Complaints()

    def opened(*, script: bool = True, language: str = "zh-hans", display: str = "", width: int = PHONE) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", java_script_enabled=script,
            viewport={"width": width, "height": 844},
            permissions=["geolocation"], geolocation={"latitude": 30.1234567, "longitude": 120.7654321, "accuracy": 20},
        )  # fmt: skip
        context.set_default_timeout(15_000)
        wishes(context, live_server.url, display=display, language=language)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def examine(page: Page, name: str) -> None:
    look(page, f"public-{name}")
    axe(page)
    overflow(page)


def report(page: Page, text: str = SAID) -> tuple[str, str]:
    """Send a report and read number and code from the receipt."""
    page.goto("/report/")
    page.locator("#id_text").fill(text)
    page.locator("#id_place").fill("南湖路12号")
    page.locator("form[enctype] button.button--primary").click()
    page.wait_for_url("**/report/done/")
    number, code = page.locator(".receipt strong").all_inner_texts()
    return number, code


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/follow/")
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code.lower())
    page.locator("main form button.button--primary").click()
    page.wait_for_url(f"**/follow/{number}/")


def answered(world: World, number: str) -> Matter:
    """The office's part: dispatched, received, replied, approved; the rating is awaited."""
    matter = Matter.objects.get(number=number)
    act("dispatch", matter, actor=world.wanglan, at=moment("2026-11-24 10:00"), data={"unit": world.unit("chengguan")})
    act("receive", matter, actor=world.chenlian, at=moment("2026-11-24 11:00"))
    reply = {"text": made.GOOD_REPLY, "result": "resolved"}
    act("reply", matter, actor=world.chuban, at=REPLIED, data=reply)
    act("approve", matter, actor=world.zhoushen, at=moment("2026-11-25 16:00"))
    return matter


def stage(page: Page) -> str:
    return page.locator(".stage[aria-current=step] span").inner_text()


PAGES = {
    "home": "/", "report": "/report/", "follow": "/follow/", "answers": "/answers/", "found": "/answers/?q=路灯",
    "nothing-found": "/answers/?q=%E9%A3%9E%E7%A2%9F", "guide": "/guides/street-light/", "promises": "/promises/",
    "accessibility": "/accessibility/", "not-there": "/nowhere/",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(open_as: Open, name: str) -> None:
    page = open_as()
    page.goto(PAGES[name])
    examine(page, name)


@pytest.mark.parametrize("wish", ["english", "large.contrast"])
def test_every_page_in_english_and_in_large_type(open_as: Open, wish: str) -> None:
    page = open_as(language="en") if wish == "english" else open_as(display=wish)
    for name, path in PAGES.items():
        page.goto(path)
        examine(page, f"{name}-{wish}")
    number, code = report(page)
    examine(page, f"receipt-{wish}")
    follow(page, number, code)
    examine(page, f"request-{wish}")


@pytest.mark.parametrize("name", [one for one in PAGES if one != "not-there"])
def test_a_page_is_light(open_as: Open, name: str) -> None:
    page, octets = open_as(), {}
    page.on("response", lambda answer: octets.update({answer.url: (answer.request.resource_type, len(answer.body()))}))
    page.goto(PAGES[name], wait_until="networkidle")
    assert len(octets) > 3
    assert sum(size for _kind, size in octets.values()) < ALL
    assert sum(size for kind, size in octets.values() if kind in ("document", "stylesheet")) < FIRST


def test_by_keyboard_alone_from_report_to_rating(open_as: Open, city: World) -> None:
    page = open_as(width=1440)
    page.goto("/report/")
    type_into(page, "id_text", SAID)
    type_into(page, "id_place", "南湖路12号")
    press(page, "form[enctype] button.button--primary")
    page.wait_for_url("**/report/done/")
    number = page.locator(".receipt strong").first.inner_text()
    press(page, "form button.button--primary")
    page.wait_for_url(f"**/follow/{number}/")
    assert stage(page) == "派单"
    answered(city, number)
    page.reload()
    assert stage(page) == "评价"
    for field in ("id_rate_responded_0", "id_rate_resolved_0", "id_rate_satisfaction_0"):
        tab_to(page, f"#{field}")
        page.keyboard.press("Space")
    press(page, "#rate button.button--primary")
    expect(page.locator(".notice--good")).to_be_visible()
    assert Request.objects.get(matter__number=number).satisfaction == 5


def tab_to(page: Page, selector: str) -> None:
    """Only with Tab, as somebody without a mouse; a group of radios is entered at its first."""
    for _nth in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


def type_into(page: Page, field: str, text: str) -> None:
    tab_to(page, f"#{field}")
    page.keyboard.insert_text(text)


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_without_script_from_report_to_appeal(open_as: Open, city: World) -> None:
    page = open_as(script=False)
    number, code = report(page)
    follow(page, number, code)
    expect(page.locator("h1")).to_contain_text("路灯")
    page.locator("summary", has_text="补充材料").click()
    page.locator("#id_words_text").last.fill("灯杆号是0123。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator(".timeline")).to_contain_text("灯杆号是0123。")
    matter = answered(city, number)
    with clock.fixed(moment("2026-11-26 09:00")):
        page.goto(f"/follow/{number}/")
        for field in ("id_rate_responded_0", "id_rate_resolved_1", "id_rate_satisfaction_4"):
            page.locator(f"#{field}").check()
        page.get_by_role("button", name="提交评价").click()
        expect(page.locator("#rate")).to_contain_text("您的评价已经记下")
        called = {"reached": "no", "resolved": False, "justified": False, "satisfaction": 1}
        act("record_callback", matter, actor=city.wufang, at=moment("2026-11-25 17:00"), data=called)
        page.goto(f"/follow/{number}/")
        page.locator("summary", has_text="申请复核").click()
        page.locator("details[open] textarea").fill("路灯还是不亮。")
        page.get_by_role("button", name="申请复核").click()
        expect(page.locator(".standing h2")).to_have_text("正在复核")
    assert Matter.objects.get(pk=matter.pk).state == "reviewing"


def test_a_request_in_each_phase(open_as: Open, city: World) -> None:
    page = open_as()
    number, code = report(page)
    expect(page.locator(".receipt")).to_contain_text("查询码只显示这一次")
    examine(page, "receipt")
    follow(page, number, code)
    examine(page, "request-registered")
    due = Clock.objects.get(matter__number=number, name="answer_clock").legal_due
    act("dispatch", Matter.objects.get(number=number), actor=city.wanglan, at=moment("2026-11-24 10:00"),
        data={"unit": city.unit("chengguan")})  # fmt: skip
    page.reload()
    assert stage(page) == "办理"
    expect(page.locator(".standing")).to_contain_text(re.compile("最迟在.+前答复您"))
    with clock.fixed(due + timedelta(days=1)):
        page.reload()
        expect(page.locator(".standing--late")).to_contain_text("对不起")
        examine(page, "request-overdue")


def test_what_is_answered_asks_for_the_rating_first(open_as: Open, city: World) -> None:
    page = open_as()
    number, code = report(page)
    matter = answered(city, number)
    follow(page, number, code)
    expect(page.locator(".ask h2")).to_have_text("请您评价")
    examine(page, "request-answered")
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("[role=alert] h2")).to_be_visible()
    examine(page, "act-refused")
    called = {"reached": "yes", "resolved": True, "satisfaction": 4}
    act("record_callback", matter, actor=city.wufang, at=moment("2026-11-25 17:00"), data=called)
    page.goto(f"/follow/{number}/")
    expect(page.locator("summary", has_text="申请复核")).to_be_visible()
    examine(page, "request-closed")


def test_one_that_is_joined_and_one_that_is_withdrawn(open_as: Open, city: World) -> None:
    page = open_as()
    main = made.dispatched(city)
    number, code = report(page)
    act("join", Matter.objects.get(number=number), actor=city.wanglan, at=NOW, data={"into": main.number})
    follow(page, number, code)
    assert "并案" in page.locator(".stages").inner_text()
    expect(page.locator(".standing")).to_contain_text("那件诉求的答复也是给您的答复")
    examine(page, "request-joined")
    page.locator("summary", has_text="撤回诉求").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.locator(".standing h2")).to_have_text("已按您的要求撤回")
    assert page.locator(".stages").count() == 0
    examine(page, "request-withdrawn")


def test_the_script_adds_place_and_guides(open_as: Open) -> None:
    page = open_as()
    page.goto("/report/")
    page.locator("#id_text").press_sequentially("路灯不亮找谁", delay=20)
    expect(page.locator(".guides a")).to_have_text("路灯不亮找谁修？")
    page.locator("[data-where] button").first.click()
    expect(page.locator("[data-where] [role=status]")).to_contain_text("30.12346")
    assert page.locator("#id_longitude").input_value() == "120.76543"
    examine(page, "report-helped")
    page.locator("[data-where] button").last.click()
    assert page.locator("#id_latitude").input_value() == ""


def test_what_was_written_is_there_again_after_a_reload_and_gone_once_sent(open_as: Open) -> None:
    page = open_as()
    page.goto("/report/")
    page.locator("#id_text").fill(SAID)
    page.wait_for_timeout(900)  # It is kept half a second after the last key.
    page.goto("/answers/")
    page.goto("/report/")
    expect(page.locator("#id_text")).to_have_value(SAID)
    expect(page.locator("form [role=status]").first).to_contain_text("已恢复")
    page.locator("form[enctype] button.button--primary").click()
    page.wait_for_url("**/report/done/")
    page.goto("/report/")
    expect(page.locator("#id_text")).to_have_value("")


def test_without_script_nothing_is_offered_that_needs_one(open_as: Open) -> None:
    page = open_as(script=False)
    page.goto("/report/")
    expect(page.locator("[data-where]")).to_be_hidden()
    expect(page.locator("#id_photos")).to_be_visible()
    look(page, "public-report-plain")


def test_the_receipt_prints_number_and_code_alone(open_as: Open) -> None:
    page = open_as()
    number, code = report(page)
    page.emulate_media(media="print")
    expect(page.locator(".receipt")).to_contain_text(number)
    expect(page.locator(".receipt")).to_contain_text(code)
    expect(page.locator(".masthead-nav")).to_be_hidden()
    expect(page.locator("[data-print]")).to_be_hidden()
    look(page, "public-receipt-print", widths=(PHONE,))


def test_guessing_codes_is_slowed_in_words(open_as: Open, city: World) -> None:
    for _nth in range(FOLLOWS):
        hit("hotline.follow", "127.0.0.1", limit=FOLLOWS, seconds=600, at=NOW)
    page = open_as()
    page.goto("/follow/")
    page.locator("#id_number").fill("2026112400001")
    page.locator("#id_code").fill("AAAABBBB")
    page.locator("main form button.button--primary").click()
    expect(page.locator("[role=alert]")).to_contain_text("十分钟后再试")
    examine(page, "follow-refused")
