"""A leader's week in a real browser: arranged by drag and by keyboard, two clashes solved, a change told, printed, subscribed to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.web import clock
from shuniu.office.engagements.models import Engagement
from shuniu.office.engagements.operations.asking import ask
from tests import leaders_time as made
from tests.browser.harness import PHONE, axe, look, overflow
from tests.leaders_time import NOW, Diaries
from tests.test_engagements_feed import read
from tests.world import build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEEK = "/engagements/week/?on=2026-11-23"
Visit = Callable[..., Page]


@pytest.fixture
def diary(transactional_db: None) -> Diaries:
    return made.diaries(build())


@pytest.fixture
def visit(browser: Browser, diary: Diaries, live_server: Any) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def open_as(username: str, path: str, **options: Any) -> Page:
        client = Client()
        client.force_login(diary.world.people[username])
        context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **options})
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    with clock.fixed(NOW):
        yield open_as
    for context in contexts:
        context.close()


def _cell(page: Page, leader: int, day: str, half: str) -> Any:
    return page.locator(f'[data-cell][data-leader="{leader}"][data-day="{day}"][data-half="{half}"]')


def _card(page: Page, matter: Matter) -> Any:
    return page.locator(f"#card-{matter.number}")


def _clashing(diary: Diaries) -> tuple[Matter, Matter, Matter]:
    """Two clashes and a request that waits: what is to be dragged, what is to be moved by keys, what waits."""
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30", about="财政收支分析会")
    dragged = made.placed(diary, "2026-11-26 10:00", "2026-11-26 11:00", about="会见来访客人")
    made.fixed(diary, "2026-11-25 09:00", "2026-11-25 10:30", about="城建工作推进会", leader=diary.deputy)
    keyed = made.placed(diary, "2026-11-25 10:00", "2026-11-25 11:00", about="走访环卫驿站", leader=diary.deputy)
    return dragged, keyed, made.asked(diary, "2026-11-27 15:00", about="供暖保障调度会")


def _by_drag(desk: Page, diary: Diaries, matter: Matter) -> None:
    friday = _cell(desk, diary.mayor.pk, "2026-11-27", "am")
    _card(desk, matter).drag_to(friday)
    expect(friday.locator("article")).to_contain_text("会见来访客人")
    expect(desk.locator("#troubles li")).to_have_count(1)


def _by_keyboard(desk: Page, diary: Diaries, matter: Matter) -> None:
    said = desk.locator("[data-week-said]")
    _card(desk, matter).focus()
    desk.keyboard.press("Space")
    expect(said).to_contain_text("已拿起：走访环卫驿站")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowDown")
    expect(said).to_contain_text("罗副市长 11月26日下午")
    desk.keyboard.press("Enter")
    expect(_cell(desk, diary.deputy.pk, "2026-11-26", "pm").locator("article")).to_contain_text("走访环卫驿站")
    expect(desk.locator("#troubles")).to_have_count(0)
    expect(_card(desk, matter)).to_be_focused()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(said).to_contain_text("已放弃")


def _fixed_and_published(desk: Page, diary: Diaries, waiting: Matter) -> None:
    _card(desk, waiting).drag_to(_cell(desk, diary.mayor.pk, "2026-11-27", "pm"))
    expect(_card(desk, waiting)).to_contain_text("15:00—16:30")
    desk.get_by_role("button", name="排定无冲突的3项").click()
    expect(desk.get_by_text("已排定3项")).to_be_visible()
    desk.get_by_role("button", name="发布本周安排").click()
    expect(desk.get_by_text("已发布第1版")).to_be_visible()


def _changed_and_told(desk: Page, matter: Matter) -> None:
    _card(desk, matter).get_by_role("link", name="改期").click()
    desk.locator("[name=starts_at]").fill("2026-11-27T16:00")
    desk.get_by_role("button", name="改期改地点").click()
    expect(_card(desk, matter)).to_contain_text("变动")
    drain()
    told = Notice.objects.filter(kind="engagements.told", number=matter.number, context__what="时间或地点有变动")
    assert set(told.values_list("person__username", flat=True)) == {"yangshizhang", "mishu", "chengqing"}


def test_a_week_is_arranged_two_clashes_solved_a_change_told_the_sheet_printed_and_the_feed_read(
    diary: Diaries, visit: Visit
) -> None:
    dragged, keyed, waiting = _clashing(diary)
    desk = visit("tongchou", WEEK)
    expect(desk.locator("#troubles li")).to_have_count(2)
    look(desk, "engagements-week")
    overflow(desk)
    axe(desk)
    _by_drag(desk, diary, dragged)
    _by_keyboard(desk, diary, keyed)
    _fixed_and_published(desk, diary, waiting)
    _changed_and_told(desk, waiting)

    sheet = desk.request.get(desk.url.split("/engagements/")[0] + "/engagements/week/week.pdf?on=2026-11-23")
    assert (sheet.status, sheet.headers["content-type"]) == (200, "application/pdf")
    mayor = visit("yangshizhang", "/engagements/feed/")
    mayor.get_by_role("button", name="生成订阅地址").click()
    address = mayor.locator(".feed-address").inner_text()
    axe(mayor)
    events = {one["SUMMARY"]: one for one in read(mayor.request.get(address).text())}
    assert events["供暖保障调度会"]["DTSTART"] == moment("2026-11-27 16:00")
    assert {one["STATUS"] for one in events.values()} == {"CONFIRMED"}


def test_a_leader_answers_on_a_phone_in_two_touches_with_the_paper_one_tap_away(diary: Diaries, visit: Visit) -> None:
    paper = SimpleUploadedFile("汇报提纲.txt", "一、进展\n二、建议".encode())
    with_paper = ask(
        made.wanted(diary, "2026-11-24 09:00"), actor=diary.world.chengqing, at=NOW, key=None, files=[paper]
    )
    made.perform("propose", with_paper, actor=diary.world.tongchou, at=NOW,
                 data=made.times(diary.mayor, "2026-11-24 09:00", "2026-11-24 10:30"))  # fmt: skip
    other = made.placed(diary, "2026-11-24 15:00", "2026-11-24 16:00", about="会见客人")
    phone = visit(
        "yangshizhang", "/engagements/mine/", viewport={"width": PHONE, "height": 844}, has_touch=True, is_mobile=True
    )
    look(phone, "engagements-mine", widths=(PHONE,))
    overflow(phone)
    axe(phone)
    expect(phone.get_by_role("link", name="汇报提纲.txt")).to_be_visible()
    phone.get_by_role("button", name="参加").first.tap()
    expect(phone.get_by_text("已领导同意参加")).to_be_visible()
    phone.locator(".diary-refuse summary").first.tap()
    phone.get_by_role("button", name="不必由我出席。").tap()
    expect(phone.get_by_text("会见客人")).to_have_count(0)
    assert Engagement.objects.get(pk=with_paper.pk).fixed
    assert Engagement.objects.get(pk=other.pk).starts_at is None


@pytest.mark.parametrize(
    ("who", "path"),
    [("chengqing", "/engagements/ask/"), ("tongchou", "/engagements/"), ("tongchou", "/engagements/rules/"),
     ("tongchou", "/engagements/analysis/?since=2026-11-01&until=2026-11-30"), ("mishu", "/engagements/leaders/LEADER/"),
     ("tongchou", "/engagements/MATTER/"), ("tongchou", "/engagements/MATTER/arrange/"),
     ("huizhang", "/engagements/registers/"), ("huizhang", "/engagements/registers/places/PLACE/")],
)  # fmt: skip
def test_every_page_can_be_used_by_everybody(diary: Diaries, visit: Visit, who: str, path: str) -> None:
    matter = made.asked(diary)
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30", about="财政收支分析会")
    rows = {"MATTER": matter.number or "", "LEADER": str(diary.mayor.pk), "PLACE": str(diary.hall.pk)}
    page = visit(who, re.sub("[A-Z]+", lambda found: rows[found.group()], path))
    overflow(page)
    axe(page)
