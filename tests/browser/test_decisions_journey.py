"""From a meeting to a circular at people's screens: two decisions, one late, found false, closed and praised; one objected to."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Locator, Page, expect

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.web import clock
from shuniu.office.meetings.models import Meeting, Resolution
from shuniu.office.supervision.models import Assignment, Mention
from shuniu.office.supervision.operations.chasing import chase_late
from tests import meeting_days as made
from tests.browser.people import Screens, examine
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MORNING, MIDDLE = moment("2026-11-23 10:00"), moment("2026-12-07 09:00")
LATE, AFTER = moment("2026-12-14 09:00"), moment("2026-12-21 09:00")
MEETING, FIRST, SECOND = "排水防涝工作会议", "完成东湖路积水点改造", "修订排水管网养护办法"
DECISIONS = f"""2026年11月26日，市长主持召开排水防涝工作会议。现将会议议定事项纪要如下。
一、积水点改造
会议听取了城市管理局的汇报。
※ {FIRST}｜城市管理局｜2026-12-11｜水务局
※ {SECOND}｜水务局｜2026-12-31"""
TYPED = """会议议定：
一、东湖截污工程12月11日前通水（城市管理局、水务局）。
二、12月底前完成应急水源泵站改造（水务局）。"""


@pytest.fixture
def city(transactional_db: None) -> World:
    cache.clear()
    world = build()
    made.room_of(world)
    made.room_of(world, "二号会议室", 12)
    made.cap_of(klass="topic", per_year=1)
    made.cap_of(klass="seminar", per_year=4)
    made.noticed(world, title="已经开过通知的会", starts=moment("2026-11-25 09:00"), ends=moment("2026-11-25 11:00"))
    return world


@pytest.fixture
def screens(browser: Browser, city: World, live_server: Any) -> Iterator[Screens]:
    opened = Screens(browser, live_server.url)
    yield opened
    opened.close()


def address_of(title: str) -> str:
    """Of the newest matter so called."""
    matter = Matter.objects.filter(title__contains=title).latest("pk")
    return f"/{matter.kind.partition('.')[0]}/{matter.number}/"


def take(
    screens: Screens, who: str, address: str, step: str, picture: str = "", file: bool = False, **filled: str
) -> Page:
    """Open the matter, press the step, fill what it asks for, send it, and read that it was done."""
    page = screens.window(who, address)
    button = page.locator(".do-now a", has_text=re.compile(rf"^\s*{step}")).first
    if not button.is_visible():
        page.locator(".more > summary").click()
    button.click()
    form = page.locator("#step form").first
    for name, value in filled.items():
        _fill(form, name, value)
    if file:
        photo = {"name": "现场.txt", "mimeType": "text/plain", "buffer": "现场没有通水".encode()}
        form.locator("[type=file]").set_input_files([photo])
    if picture:
        examine(page, picture)
    form.locator("button.button--primary").click()
    page.wait_for_url("**done=*")
    return page


def _fill(form: Locator, name: str, value: str) -> None:
    field = form.locator(f"[name={name}]")
    if field.first.get_attribute("type") == "radio":
        form.locator(f"[name={name}][value={value}]").check()
    else:
        field.first.fill(value)


# --- The meeting ---------------------------------------------------------------------------------------------------


def asked_for(screens: Screens) -> str:
    """Over the limit it is refused with what is left; as a seminar it is within, and whoever approves sees the rest."""
    page = screens.window("chenghui", "/meetings/request/")
    for label, value in (
        ("会议名称", MEETING), ("会议目的和主要议程", "研究排水防涝。"), ("开始时间", "2026-11-26T09:00"),
        ("结束时间", "2026-11-26T11:00"), ("参会人数", "20"), ("预算（元）", "1500"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    page.get_by_label("会议类别").select_option("topic")
    page.get_by_label("需要集体审议决定").check()
    page.get_by_role("button", name="报送会议申请").click()
    expect(page.locator("main")).to_contain_text("限额 1 次，已用 1 次，还剩 0 次")
    expect(page.get_by_label("会议名称")).to_have_value(MEETING)
    examine(page, "decisions-01-refused")
    page.get_by_label("会议类别").select_option("seminar")
    page.get_by_role("button", name="报送会议申请").click()
    expect(page.locator("h1")).to_contain_text(MEETING)
    address = address_of(MEETING)
    page = take(screens, "chengfu", address, "审签会议申请")
    expect(page.locator("main")).to_contain_text("限额 4 次，其他会议已用 0 次，还剩 4 次")
    take(screens, "huizhang", address, "批准会议")
    return address


def called(screens: Screens, address: str) -> None:
    """The room, the list, an item of the agenda, and the notice with its answers."""
    take(screens, "huiwu", address, "安排时间和会场", "decisions-02-schedule")
    page = screens.window("huiwu", address)
    page.get_by_label("参会人员或单位").fill("杨市长\n成局\n水务局")
    page.get_by_role("button", name="列入名单").click()
    expect(page.locator("#people")).to_contain_text("共 3 个名额")
    page = screens.window("chenghui", f"{address}items/new/")
    page.get_by_label("议题名称").fill("积水点改造")
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.locator("#agenda")).to_contain_text("积水点改造")
    for who, button in (("chengfu", "审签同意"), ("huiwu", "列入议程")):
        page = screens.window(who, address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text("议题已审核。")).to_be_visible()
    take(screens, "huiwu", address, "发出会议通知")
    page = screens.window("yangshizhang", "/meetings/mine/")
    card = page.locator("li.panel", has_text=MEETING)
    examine(page, "decisions-03-mine")
    card.get_by_role("button", name="参加", exact=True).click()
    expect(card.locator(".badge").first).to_have_text("参加")
    page = screens.window("chengju", "/meetings/mine/")
    card = page.locator("li.panel", has_text=MEETING)
    card.get_by_text("代为参加或请假").click()
    card.get_by_label("代为参加人").fill("程负")
    card.get_by_label("理由").fill("出差")
    card.get_by_role("button", name="回复", exact=True).click()
    expect(card).to_contain_text("由他人代为参加")


def signed_in(screens: Screens, address: str) -> None:
    """By the code at the door, on a telephone; and by the list."""
    door = screens.window("huiwu", f"{address}code/")
    assert door.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0
    examine(door, "decisions-04-door")
    code = door.locator(".sign-code").inner_text()
    page = screens.window("yangshizhang", f"{address}sign/?code={code}")
    page.get_by_role("button", name="签到").click()
    expect(page.locator("main")).to_contain_text("已签到")
    page = screens.window("huiwu", f"{address}list/")
    boxes = page.locator("input[type=checkbox]")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="登记签到").click()
    expect(page.locator("#people")).to_contain_text("已签到 3")


def minuted(screens: Screens, address: str) -> None:
    """Minutes from the agenda, approved and sent; each decision becomes an assignment by one key."""
    take(screens, "huiwu", address, "结束会议", cost="1200")
    page = screens.window("huiwu", address)
    page.locator(".do-now a", has_text="报审纪要").click()
    expect(page.get_by_label("正文")).to_have_value(re.compile("※ （写明议定什么）｜城市管理局｜2026-12-31"))
    take(screens, "huiwu", address, "报审纪要", "decisions-05-minutes", text=DECISIONS)
    take(screens, "huizhang", address, "审定纪要")
    page = take(screens, "huiwu", address, "印发纪要")
    said = text_of(page, f"{address}minutes.pdf")
    assert all(words in said for words in (MEETING, FIRST, SECOND, "城市管理局")), said
    decisions = page.locator("#decisions")
    examine(page, "decisions-06-following")
    for left in (1, 0):
        button = decisions.get_by_role("button", name="转为督查事项").first
        button.focus()
        page.keyboard.press("Enter")
        expect(decisions.get_by_role("button", name="转为督查事项")).to_have_count(left)
    take(screens, "huiwu", address, "办结会议")
    assert Resolution.objects.filter(assignment__title__in=(FIRST, SECOND)).count() == 2
    assert Meeting.objects.get(matter__title=MEETING).cost == 1200


def text_of(page: Page, address: str) -> str:
    """What an independent reader finds in the PDF, without its line breaks."""
    pdf = page.request.get(address).body()
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return "".join(read.stdout.decode().split())


# --- The decisions -------------------------------------------------------------------------------------------------


def given_out(screens: Screens) -> None:
    """Approved and assigned as the minutes say, and received."""
    for title, unit, hands, day in (
        (FIRST, "城市管理局", "chengdu", "2026-12-11"), (SECOND, "水务局", "shuidu", "2026-12-31"),
    ):  # fmt: skip
        address = address_of(title)
        take(screens, "duzhang", address, "同意立项")
        page = screens.window("dudu", address)
        page.locator(".do-now a", has_text="交办督查").click()
        expect(page.locator("#step [name=unit]")).to_have_value(unit)
        expect(page.locator("#step [name=deadline]")).to_have_value(day)
        take(screens, "dudu", address, "交办督查")
        take(screens, hands, address, "接收督查")


def late_false_and_true(screens: Screens) -> None:
    """The unit is late, is sent a slip, reports what is not so, does it, and is closed."""
    address = address_of(FIRST)
    assert chase_late(at=LATE) == 1
    drain()
    assert Notice.objects.filter(kind="supervision.chased", person__username="chengdu").exists()
    page = screens.window("dudu", "/supervision/")
    expect(page.locator("#urgent")).to_contain_text("蓝色提醒单")
    examine(page, "decisions-07-board")
    take(screens, "shuidu", address, "反馈协办", text="闸门已调度。")
    take(screens, "chengdu", address, "报送审签", file=True, text="已经改造完成。")
    take(screens, "chengfu", address, "审签上报")
    page = take(
        screens,
        "dudu",
        address,
        "核查不实",
        "decisions-08-false",
        file=True,
        place="东湖路",
        finding="三号井没有通水。",
    )
    expect(page.locator("#result")).to_contain_text("三号井没有通水")
    take(screens, "chengdu", address, "反馈进展", text="三号井已经贯通。", percent="100")
    take(screens, "chengdu", address, "报送审签", text="全线通水。")
    take(screens, "chengfu", address, "审签上报")
    take(screens, "dudu", address, "核查属实", finding="全线通水，属实。")
    take(screens, "dudu", address, "提请销号", conclusion="整改到位，予以销号。", grade="fair")
    take(screens, "duzhang", address, "批准销号")
    assert Matter.objects.get(title=FIRST).state == "closed"


def praised(screens: Screens) -> str:
    """Nobody is praised before the mayor has approved it."""
    page = screens.window("dudu", address_of(FIRST))
    page.get_by_role("link", name="拟通报").click()
    page.locator("[name=praise][value=praise]").check()
    page.locator("[name=title]").fill("关于表扬城市管理局的通报")
    examine(page, "decisions-09-circular")
    page.get_by_role("button", name="保存通报").click()
    page.wait_for_url("**/circulars/DT*/**")
    address = page.url.split("?")[0]  # With its ?done= the next step would seem taken before it is.
    take(screens, "dudu", address, "送审通报")
    take(screens, "duzhang", address, "呈批通报")
    assert not Mention.objects.exists()
    take(screens, "yangshizhang", address, "批准通报")
    page = take(screens, "dudu", address, "印发通报", document_number="云政督〔2026〕3号")
    assert Mention.objects.get().praise
    said = text_of(page, f"{address}paper.pdf")
    for words in ("关于表扬城市管理局的通报", "云政督〔2026〕3号", FIRST, "整改到位，予以销号。", "2026年12月14日"):
        assert words in said, (words, said)
    unit = screens.window("chengdu", address)
    expect(unit.locator("h1")).to_contain_text("关于表扬")
    return address


def objected_and_reviewed(screens: Screens) -> None:
    """The other unit does not agree with its conclusion; somebody else reviews it."""
    address = address_of(SECOND)
    take(screens, "shuidu", address, "报送审签", text="办法已经修订。")
    take(screens, "shuifu", address, "审签上报")
    take(screens, "dudu", address, "核查属实", finding="属实。")
    take(screens, "dudu", address, "提请销号", conclusion="完成质量一般，予以销号。", grade="plain")
    take(screens, "duzhang", address, "批准销号")
    take(screens, "shuidu", address, "签收结论")
    page = take(screens, "shuifu", address, "提出异议", reason="评价没有考虑停电的影响。")
    expect(page.locator("#clocks")).to_contain_text("异议复核")
    keeper = screens.window("duzhang", address)
    expect(keeper.locator(".do-now a", has_text="维持结论")).to_have_count(0)
    page = take(
        screens, "yangshizhang", address, "变更结论", "decisions-10-review", conclusion="按期完成。", grade="good"
    )
    expect(page.locator("#result")).to_contain_text("按期完成")
    assert Assignment.objects.get(matter__title=SECOND).grade == "good"


def walked(screens: Screens, meeting: str, circular: str) -> None:
    """来龙去脉, from the decision to its result and back, as the mayor who was there sees it."""
    page = screens.window("yangshizhang", meeting)
    page.locator("#links").get_by_role("link", name="来龙去脉").click()
    after = page.locator("section", has=page.get_by_role("heading", name="后来怎样"))
    for words in (FIRST, SECOND, "关于表扬城市管理局的通报", "已销号"):
        expect(after).to_contain_text(words)
    examine(page, "decisions-11-chain")
    after.locator("a", has_text=circular.strip("/").rpartition("/")[2]).click()
    page.get_by_role("link", name="来龙去脉").click()
    before = page.locator("section", has=page.get_by_role("heading", name="由何而来"))
    expect(before).to_contain_text(FIRST)
    expect(before).to_contain_text(MEETING)
    before.locator("a").first.click()
    expect(page.locator("h1")).to_contain_text(MEETING)


def test_two_decisions_of_one_meeting_come_to_their_end(screens: Screens) -> None:
    with clock.fixed(MORNING):
        meeting = asked_for(screens)
        called(screens, meeting)
    with clock.fixed(made.STARTS):
        signed_in(screens, meeting)
    with clock.fixed(made.ENDS):
        minuted(screens, meeting)
        given_out(screens)
    with clock.fixed(MIDDLE):
        take(screens, "shuidu", address_of(SECOND), "反馈进展", text="初稿已经写成。", percent="60")
    with clock.fixed(LATE):
        late_false_and_true(screens)
        circular = praised(screens)
    with clock.fixed(AFTER):
        objected_and_reviewed(screens)
        walked(screens, meeting, circular)
        examine(screens.window("dudu", address_of(FIRST)), "decisions-12-matter")
    screens.rest()
    assert list(differences()) == []
    assert verify().ok


def test_a_decision_that_was_typed_is_read_into_its_parts(screens: Screens) -> None:
    """From the words of a meeting without minutes here to two assignments, by one registration, one reading and one press."""
    with clock.fixed(MORNING):
        page = screens.window("dudu", "/supervision/register/")
        page.locator("[name=title]").fill("市政府第12次常务会议议定事项")
        page.locator("[name=text]").fill(TYPED)
        page.locator("[name=decided_by]").fill("市政府第12次常务会议")
        examine(page, "decisions-21-register")
        page.get_by_role("button", name="登记，再分解为几件").click()
        page.wait_for_url("**/parts/**")
        page.locator("details.panel > summary").click()
        page.locator("#read [name=text]").fill(TYPED)
        page.get_by_role("button", name="读出条目").click()
        expect(page.locator("#split [name=p0-unit]")).to_have_value("城市管理局")
        expect(page.locator("#split [name=p0-deadline]")).to_have_value("2026-12-11")
        expect(page.locator("#split [name=p1-unit]")).to_have_value("水务局")
        examine(page, "decisions-22-parts")
        page.get_by_role("button", name="立项勾选的条目").click()
        page.wait_for_url("**/tree/**")
        expect(page.locator(".tree li")).to_have_count(3)
        take(screens, "duzhang", address_of("常务会议议定事项"), "同意立项")
        parts = Matter.objects.filter(kind="supervision.assignment").exclude(title__contains="议定")
        assert set(parts.values_list("state", flat=True)) == {"assigned"}
