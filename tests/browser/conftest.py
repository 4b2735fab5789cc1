"""Fixtures of the browser tests: one Chromium per run, a fresh context and a live server per test."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Error, Page

from tests.browser.harness import Complaints, chromium

# Playwright's loop runs in the thread of the tests; Django would take their ORM calls for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One for the whole run. It ends before the live server does, and the server's threads with it.

    A thread that still waits at a browser's open connection would find the test database taken from it.
    """
    if not os.environ.get("SHUNIU_URL"):
        request.getfixturevalue("live_server")
    with chromium() as opened:
        yield opened
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Address of the installation: SHUNIU_URL, or a live server on the test database."""
    return os.environ.get("SHUNIU_URL") or str(request.getfixturevalue("live_server").url)


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def page(browser: Browser, url: str, complaints: Complaints) -> Iterator[Page]:
    """A page of a Chinese user. The test fails when the browser complained (script errors, CSP) meanwhile."""
    context = browser.new_context(base_url=url, locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    complaints.watch(opened)
    yield opened
    # What the page still asks for (a sheet being typeset) must be answered before the database is emptied under it.
    with contextlib.suppress(Error):
        opened.wait_for_load_state("networkidle", timeout=5_000)
    context.close()
    assert complaints == []


@pytest.fixture
def sign_in(page: Page, url: str) -> Callable[[Any], None]:
    """Sign a person of the test database in, past the sign-in page."""

    def enter(person: Any) -> None:
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])

    return enter
