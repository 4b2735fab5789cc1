"""The search page as a person with a keyboard sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from shuniu.kernel.search import EVERYTHING, Display, Entry, Filter, rebuild, register_source
from tests import world as worlds
from tests.browser.harness import axe, look, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SUBJECTS = ("路灯不亮", "夜间施工噪音扰民", "下水道堵塞，路面积水", "小区停车收费不合理", "垃圾多日没有清运")


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuniu.kernel.search.sources._sources", {})
    texts = {
        key: (SUBJECTS[key % 5], f"东湖路{key}号反映：{SUBJECTS[key % 5]}，请尽快派人处理并回复。" * 3)
        for key in range(1, 60)
    }

    def iterate() -> Iterator[Entry]:
        for key, (title, text) in texts.items():
            yield Entry("letter", key, title, text, datetime(2026, 9, 1, tzinfo=UTC) + timedelta(days=key), ("s:open",))

    def load(keys: Sequence[int]) -> Mapping[int, Display]:
        return {key: Display(f"云信〔2026〕{key}号", *texts[key], f"/letters/{key}/", "办理中") for key in keys}

    def filters() -> list[Filter]:
        return [Filter("state", "状态", {"s:open": "办理中", "s:closed": "已办结"})]

    register_source("letter", iterate, load, lambda actor: EVERYTHING, label="群众来信", filters=filters)


def test_search_by_keyboard(page: Page, source: None, sign_in: Callable[[Any], None]) -> None:
    sign_in(worlds.build().people["fengzhuren"])
    rebuild()
    page.goto("/search/")
    axe(page)
    page.keyboard.type("东湖路 路灯")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found mark")
    assert page.locator(".found tbody tr").count() == 11
    axe(page)
    overflow(page)
    look(page, "search")
    page.locator("main h1").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/letters/")
    page.goto("/search/?q=东湖路")
    page.locator("main h1").click()
    first = page.locator(".found tbody a").first.get_attribute("href")
    page.keyboard.press("]")
    page.wait_for_url("**after=*")
    assert page.locator(".found tbody a").first.get_attribute("href") != first
    page.goto("/search/?q=飞机场")
    axe(page)
    look(page, "search-empty")
