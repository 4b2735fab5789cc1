"""Petitioning in a real browser: on a telephone without a script, in English and large type, from the first page to review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.public.petitions.operations.steps import perform
from tests.browser.harness import PHONE, Complaints, axe, look, overflow, wishes
from tests.petition_matters import OPINION
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW, LATER = moment("2026-11-24 09:00"), moment("2026-12-20 09:00")
TYPED = {
    "request": "请退还多收的停车费三百元。", "facts": "十月三日停车应收二十元，实收三百二十元，管理员不肯退。", "name": "柳如意",
    "address": "东湖街道柳巷八号", "phone": "100 2222 3333",
}  # fmt: skip
Open = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    cache.clear()
    return build()


@pytest.fixture
def open_as(browser: Browser, city: World, live_server: Any) -> Iterator[Open]:
    contexts, complaints = [], Complaints()

    def opened(*, script: bool = True, language: str = "zh-hans", display: str = "") -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            java_script_enabled=script,
            viewport={"width": PHONE, "height": 844},
        )
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
    look(page, f"petition-{name}")
    axe(page)
    overflow(page)


def petition(
    page: Page, aim: str = "claim", seen: Callable[[Page, str], None] = lambda page, name: None
) -> tuple[str, str]:
    """From the first page to the receipt, as people go: two links, five fields, two buttons."""
    page.goto("/")
    page.locator("main a.card[href='/petition/']").click()
    seen(page, "guide")
    page.locator(f"a[href='/petition/new/{aim}/']").click()
    for name, text in TYPED.items():
        page.locator(f"#id_{name}").fill(text)
    seen(page, f"new-{aim}")
    page.locator("button[value=check]").click()
    expect(page.locator("button[value=send]")).to_be_visible()
    seen(page, f"check-{aim}")
    page.locator("button[value=send]").click()
    page.wait_for_url("**/petition/new/done/")
    number, code = page.locator(".receipt strong").all_inner_texts()
    return number, code


def answered(world: World, number: str) -> None:
    matter = Matter.objects.get(number=number)
    for step, who, at, data in (
        ("refer", "xindeng", "2026-11-25 09:00", {"unit": world.unit("chengguan")}),
        ("accept", "chengfang", "2026-11-30 10:00", {"category": "general"}),
        ("draft_opinion", "chengban", "2026-12-15 10:00", OPINION),
        ("issue_opinion", "chengzhang", "2026-12-16 10:00", {}),
        ("deliver_opinion", "xindeng", "2026-12-18 10:00", {"delivered_on": "2026-12-18", "how": "hand"}),
    ):  # fmt: skip
        matter = perform(step, matter, actor=world.actor(who), at=moment(at), data=data)


def test_without_a_script_somebody_petitions_and_asks_for_review(open_as: Open, city: World) -> None:
    page = open_as(script=False)
    with clock.fixed(NOW):
        number, code = petition(page)
        answered(city, number)
    with clock.fixed(LATER):
        page.goto("/follow/")
        page.locator("#id_number").fill(number.lower())
        page.locator("#id_code").fill(code.lower())
        page.locator("main form button.button--primary").click()
        page.wait_for_url(f"**/petition/{number}/")
        expect(page.locator("#again")).to_contain_text("云州市人民政府")
        page.locator("#again summary").first.click()
        page.locator("#id_request_review_reason").fill("没有答复我提出的第二点。")
        page.locator("#again button.button--primary").click()
        expect(page.locator(".standing h2")).to_have_text("正在复查")
    assert Matter.objects.get().state == "reviewing"


@pytest.mark.parametrize("wish", ["", "english", "large.contrast"])
def test_every_page_is_accessible_and_fits(open_as: Open, city: World, wish: str) -> None:
    page = open_as(language="en") if wish == "english" else open_as(display=wish)

    def seen(page: Page, name: str) -> None:
        examine(page, f"{name}{wish and '-'}{wish}")

    with clock.fixed(NOW):
        number, _code = petition(page, "claim" if wish else "accusation", seen)
        seen(page, "receipt")
        if wish:
            answered(city, number)
        page.locator("main form button.button--primary").click()
        page.wait_for_url(f"**/petition/{number}/")
        page.evaluate("document.querySelectorAll('main details:not(.confirm)').forEach((one) => { one.open = true; })")
        seen(page, "request")
        for path in ("paths", "again"):
            page.goto(f"/petition/{path}/")
            seen(page, path)
