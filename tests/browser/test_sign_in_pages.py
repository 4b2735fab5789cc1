"""Sign-in and the administrators' pages in a real browser: a passkey, the pages' accessibility, and no part sticking out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from shuniu.kernel.organisation.models import SignIn
from tests import world as worlds
from tests.browser.harness import axe, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "Yunzhou-2026-ok"
PAGES = {
    "zhuxi": [
        "/organisation/units/", "/organisation/units/add/", "/organisation/people/", "/organisation/people/add/",
        "/organisation/exchange/", "/organisation/account/", "/organisation/account/delegate/",
    ],
    "qinan": ["/organisation/roles/", "/organisation/roles/grant/", "/organisation/delegations/", "/accounts/2fa/"],
    "youshen": ["/organisation/ledger/", "/notices/", "/notices/wishes/", "/notices/outbox/"],
}  # fmt: skip


@pytest.fixture
def world(settings: Any) -> worlds.World:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return worlds.build(PASSWORD)


def with_virtual_key(page: Page) -> None:
    """A fingerprint reader that always says yes, as Chromium simulates one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Page, world: worlds.World) -> None:
    with_virtual_key(page)
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name="账号").fill("liwen")
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.get_by_label("作为通行密钥").check()
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/desk/")
    assert SignIn.objects.filter(person=world.people["liwen"]).count() == 2


def test_the_demo_signs_in_with_one_click_and_by_keyboard(page: Page, world: worlds.World) -> None:
    page.goto("/accounts/login/")
    axe(page)
    overflow(page)
    page.get_by_role("button", name="话务员").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


@pytest.mark.parametrize("who", PAGES)
def test_the_pages_are_accessible_and_fit_a_phone(
    page: Page, world: worlds.World, sign_in: Callable[[Any], None], who: str
) -> None:
    sign_in(world.people[who])
    for path in PAGES[who]:
        page.goto(path)
        axe(page)
        overflow(page)


def test_a_role_is_withdrawn_from_the_list(page: Page, world: worlds.World, sign_in: Callable[[Any], None]) -> None:
    sign_in(world.people["qinan"])
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/organisation/roles/?q=hanwai")
    page.get_by_role("button", name="收回").click()
    page.get_by_text("角色已收回，立即生效。").wait_for()
    assert not world.actor("hanwai", timezone.localtime()).holds("hotline.liaison")
