"""The yearly plan and the sheets of meetings in a real browser. A meeting's whole way is in ``test_decisions_journey.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from shuniu.kernel.web import clock
from shuniu.office.meetings.models import PlanLine
from tests import meeting_days as made
from tests.browser.people import Screens, examine
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-23 10:00")


@pytest.fixture
def city(transactional_db: None) -> World:
    return build()


@pytest.fixture
def screens(browser: Browser, city: World, live_server: Any) -> Iterator[Screens]:
    opened = Screens(browser, live_server.url)
    with clock.fixed(NOW):
        yield opened
    opened.close()


def test_a_line_of_the_plan_is_proposed_and_approved(screens: Screens) -> None:
    page = screens.window("chenghui", "/meetings/plan/new/")
    for label, value in (("会议名称", "年度总结会"), ("参会人数", "30"), ("会期（小时）", "2"), ("年度", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("月份").select_option("12")
    page.get_by_label("会议类别").select_option("topic")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("年度总结会")
    page = screens.window("huizhang", "/meetings/plan/?year=2026")
    examine(page, "meetings-plan")
    page.get_by_role("button", name="列入计划", exact=True).click()
    expect(page.get_by_text("已审核。")).to_be_visible()
    assert PlanLine.objects.get().status == "approved"


def test_the_calendar_and_the_sheets_can_be_read_by_everybody(screens: Screens, city: World) -> None:
    matter = made.noticed(city)
    sheets = (
        ("week", "/meetings/?day=2026-11-26", "排水防涝工作会议"), ("month", "/meetings/month/?day=2026-11-26", "排水防涝"),
        ("meeting", made.address(matter), "共 3 个名额"), ("list", made.address(matter, "list/"), "水务局"),
        ("seats", made.address(matter, "seats/"), "主席台"),
    )  # fmt: skip
    for name, path, words in sheets:
        page = screens.window("huiwu", path)
        expect(page.locator("main")).to_contain_text(words)
        examine(page, f"meetings-{name}")
