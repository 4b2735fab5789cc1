"""The knowledge base and the clients' page in a real browser: seen, checked with axe, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from shuniu.kernel.web import clock
from shuniu.public.hotline import article_search
from shuniu.public.hotline.models import Article
from shuniu.public.hotline.operations import knowledge as keeping
from tests import hotline_pages as made
from tests.browser.harness import axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-24 10:00")
LONG = "户口迁移需要身份证、户口簿和房产证，" * 30


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build()
    made.subject()
    for code, title, review_by in (
        ("a", "户口迁移要带什么？", date(2026, 11, 1)),
        ("b", LONG[:160], date(2026, 12, 1)),
    ):
        row = Article.objects.create(
            code=code, title=title, answer=LONG, basis="《户口登记条例》", keywords="迁户口", unit_id=world.unit("chengguan"),
            status=Article.Status.PUBLISHED, updated_at=NOW, review_by=review_by,
        )  # fmt: skip
        article_search.renew(row)
        words = keeping.Wording(row.title, "带身份证和户口簿。", "", "落户")
        keeping.revise(row, words, None, reason="材料有变", actor=world.qianzhi, at=NOW)
        keeping.propose(row, words, reason="又有变化", actor=world.chenlian, at=NOW)
    return world


PAGES = [
    ("qianzhi", "knowledge/", "knowledge-list"),
    ("qianzhi", "knowledge/a/", "knowledge-article"),
    ("qianzhi", "knowledge/b/edit/", "knowledge-edit"),
    ("chenlian", "knowledge/b/", "knowledge-owner"),
    ("chenlian", "knowledge/new/", "knowledge-new"),
    ("liwen", "knowledge/a/?sheet=print", "knowledge-print"),
    ("liwen", "intake/code/", "intake-code"),
    ("fengzhuren", "clients/", "clients"),
]


@pytest.mark.parametrize(("who", "path", "name"), PAGES)
def test_pages(
    page: Page, url: str, sign_in: Callable[[Any], None], city: World, who: str, path: str, name: str
) -> None:
    sign_in(city.people[who])
    with clock.fixed(NOW):
        page.goto(f"{url}/hotline/{path}", wait_until="networkidle")
        look(page, name)
        overflow(page)
        axe(page)


def test_an_edit_that_arrived_leaves_no_draft(
    page: Page, url: str, sign_in: Callable[[Any], None], city: World
) -> None:
    sign_in(city.people["qianzhi"])
    with clock.fixed(NOW):
        page.goto(f"{url}/hotline/knowledge/a/", wait_until="networkidle")
        page.keyboard.press("e")
        page.wait_for_url("**/edit/")
        page.fill("#id_reason", "核对后修改")
        page.wait_for_timeout(700)
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/knowledge/a/?saved=a")
        page.keyboard.press("e")
        page.wait_for_url("**/edit/")
        assert page.input_value("#id_reason") == ""
