"""A session that ends in the middle of a long text: after signing in again the text is there, and can be sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.web import clock
from tests import hotline_pages as made
from tests.browser.people import PASSWORD, Screens, examine
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-24 10:00")
LONG = made.GOOD_REPLY * 6


@pytest.fixture
def city(settings: Any) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build(PASSWORD)


@pytest.fixture
def screens(browser: Browser, city: World, live_server: Any) -> Iterator[Screens]:
    opened = Screens(browser, live_server.url)
    with clock.fixed(NOW):
        yield opened
    opened.close()


def written(screens: Screens, matter: Matter, *, in_place: bool) -> Page:
    """Somebody has written a long reply and has not sent it: on the form's own page, or in place on the request's."""
    address = f"/hotline/{matter.number}/"
    page = screens.desk("chuban", address if in_place else f"{address}reply/").page
    if in_place:
        page.keyboard.press("d")
        page.wait_for_selector("#step form")
    page.locator("textarea[name=text]").fill(LONG)
    page.locator("input[name=result][value=resolved]").check()
    page.wait_for_timeout(1500)  # The draft is kept half a second after the last key.
    return page


def signs_in_again(page: Page) -> None:
    page.get_by_role("textbox", name="账号").fill("chuban")
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def refused(screens: Screens, matter: Matter, how: str, *, in_place: bool) -> Page:
    """The reply was sent after the session had ended: nothing was taken, and the page says how to go on."""
    page = written(screens, matter, in_place=in_place)
    if how == "ended":
        Session.objects.all().delete()
    with clock.fixed(NOW + timedelta(hours=3)):
        page.locator(".step-form form .button--primary").click()
        expect(page.get_by_role("heading", name="登录已过期")).to_be_visible()
    assert Passage.objects.filter(matter=matter, step="reply").count() == 0
    examine(page, f"expired-{how}")
    return page


@pytest.mark.parametrize("in_place", [False, True], ids=["page", "in place"])
@pytest.mark.parametrize("how", ["ended", "idle"])
def test_a_long_text_is_sent_after_signing_in_in_another_window(
    screens: Screens, city: World, how: str, in_place: bool
) -> None:
    matter = made.handled(city)
    page = refused(screens, matter, how, in_place=in_place)
    with clock.fixed(NOW + timedelta(hours=3)):
        with page.expect_popup() as opened:
            page.get_by_role("link", name="在新窗口重新登录").click()
        signs_in_again(opened.value)
        opened.value.wait_for_url(f"**/hotline/{matter.number}/**")
        page.get_by_role("button", name="重新提交").click()
        # Signing in changed the secret against forged requests, so the page asks once more, the text still on it.
        expect(page.get_by_role("heading", name="页面已过期，请再提交一次")).to_be_visible()
        page.get_by_role("button", name="重新提交").click()
        expect(page.locator(".notice--good").first).to_be_visible()
    assert Passage.objects.get(matter=matter, step="reply").data["text"] == LONG
    assert Matter.objects.get(pk=matter.pk).state == "replied"


@pytest.mark.parametrize("in_place", [False, True], ids=["page", "in place"])
def test_a_long_text_comes_back_into_the_form_of_whoever_starts_again(
    screens: Screens, city: World, in_place: bool
) -> None:
    """In the same tab, the way most people would: the page is left, the draft is offered where it was written."""
    matter = made.handled(city)
    page = refused(screens, matter, "ended", in_place=in_place)
    with clock.fixed(NOW + timedelta(hours=3)):
        page.goto(f"/hotline/{matter.number}/reply/")
        signs_in_again(page)
        page.wait_for_url(f"**/hotline/{matter.number}/reply/")
        expect(page.locator("textarea[name=text]")).to_have_value(LONG)
