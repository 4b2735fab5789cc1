"""People at screens: each signs in as people do, and whatever they press is counted."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page

from shuniu.kernel.organisation.models import Person
from shuniu.kernel.web import clock
from tests.browser.harness import PHONE, Complaints, axe, look, overflow

PASSWORD = "Yunzhou-2026-ok"


@dataclass
class Effort:
    """What one job costs a person: clicks or taps, keys that command, and characters of what they have to say."""

    clicks: int = 0
    keys: int = 0
    characters: int = 0

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.keys} keys, {self.characters} characters of text"


class Hands:
    """Somebody's hands on one page: every click, key and character is counted in ``effort``."""

    def __init__(self, page: Page) -> None:
        self.page, self.effort = page, Effort()

    def click(self, what: Locator | str) -> None:
        self.effort.clicks += 1
        (self.page.locator(what) if isinstance(what, str) else what).first.click()

    def press(self, key: str) -> None:
        self.effort.keys += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        self.effort.characters += len(text)
        self.page.keyboard.type(text)

    def fill(self, selector: str, text: str) -> None:
        """Click into a field and write: one click and the characters."""
        self.click(selector)
        self.effort.characters += len(text)
        self.page.locator(selector).first.fill(text)


class Screens:
    """A browser for each person, on a phone or at a desk; closed together at the end of the story."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url, self.complaints = browser, url, Complaints()
        self.contexts: list[BrowserContext] = []
        self.windows: dict[str, Page] = {}
        self.signed: dict[str, datetime] = {}
        self.acting: Page | None = None

    def _open(self, **options: Any) -> Hands:
        context = self.browser.new_context(base_url=self.url, locale="zh-CN", **options)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        self.complaints.watch(page)
        return Hands(page)

    def phone(self) -> Hands:
        return self._open(viewport={"width": PHONE, "height": 844}, has_touch=True, is_mobile=True)

    def desk(self, username: str, path: str = "/desk/", secret: str = "") -> Hands:
        """Signed in through the sign-in page, with a second factor where one is asked for, and gone to ``path``."""
        hands = self._open(viewport={"width": 1440, "height": 900})
        page = hands.page
        page.goto(f"/accounts/login/?next={path}")
        page.get_by_role("textbox", name="账号").fill(username)
        page.get_by_role("textbox", name="密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        if secret:
            page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
            page.locator("main form button").first.click()
        page.wait_for_url(f"**{path}")
        return hands

    def window(self, username: str, path: str) -> Page:
        """Somebody's own window, signed in past the sign-in page and gone to ``path``: one for the whole of a long story.

        On another day they are signed in anew, for nobody stays so for weeks. Whoever does not act looks at nothing: an
        open page would go on asking for its bell while somebody else writes.
        """
        page = self.windows.get(username)
        if page is None:
            page = self.windows[username] = self._open(viewport={"width": 1440, "height": 900}).page
        if self.acting not in (None, page):
            self.acting.goto("about:blank")
        self.acting = page
        if self.signed.get(username) != clock.now():
            client = Client()
            client.force_login(Person.objects.get(username=username))
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
            self.signed[username] = clock.now()
        page.goto(path)
        return page

    def rest(self) -> None:
        """The story is over and nobody asks any more: in memory, one connection's reading locks the tables of another."""
        for context in self.contexts:
            for page in (one for one in context.pages if one.url != "about:blank"):
                with contextlib.suppress(Error):
                    page.wait_for_load_state("networkidle", timeout=5_000)
                    page.goto("about:blank")
                    page.wait_for_timeout(300)

    def close(self) -> None:
        self.rest()  # Before the database goes.
        for context in self.contexts:
            context.close()
        assert self.complaints == [], self.complaints


def examine(page: Page, name: str) -> None:
    """Pictures at both widths for somebody to look at, nothing sticking out, nothing that axe objects to."""
    before = page.viewport_size
    look(page, f"journey-{name}")
    overflow(page)
    axe(page)
    if before:
        page.set_viewport_size(before)
