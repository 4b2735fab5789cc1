"""The pages one sees when something went wrong: they say what to do, keep what was typed, and are accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import axe, look, overflow, weight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_that_is_not_there(page: Page) -> None:
    page.goto("/nowhere/")
    expect(page.locator("h1")).to_have_text("没有找到这个页面")
    axe(page)
    overflow(page)
    look(page, "refusal-404")


def test_a_session_that_ended_in_the_middle_of_a_long_text(page: Page) -> None:
    """The form of the style guide, sent to a page for staff by nobody who is signed in."""
    page.goto("/styleguide/?shell=public")
    page.evaluate("document.querySelector('form[data-draft]').action = '/desk/'")
    page.locator("form[data-draft] [name=title]").fill("路灯不亮")
    page.locator("form[data-draft] textarea").fill("夜里十二点以后仍在营业，\n<script>alert(1)</script> 油烟很大。")
    page.locator("form[data-draft] .button--primary").click()
    expect(page.locator("h1")).to_have_text("登录已过期")
    expect(page.locator("blockquote").last).to_contain_text("<script>alert(1)</script> 油烟很大。")
    axe(page)
    overflow(page)
    look(page, "refusal-expired")


def test_the_sign_in_page_is_accessible_and_light(page: Page, url: str) -> None:
    octets = weight(page, f"{url}/accounts/login/")
    axe(page)
    overflow(page)
    look(page, "sign-in")
    assert octets < 60_000
