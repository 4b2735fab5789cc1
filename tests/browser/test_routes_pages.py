"""The routes in a real browser: seen at both widths, checked with axe, and edited with the keyboard and without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.organisation.actor import authority_changed
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.web import clock
from tests.browser.harness import axe, look, on_its_way, overflow
from tests.trial.routing import GENERAL, On, defined, trial
from tests.world import World, build, moment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.trial.urls"),
]
NOW = moment("2026-11-24 10:00")


@pytest.fixture
def city(transactional_db: None) -> Iterator[World]:
    world = build()
    RoleHolding.objects.create(person=world.people["hegao"], role="routes.manager", unit=world.units["city"])
    authority_changed(world.people["hegao"].pk, at=NOW)
    with trial(), clock.fixed(NOW):
        yield world


def under_way(world: World) -> On:
    """Returned once by a unit, then countersigned again, with an added signer and one who is still asked."""
    on = On(world, weight="weighty").submit(cosign=("chengguan", "shuiwu", "tiyu"))
    on.agree("fangzhuren", opinion="同意，请按程序会签。").countersign("chengju", stance="agree", opinion="无意见。")
    on.send_back("shuiju", reason="第二条涉及管网改造，经费来源须写明，并补充工期。")
    on.submit(cosign=("chengguan", "shuiwu", "tiyu")).agree("fangzhuren")
    on.countersign("chengju", stance="agree", opinion="无意见。")
    on.countersign("shuiju", stance="reserve", opinion="建议分两年实施，先主干道后支路。")
    return on.add_signer("tiju", person=on.person("tiwen"), place="before", reason="场馆部分请先核。")


def seen(page: Page, name: str) -> None:
    look(page, name)
    overflow(page)
    axe(page)


def test_the_picture_of_a_route_under_way(page: Page, sign_in: Callable[[Any], None], city: World) -> None:
    on = under_way(city)
    sign_in(city.people["tiwen"])
    page.goto(f"/trial/{on.matter.number}/")
    expect(page.locator("[aria-current=step]")).to_contain_text("会签")
    seen(page, "routes-picture")


@pytest.mark.parametrize(
    ("who", "step"), [("tiwen", "countersign"), ("tiwen", "send_back"), ("tiwen", "add_signer"), ("hegao", "replace")]
)
def test_the_forms_of_the_steps(page: Page, sign_in: Callable[[Any], None], city: World, who: str, step: str) -> None:
    on = under_way(city)
    RoleHolding.objects.create(person=city.people["hegao"], role="documents.drafter", unit=city.units["office"])
    authority_changed(city.people["hegao"].pk, at=NOW)
    sign_in(city.people[who])
    page.goto(f"/trial/{on.matter.number}/{step}/")
    seen(page, f"routes-form-{step}")


def test_choosing_a_route(page: Page, sign_in: Callable[[Any], None], city: World) -> None:
    on = On(city)
    defined((GENERAL[0], GENERAL[3]), key="simple", label="简易件", note="不涉及其他单位的事项。")
    sign_in(city.people["nigao"])
    page.goto(f"/trial/{on.matter.number}/submit/")
    seen(page, "routes-choose")
    page.get_by_label("城市管理局").check()
    page.locator("main .button--primary").click()
    page.wait_for_url(f"**/trial/{on.matter.number}/")
    assert on.run.label == "一般件"


@pytest.mark.parametrize(
    ("path", "name"), [("", "list"), ("new/", "new"), ("{pk}/?unit={unit}&f-weight=weighty&f-amount=0", "route")]
)
def test_the_managers_pages(page: Page, sign_in: Callable[[Any], None], city: World, path: str, name: str) -> None:
    row = defined(GENERAL)
    defined(GENERAL[:1] + GENERAL[2:4], version=2, status="draft")
    defined((), key="other", label="空白件", status="draft")
    sign_in(city.people["hegao"])
    page.goto(f"/routes/{path.format(pk=row.pk, unit=city.unit('office'))}")
    seen(page, f"routes-{name}")


def test_the_editor(page: Page, sign_in: Callable[[Any], None], city: World) -> None:
    row = defined(GENERAL, status="draft")
    sign_in(city.people["hegao"])
    page.goto(f"/routes/{row.pk}/edit/")
    seen(page, "routes-editor")
    page.reload()  # what axe leaves behind is not the page's
    page.locator("#down-head").focus()
    with on_its_way(page, f"**/routes/{row.pk}/edit/"):
        with page.expect_request(f"**/routes/{row.pk}/edit/"):
            page.keyboard.press("Enter")
        page.locator("#id_head-label").fill("拟稿单位审核")
    expect(page.locator("fieldset.route-box legend").first).to_contain_text("会签")
    expect(page.locator("#id_head-label")).to_have_value("拟稿单位审核")
    expect(page.locator("#id_head-label")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#preview")).to_contain_text("拟稿单位审核")
    page.locator("#id_review\\.s0-by").select_option("post")
    page.locator("#id_review\\.s0-title").fill("科长")
    page.get_by_role("button", name="添加环节").click()
    expect(page.locator("fieldset.route-box")).to_have_count(6)
    page.locator("#id_s1-label").fill("备案")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(f"**/routes/{row.pk}/")
    stored = RouteDefinition.objects.get(pk=row.pk).stages
    assert [one["label"] for one in stored][:2] == ["会签", "拟稿单位审核"]
    assert stored[2]["sitters"][0]["title"] == "科长"
    assert stored[5]["label"] == "备案"


def test_the_editor_without_a_script(browser: Browser, url: str, sign_in: Any, page: Page, city: World) -> None:
    row = defined(GENERAL, status="draft")
    sign_in(city.people["hegao"])
    context = browser.new_context(
        base_url=url, locale="zh-CN", java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(f"/routes/{row.pk}/edit/")
    plain.locator("#id_head-label").fill("处室把关")
    plain.locator("#down-head").click()
    plain.locator("#sitter-review").click()
    plain.locator("#box-head summary").first.click()
    plain.locator("#when-head").click()
    plain.locator("#id_head\\.w0-values_1").check()
    plain.get_by_role("button", name="保存草稿").click()
    stored = {one["key"]: one for one in RouteDefinition.objects.get(pk=row.pk).stages}
    assert list(stored)[:2] == ["cosign", "head"]
    assert stored["head"]["label"] == "处室把关"
    assert stored["head"]["when"] == [{"field": "weight", "op": "is", "value": "weighty"}]
    assert len(stored["review"]["sitters"]) == 2
    context.close()
