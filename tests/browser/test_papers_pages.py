"""The pages of papers in a real browser: looked at, checked with axe; a leader signs and a clerk receives on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Delivery
from tests import papers_city as made
from tests.browser.harness import PHONE, axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-24 10:00")

Visit = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build()
    made.series_of(world)
    made.seal_of(world)
    made.route_of(world)
    return world


@pytest.fixture
def visit(browser: Browser, city: World, live_server: Any) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def open_as(username: str, path: str, *, phone: bool = False) -> Page:
        client = made.client_of(city, username)
        width, height = (PHONE, 844) if phone else (1440, 900)
        viewport = ViewportSize(width=width, height=height)
        context = browser.new_context(locale="zh-CN", viewport=viewport, has_touch=phone)
        context.set_default_timeout(30_000)
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


def examine(page: Page, name: str) -> None:
    look(page, name)
    overflow(page)
    axe(page)


def test_the_lists_and_registers(visit: Visit, city: World) -> None:
    made.sent(city, title="云州市人民政府办公室关于印发《云州市城市供热管理办法》的通知")
    made.submitted(city, cosigners=("chengguan", "shuiwu"))
    made.numbered(city)
    for who, path, name in (
        ("hegao", "/documents/", "papers-todo"),
        ("nigao", "/documents/mine/", "papers-mine"),
        ("menlai", "/documents/outgoing/", "papers-all"),
        ("chengwen", "/documents/received/", "papers-received"),
        ("hegao", "/documents/series/", "papers-series"),
        ("hegao", "/documents/series/new/", "papers-series-new"),
        ("yinguan", "/documents/seals/", "papers-seals"),
        ("yinguan", "/documents/seals/new/", "papers-seal-new"),
        ("chengwen", "/desk/", "papers-desk"),
    ):
        examine(visit(who, path), name)


def test_a_paper_under_way(visit: Visit, city: World) -> None:
    matter = made.submitted(city, cosigners=("chengguan", "shuiwu"))
    made.post(city, "chengju", matter, "countersign", stance="agree", opinion="同意，请注意与供热条例衔接。")
    page = visit("shuiju", f"/documents/outgoing/{matter.number}/")
    expect(page.locator(".sheets img").first).to_be_visible()
    expect(page.locator(".route-stages")).to_be_visible()
    examine(page, "paper-approving")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="会签").first.click()
    expect(page.locator(".step-form")).to_be_visible()
    examine(page, "paper-countersign")


def test_a_dispatched_paper_and_its_forms(visit: Visit, city: World) -> None:
    waiting = made.sealed(city)
    page = visit("menlai", f"/documents/outgoing/{waiting.number}/do/dispatch/")
    examine(page, "paper-dispatch")
    matter = made.sent(city)
    page = visit("menlai", f"/documents/outgoing/{matter.number}/")
    expect(page.locator(".sheets img").first).to_be_visible()
    page.get_by_role("button", name="核对用印文件").click()
    expect(page.locator("#verdict")).to_contain_text("没有改动")
    examine(page, "paper-dispatched")
    ready = made.numbered(city)
    examine(visit("yinguan", f"/documents/outgoing/{ready.number}/do/seal/"), "paper-seal")
    examine(visit("fangzhuren", f"/documents/outgoing/{matter.number}/do/repeal/"), "paper-repeal")


def test_the_director_signs_on_a_phone_in_three_touches(visit: Visit, city: World) -> None:
    matter = made.submitted(city)
    page = visit("fangzhuren", "/documents/", phone=True)
    page.get_by_role("link", name=matter.title).tap()
    page.get_by_role("link", name="签发", exact=False).first.tap()
    form = page.locator(".step-form")
    expect(form).to_be_visible()
    look(page, "paper-sign", widths=(PHONE,))
    form.get_by_role("button", name="签发").tap()
    page.wait_for_url("**done=sign")
    assert Matter.objects.get(pk=matter.pk).state == "checking"


def test_a_clerk_receives_on_a_phone_in_two_taps(visit: Visit, city: World) -> None:
    made.sent(city)
    page = visit("chengwen", "/documents/", phone=True)
    page.get_by_role("link", name="云州市人民政府办公室关于").first.tap()
    button = page.locator(".receive").get_by_role("button", name="签收")
    expect(button).to_be_visible()
    expect(page.locator(".sheets img").first).to_be_visible()
    examine(page, "paper-receive")
    page.set_viewport_size({"width": PHONE, "height": 844})
    button.tap()
    page.wait_for_url("**done=receive")
    delivery = Delivery.objects.select_related("matter").get(to=city.unit("chengguan"))
    assert delivery.matter.state == "received"
    assert delivery.received_by.startswith("程文")
