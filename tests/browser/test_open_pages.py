"""What is published and how a citizen asks, in a real browser: looked at, checked with axe, and walked without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.public.disclosure.operations.publications import perform
from tests import open_city as made
from tests.browser.harness import PHONE, axe, look, overflow, wishes
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-26 11:00")


@pytest.fixture
def city(transactional_db: None) -> Iterator[World]:
    world = build()
    with clock.fixed(NOW):
        yield world


def test_the_open_pages_are_whole_for_everybody(city: World, page: Page, url: str) -> None:
    """Large type, high contrast and English, on a small telephone and on a desk."""
    policy = made.released(city)
    made.amended(city, policy, made.TEXT.replace("三日", "两日"))
    made.released(city, index="2", title="照明办法解读", explains=policy)
    old = made.released(city, index="3", title="云州市道路照明收费规定")
    perform("repeal", old, actor=city.gongzhang, at=NOW, data={"reason": "由新办法废止", "repealed_on": "2026-12-01"})
    paths = {
        "open-list": "/open/", "open-search": "/open/?q=照明", "open-reading": f"/open/{policy.number}/",
        "open-old": f"/open/{policy.number}/versions/1/", "open-changes": f"/open/{policy.number}/versions/2/changes/",
        "open-repealed": f"/open/{old.number}/", "open-data": "/open/data/", "information-start": "/information/?q=照明",
        "information-apply": "/information/apply/",
    }  # fmt: skip
    for name, path in paths.items():
        page.goto(path)
        look(page, name)
        axe(page)
        overflow(page)
    wishes(page.context, url, display="large.contrast", language="en")
    for name in ("open-reading", "information-start", "information-apply"):
        page.goto(paths[name])
        look(page, f"{name}-large-english", widths=(PHONE,))
        axe(page)
        overflow(page)


def test_a_citizen_asks_and_follows_without_script(city: World, browser: Browser, url: str) -> None:
    context = browser.new_context(
        base_url=url, locale="zh-CN", viewport={"width": PHONE, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="申请公开政府信息").first.click()
    page.get_by_label("您想要什么信息？").fill("湖滨路路灯验收报告")
    page.get_by_role("button", name="看看该怎么办").click()
    page.get_by_role("link", name="填写申请").click()
    expect(page.get_by_label("您要哪些信息")).to_have_value("湖滨路路灯验收报告")
    for label, value in (
        ("姓名或者单位名称", "张建国"), ("身份证号码", made.IDENTITY), ("联系电话", "13900001234"),
        ("电子邮箱", "zhang@example.com"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    page.get_by_role("button", name="现在就看办理情况").click()
    expect(page.get_by_role("heading", name="已提交，等待与您确认收到")).to_be_visible()
    page.get_by_text("撤回申请").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.get_by_text("已按您的要求撤回")).to_be_visible()
    assert Matter.objects.get().state == "withdrawn"
    context.close()


def test_a_reviewer_sees_what_a_machine_noticed_and_decides(
    city: World, page: Page, sign_in: Callable[[Any], None]
) -> None:
    matter = made.proposed(city, title="路灯修复情况", text="市民周先生（电话13900001234）反映路灯不亮，次日修复。")
    sign_in(city.people["chengcha"])
    page.goto("/disclosure/publications/")
    look(page, "publications-todo")
    page.get_by_role("link", name=str(matter.number)).click()
    expect(page.get_by_text("手机号码").first).to_be_visible()
    look(page, "publication")
    axe(page)
    page.get_by_role("link", name="公开审查").click()
    expect(page.get_by_label("不含个人隐私")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="公开审查").click()
    expect(page.get_by_text("三项都要逐项审查确认").first).to_be_visible()
    overflow(page)
    page.goto(f"/disclosure/publications/{matter.number}/")
    page.keyboard.press("t")
    page.get_by_label("理由").fill("请删去姓名和电话")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已退回补充")).to_be_visible()
    assert Matter.objects.get(pk=matter.pk).state == "returned"
