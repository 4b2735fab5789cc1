"""Two decisions of one meeting at people's screens: one late, chased, found false, returned, closed, praised; the other objected to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.web import clock
from shuniu.office.supervision.models import Assignment, Mention
from shuniu.office.supervision.operations.chasing import chase_late
from tests.browser.people import PASSWORD, Screens, examine
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEETING = "市政府第12次常务会议"
DECISIONS = """会议议定：
一、东湖截污工程12月11日前通水（城市管理局、水务局）。
二、12月底前完成应急水源泵站改造（水务局）。"""
MORNING, MIDDLE = moment("2026-11-23 09:30"), moment("2026-12-07 09:00")
LATE, AFTER = moment("2026-12-14 09:00"), moment("2026-12-21 09:00")


@pytest.fixture
def city(settings: Any) -> World:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build(PASSWORD)


@pytest.fixture
def screens(browser: Browser, city: World, live_server: Any) -> Iterator[Screens]:
    opened = Screens(browser, live_server.url)
    yield opened
    opened.close()


class People:
    """Everybody's own screen, opened once a day: nobody stays signed in for weeks."""

    def __init__(self, screens: Screens) -> None:
        self.screens, self.pages = screens, dict[str, Page]()

    def page(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.screens.desk(who, "/supervision/").page
        return self.pages[who]

    def take(self, who: str, address: str, step: str, picture: str = "", file: bool = False, **filled: str) -> Page:
        """Open the matter, press the step, fill what it asks for, send it, and read that it was done."""
        page = self.page(who)
        page.goto(address)
        button = page.locator(".do-now a", has_text=re.compile(rf"^\s*{step}")).first
        if not button.is_visible():
            page.locator(".more > summary").click()
        button.click()
        form = page.locator("#step form").first
        for name, value in filled.items():
            field = form.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                form.locator(f"[name={name}][value={value}]").check()
            else:
                field.first.fill(value)
        if file:
            photo = {"name": "现场.txt", "mimeType": "text/plain", "buffer": "现场没有通水".encode()}
            form.locator("[type=file]").set_input_files([photo])
        if picture:
            examine(page, picture)
        page.wait_for_load_state("networkidle")
        form.locator("button.button--primary").click()
        page.wait_for_url("**done=*")
        page.wait_for_load_state("networkidle")
        return page


def address_of(title: str) -> str:
    return f"/supervision/{Matter.objects.get(title__contains=title, kind='supervision.assignment').number}/"


def registered_and_split(people: People) -> None:
    """From the words of the meeting to two assignments, by one registration, one reading and one press."""
    page = people.page("dudu")
    page.goto("/supervision/register/")
    page.locator("[name=title]").fill(f"{MEETING}议定事项")
    page.locator("[name=text]").fill(DECISIONS)
    page.locator("[name=decided_by]").fill(MEETING)
    examine(page, "supervision-01-register")
    page.get_by_role("button", name="登记，再分解为几件").click()
    page.wait_for_url("**/parts/**")
    page.locator("details.panel > summary").click()
    page.locator("#read [name=text]").fill(DECISIONS)
    page.get_by_role("button", name="读出条目").click()
    expect(page.locator("#split [name=p0-unit]")).to_have_value("城市管理局")
    expect(page.locator("#split [name=p0-deadline]")).to_have_value("2026-12-11")
    expect(page.locator("#split [name=p1-unit]")).to_have_value("水务局")
    page.locator("#split [name=p1-title]").fill("完成应急水源泵站改造")
    examine(page, "supervision-02-parts")
    page.get_by_role("button", name="立项勾选的条目").click()
    page.wait_for_url("**/tree/**")
    expect(page.locator(".tree li")).to_have_count(3)
    people.take("duzhang", address_of("议定事项"), "同意立项", "supervision-03-approve")
    assert set(Matter.objects.exclude(title__contains="议定").values_list("state", flat=True)) == {"assigned"}


def late_false_and_true(people: People) -> None:
    """The unit is late, is sent a slip, reports what is not so, does it, and is closed."""
    first = address_of("东湖截污")
    assert chase_late(at=LATE) == 1
    drain()
    assert Notice.objects.filter(kind="supervision.chased", person__username="chengdu").exists()
    page = people.page("dudu")
    page.goto("/supervision/")
    expect(page.locator("#urgent")).to_contain_text("蓝色提醒单")
    examine(page, "supervision-04-board")
    people.take("shuidu", first, "反馈协办", text="闸门已调度。")
    people.take("chengdu", first, "报送审签", "supervision-05-submit", file=True, text="已经通水。")
    people.take("chengfu", first, "审签上报")
    page = people.take(
        "dudu", first, "核查不实", "supervision-06-false", file=True, place="东湖西岸", finding="三号井没有通水。"
    )
    expect(page.locator("#result")).to_contain_text("三号井没有通水")
    people.take("chengdu", first, "反馈进展", text="三号井已经贯通。", percent="100")
    people.take("chengdu", first, "报送审签", text="全线通水。")
    people.take("chengfu", first, "审签上报")
    people.take("dudu", first, "核查属实", finding="全线通水，属实。")
    people.take("dudu", first, "提请销号", conclusion="整改到位，予以销号。", grade="fair")
    people.take("duzhang", first, "批准销号")
    assert Matter.objects.get(title__contains="东湖截污").state == "closed"


def praised(people: People) -> None:
    """Nobody is praised before the mayor has approved it."""
    page = people.page("dudu")
    page.goto(address_of("东湖截污"))
    page.get_by_role("link", name="拟通报").click()
    page.locator("[name=praise][value=praise]").check()
    page.locator("[name=title]").fill("关于表扬城市管理局的通报")
    examine(page, "supervision-07-circular")
    page.get_by_role("button", name="保存通报").click()
    page.wait_for_url("**/circulars/DT*/**")
    address = page.url.split("?")[0]  # With its ?done= the next step would seem taken before it is.
    people.take("dudu", address, "送审通报")
    people.take("duzhang", address, "呈批通报")
    assert not Mention.objects.exists()
    people.take("yangshizhang", address, "批准通报")
    people.take("dudu", address, "印发通报", document_number="云政督〔2026〕3号")
    assert Mention.objects.get().praise
    assert page.request.get(f"{address.split('?')[0]}paper.pdf").body().startswith(b"%PDF")
    unit = people.page("chengdu")
    unit.goto(address)
    expect(unit.locator("h1")).to_contain_text("关于表扬")


def objected_and_reviewed(people: People) -> None:
    """The other unit does not agree with its conclusion; somebody else reviews it."""
    second = address_of("应急水源")
    people.take("shuidu", second, "报送审签", text="泵站已经改造完成。")
    people.take("shuifu", second, "审签上报")
    people.take("dudu", second, "核查属实", finding="属实。")
    people.take(
        "dudu", second, "提请销号", "supervision-08-conclude", conclusion="完成质量一般，予以销号。", grade="plain"
    )
    people.take("duzhang", second, "批准销号")
    people.take("shuidu", second, "签收结论")
    page = people.take("shuifu", second, "提出异议", reason="评价没有考虑停电的影响。")
    expect(page.locator("#clocks")).to_contain_text("异议复核")
    keeper = people.page("duzhang")
    keeper.goto(second)
    expect(keeper.locator(".do-now a", has_text="维持结论")).to_have_count(0)
    page = people.take(
        "yangshizhang", second, "变更结论", "supervision-09-review", conclusion="按期完成。", grade="good"
    )
    expect(page.locator("#result")).to_contain_text("按期完成")
    assert Assignment.objects.get(matter__title__contains="应急水源").grade == "good"


def test_two_decisions_of_one_meeting_come_to_their_end(screens: Screens) -> None:
    with clock.fixed(MORNING):
        people = People(screens)
        registered_and_split(people)
        people.take("chengdu", address_of("东湖截污"), "接收督查")
        people.take("shuidu", address_of("应急水源"), "接收督查")
    with clock.fixed(MIDDLE):
        people = People(screens)
        people.take("shuidu", address_of("应急水源"), "反馈进展", text="设备已经到货。", percent="60")
    with clock.fixed(LATE):
        people = People(screens)
        late_false_and_true(people)
        praised(people)
    with clock.fixed(AFTER):
        people = People(screens)
        objected_and_reviewed(people)
        parent = address_of("议定事项")
        people.take("dudu", parent, "提请销号", conclusion="两项全部完成。", grade="good")
        page = people.take("duzhang", parent, "批准销号")
        page.goto(f"/supervision/chain/{parent.strip('/').rpartition('/')[2]}/")
        expect(page.locator("main")).to_contain_text("关于表扬城市管理局的通报")
        examine(page, "supervision-10-chain")
        page.goto(address_of("东湖截污"))
        examine(page, "supervision-11-matter")
    screens.rest()
    assert list(differences()) == []
    assert verify().ok
