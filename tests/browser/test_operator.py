"""The operator's screen in a real browser: whole calls by keyboard alone, from the caller's number to the next call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from shuniu.kernel.casework.following import matter_by_code
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.personal import decrypt
from shuniu.kernel.search.index import put
from shuniu.kernel.web import clock
from shuniu.public.hotline import article_search, search
from shuniu.public.hotline.models import Article, Contact, Request
from tests import hotline_pages as made
from tests.browser.harness import Complaints, axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-24 10:00")
ANSWER = "夜市由城市管理局负责，夜间十点后停止营业；仍在营业的，请拨打本热线。"

Operator = Callable[[], Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build()
    made.subject()
    article = Article.objects.create(
        code="night-market", title="夜市占道经营由谁管？", answer=ANSWER, keywords="夜市 油烟", unit_id=world.unit("chengguan"),
        status=Article.Status.PUBLISHED, updated_at=NOW,
    )  # fmt: skip
    article_search.renew(article)
    made.handled(world, text="湖滨路井盖松动，汽车经过响声很大。")
    like = made.reported(
        world, text="人民路夜市占道经营，油烟很大，晚上还在吵闹。", place="人民路", phone="13800005678"
    )
    put(search.entries([like.pk]))
    return world


@pytest.fixture
def at_desk(page: Page, url: str, sign_in: Callable[[Any], None], city: World) -> Iterator[Page]:
    sign_in(city.people["liwen"])
    with clock.fixed(NOW):
        page.goto(f"{url}/hotline/", wait_until="networkidle")
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.wait_for_url("**/hotline/intake/")
        page.wait_for_load_state("networkidle")  # Keys that come before the number has the focus go astray.
        expect(page.locator("#id_phone")).to_be_focused()
        yield page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def read_out(page: Page) -> tuple[str, str]:
    """Number and code as they stand on the screen."""
    page.wait_for_url("**/hotline/intake/done/**")
    number, code = (one.text_content() or "" for one in page.locator(".read-out dd").all())
    return number, code


def begin(page: Page, words: str) -> None:
    """The number, Enter, and what the caller says."""
    assert focused(page) == "id_phone"
    page.keyboard.type("13900001234")
    page.keyboard.press("Enter")
    page.wait_for_selector("#caller .earlier")
    assert focused(page) == "id_text"
    page.keyboard.type(words)


def test_a_call_is_answered_at_once_from_the_knowledge_base(at_desk: Page) -> None:
    page = at_desk
    begin(page, "人民路夜市占道经营，油烟很大，晚上十二点还在吵，归谁管？")
    assert "井盖松动" in page.locator("#caller").inner_text()
    page.wait_for_selector('#hints [data-key="alt+1"]')
    look(page, "operator-hints")
    overflow(page)
    axe(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Alt+1")
    assert focused(page) == "id_answer"
    expect(page.locator("#id_answer")).to_have_value(ANSWER)
    expect(page.locator("[data-timer]")).to_be_visible()
    look(page, "operator-answer")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Control+Enter")
    number, code = read_out(page)
    assert Matter.objects.get(number=number).outcome == "answered"
    assert matter_by_code(number, code) is not None
    assert Article.objects.get(code="night-market").used == 1
    look(page, "operator-done")
    overflow(page)
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/hotline/intake/")
    assert focused(page) == "id_phone"
    assert page.locator("#id_text").input_value() == "", "the words of the last call must be gone"
    expect(page.locator("[data-timer]")).to_be_hidden()


def test_a_repeat_is_joined_with_one_key(at_desk: Page) -> None:
    page = at_desk
    begin(page, "人民路夜市占道经营，油烟很大，晚上还在吵。")
    page.wait_for_selector('#hints [data-key="alt+4"]')
    page.keyboard.press("Alt+4")
    assert focused(page) == "id_into"
    page.keyboard.press("Control+Enter")
    number, _code = read_out(page)
    assert Matter.objects.get(number=number).state == "joined"


def test_a_request_is_dispatched_to_a_unit_that_is_typed(at_desk: Page) -> None:
    page = at_desk
    begin(page, "阳光花园小区三天没有自来水了。")
    page.keyboard.press("Alt+l")
    page.keyboard.type("阳光花园")
    page.keyboard.press("Enter")
    assert "/intake/done/" not in page.url, "Enter in a line must not send"
    page.keyboard.press("Alt+p")
    assert focused(page) == "id_unit"
    page.keyboard.type("水务局")
    page.keyboard.press("Control+Enter")
    number, _code = read_out(page)
    matter = Matter.objects.get(number=number)
    assert matter.state == "dispatched"
    assert matter.unit is not None
    assert matter.unit.code == "shuiwu"
    detail = Request.objects.get(pk=matter.pk)
    assert detail.place == "阳光花园"
    assert decrypt(Contact.objects.get(pk=matter.pk).phone) == "13900001234"


def test_an_emergency_is_passed_on_only_when_it_was_connected(at_desk: Page) -> None:
    page = at_desk
    begin(page, "有人从楼上掉下来了，流了很多血。")
    page.keyboard.press("Alt+j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".summary")
    assert "请先接通紧急服务" in page.locator(".summary").inner_text()
    assert page.locator("#id_text").input_value() == "有人从楼上掉下来了，流了很多血。"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "id_confirmed"
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    number, _code = read_out(page)
    assert Matter.objects.get(number=number).outcome == "emergency"


def test_what_was_typed_survives_a_reload(at_desk: Page) -> None:
    page = at_desk
    begin(page, "说到一半，页面被关掉了。")
    page.wait_for_timeout(800)
    page.reload(wait_until="networkidle")
    expect(page.locator("#id_text")).to_have_value("说到一半，页面被关掉了。")
    expect(page.locator("#id_phone")).to_have_value("13900001234")
    page.wait_for_selector("#caller .earlier")


def test_a_session_that_ended_leaves_the_page_and_its_words(at_desk: Page, complaints: Complaints) -> None:
    page = at_desk
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.type("13900001234")
    page.keyboard.press("Enter")
    page.keyboard.type("来电人还在说，会话已经结束。")
    page.wait_for_selector("#messages .notice")
    page.wait_for_timeout(1000)
    expect(page.locator("#id_text")).to_have_value("来电人还在说，会话已经结束。")
    assert all("Code 401" in one for one in complaints), complaints
    complaints.clear()


def test_a_new_code_for_the_caller_does_not_cost_the_words_of_this_call(at_desk: Page) -> None:
    page = at_desk
    begin(page, "另外还想问一下，井盖什么时候修？")
    page.wait_for_timeout(800)
    page.locator("#caller button").first.focus()
    page.keyboard.press("Enter")
    number, code = read_out(page)
    assert matter_by_code(number, code) is not None
    assert "原来的查询码已经失效" in page.locator("main").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hotline/intake/")
    expect(page.locator("#id_text")).to_have_value("另外还想问一下，井盖什么时候修？")


def test_the_keys_of_the_screen_are_listed(at_desk: Page) -> None:
    page = at_desk
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    listed = page.locator("#keys").inner_text()
    for words in ("来电号码", "当场答复", "转紧急服务", "登记"):
        assert words in listed
