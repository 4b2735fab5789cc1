"""The drafting desk in a real browser: a paper by keyboard alone, what one key does, and what is never lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.office.documents.models import DraftKept, KeptFinding, Version
from tests.browser.harness import Complaints, axe, look, overflow
from tests.browser.people import Hands
from tests.documents_desk import NOW, TEXT, TITLE, drafting_city
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/documents/drafts/new/"


@pytest.fixture
def city(transactional_db: None) -> World:
    return drafting_city()


@pytest.fixture
def desk(page: Page, url: str, sign_in: Callable[[Any], None], city: World) -> Iterator[Page]:
    sign_in(city.people["nigao"])
    with clock.fixed(NOW):
        page.goto(f"{url}{NEW}", wait_until="networkidle")
        yield page


def text_of(page: Page) -> str:
    return page.locator("#id_text").input_value()


def into_text(page: Page) -> None:
    page.locator("#id_text").focus()


def test_a_notice_by_keyboard_alone(desk: Page) -> None:
    """Only the matter of the title, two letters of a unit and the words themselves are typed; the rest is there already."""
    hands = Hands(desk)
    expect(desk.locator("#id_title")).to_be_focused()
    hands.type("开展冬季供水检查")
    hands.press("Tab")
    expect(desk.locator("#id_title")).to_have_value(TITLE)
    hands.type("csgl")
    expect(desk.locator("#chips-1 li").first).to_have_text("城市管理局")
    hands.press("Enter")
    hands.type("shuiwu")
    expect(desk.locator("#chips-1 li").first).to_have_text("水务局")
    hands.press("Enter")
    expect(desk.locator("#id_recipients")).to_have_value("城市管理局、水务局")
    for _ in range(20):
        if desk.evaluate("document.activeElement.id") == "id_text":
            break
        hands.press("Tab")
    hands.type("现就有关事项通知如下：")
    hands.press("Enter")
    hands.press("Tab")
    hands.type("总体要求")
    hands.press("Enter")
    hands.press("Tab")
    hands.type("全面排查。各单位于12月10日前完成。")
    hands.press("Enter")
    hands.type("及时整改。发现问题立即整改。")
    hands.press("Enter")
    hands.press("Shift+Tab")
    hands.type("工作要求")
    assert text_of(desk).split("\n") == [
        "现就有关事项通知如下：",
        "一、总体要求",
        "（一）全面排查。各单位于12月10日前完成。",
        "（二）及时整改。发现问题立即整改。",
        "二、工作要求",
    ]
    hands.press("Control+s")
    desk.wait_for_url("**/documents/outgoing/*/")
    matter = Matter.objects.get()
    assert matter.title == TITLE
    content = Version.objects.get().content
    assert content["recipients"] == "城市管理局、水务局"
    assert content["issuer"] == "云州市人民政府办公室"
    assert hands.effort.clicks == 0
    assert hands.effort.keys <= 30, str(hands.effort)


def test_the_page_can_be_seen_and_read(desk: Page) -> None:
    desk.locator("#id_title").fill(TITLE)
    desk.locator("#id_text").fill(TEXT.replace("12月10日前", "12月10日前认真部暑,"))
    expect(desk.locator("#proof-count")).to_contain_text("处")
    expect(desk.locator(".marked-under mark").first).to_be_attached()
    desk.locator("#side-preview > summary").click()
    expect(desk.locator(".preview-page").first).to_be_visible(timeout=30_000)
    look(desk, "drafting-new")
    overflow(desk)
    axe(desk)
    desk.locator(".kinds-rare > summary").click()
    desk.get_by_role("radio", name="纪要").check()
    desk.locator("[data-annex-add]").click()
    desk.locator(".further > summary").click()
    look(desk, "drafting-more")
    axe(desk)
