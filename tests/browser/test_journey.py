"""The whole story as people live it at their screens: a citizen's phone, the operator's keyboard, the mayor's desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.web import clock
from shuniu.public.hotline.models import Request
from tests import hotline_pages as made
from tests.browser.people import PASSWORD, Effort, Hands, Screens, examine
from tests.journeys.story import AGAIN, CALLED, PLACE, REPLY, SAID, photo, train_routing
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> World:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = build(PASSWORD)
    made.subject("排水", "市政")
    train_routing(moment("2026-11-23 08:00"), tmp_path)
    return world


@pytest.fixture
def screens(browser: Browser, city: World, live_server: Any) -> Iterator[Screens]:
    opened = Screens(browser, live_server.url)
    yield opened
    opened.close()


def state(number: str) -> str:
    return Matter.objects.get(number=number).state


def done(page: Page) -> None:
    expect(page.locator(".notice--good").first).to_be_visible()


def open_step(hands: Hands, name: str) -> None:
    """Press the step's button on a request's page; its form opens in place."""
    hands.click(hands.page.locator(".do-now a", has_text=re.compile(rf"^\s*{name}")))
    hands.page.wait_for_selector("#step form")


def send(hands: Hands) -> None:
    hands.click("#step form .button--primary")
    done(hands.page)


# --- The chapters --------------------------------------------------------------------------------------------------


def citizen_reports(hands: Hands) -> tuple[str, str]:
    page = hands.page
    page.goto("/")
    examine(page, "01-home")
    hands.click(page.get_by_role("link", name="我要反映"))
    page.wait_for_url("**/report/")
    hands.click("label:has(input[name=type][value=complaint])")
    hands.fill("textarea[name=text]", SAID)
    hands.fill("input[name=place]", PLACE)
    hands.fill("input[name=phone]", "10012345678")
    hands.effort.clicks += 2  # 选择文件, and the photograph in the phone's own gallery
    picture = photo()
    page.set_input_files("input[name=photos]", {"name": "井.jpg", "mimeType": "image/jpeg", "buffer": picture.read()})
    examine(page, "02-report")
    hands.click(page.get_by_role("button", name="提交"))
    page.wait_for_url("**/report/done/")
    number, code = page.locator(".receipt strong.num").all_inner_texts()
    examine(page, "03-receipt")
    page.get_by_role("button", name="现在就看办理情况").click()
    page.wait_for_url(f"**/follow/{number}/")
    expect(page.get_by_text("已登记，等待派单").first).to_be_visible()
    examine(page, "04-followed")
    return number, code


def citizen_follows(hands: Hands, number: str, code: str, name: str) -> None:
    page = hands.page
    page.goto("/follow/")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=code]").fill(code.lower())
    page.get_by_role("button", name="打开").click()
    page.wait_for_url(f"**/follow/{number}/")
    examine(page, name)


def citizen_rates(hands: Hands, *, resolved: bool, satisfaction: int) -> None:
    page = hands.page
    hands.click("#rate label:has(input[name=responded][value=True])")
    hands.click(f"#rate label:has(input[name=resolved][value={resolved}])")
    hands.click(f"#rate label:has(input[name=satisfaction][value='{satisfaction}'])")
    hands.click(page.get_by_role("button", name="提交评价"))
    done(page)


def operator_takes_a_call(hands: Hands) -> str:
    """By keyboard alone: no click from the desk to the next call."""
    page = hands.page
    examine(page, "05-operator-desk")
    hands.press("g")
    hands.press("i")
    page.wait_for_url("**/hotline/intake/")
    examine(page, "06-intake-empty")
    hands.press("Alt+c")
    hands.type("13900001234")
    hands.press("Enter")
    hands.type(CALLED)
    page.wait_for_selector("#hints li, #hints p")
    hands.press("Alt+l")
    hands.type("白鹭小区门口")
    hands.press("Alt+p")
    hands.type("城市管理局")
    page.wait_for_timeout(1200)  # The hints come while one types.
    examine(page, "07-intake-filled")
    hands.press("Control+Enter")
    page.wait_for_url("**/hotline/intake/done/")
    examine(page, "08-intake-done")
    number = str(Matter.objects.get(source="phone").number)
    assert number in re.sub(r"\s", "", page.locator(".read-out").inner_text())
    hands.press("Enter")
    page.wait_for_url("**/hotline/intake/")
    assert hands.effort.clicks == 0
    return number


def dispatcher_accepts_the_suggestion(hands: Hands, number: str) -> None:
    page = hands.page
    examine(page, "09-dispatcher-desk")
    hands.press("g")
    hands.press("t")
    page.wait_for_url("**/hotline/")
    examine(page, "10-dispatcher-todo")
    hands.press("j")
    hands.press("Shift+A")
    done(page)
    examine(page, "11-dispatched")
    assert state(number) == "dispatched"


def department_returns_it(hands: Hands, number: str) -> None:
    page = hands.page
    examine(page, "12-liaison-todo")
    hands.click(page.get_by_role("link", name=number).or_(page.locator(f"a[href='/hotline/{number}/']")))
    page.wait_for_selector(".matter-head")
    examine(page, "13-liaison-matter")
    open_step(hands, "退单")
    hands.fill("#step input[name=right_unit]", "水务局")
    hands.fill("#step textarea[name=reason]", "雨水井堵塞由水务局负责，摊贩部分我们协助。")
    examine(page, "14-return-form")
    send(hands)
    assert state(number) == "returned"


def dispatcher_sends_it_on(hands: Hands, number: str) -> None:
    page = hands.page
    page.goto(f"/hotline/{number}/")
    open_step(hands, "改派")
    expect(page.locator("#step input[name=unit]")).to_have_value("水务局")
    examine(page, "15-redispatch")
    send(hands)


def take(hands: Hands, number: str, step: str, **fields: str) -> None:
    """One step on a request's page: its button, its fields, its primary button."""
    page = hands.page
    page.goto(f"/hotline/{number}/")
    open_step(hands, step)
    for name, value in fields.items():
        field = page.locator(f"#step [name={name}]")
        if field.first.get_attribute("type") == "radio":
            hands.click(f"#step label:has([name={name}][value='{value}'])")
        else:
            hands.fill(f"#step [name={name}]", value)
    send(hands)


def handler_replies(hands: Hands, number: str) -> None:
    page = hands.page
    page.goto("/hotline/")
    hands.click(f"a[href='/hotline/{number}/']")
    page.wait_for_selector(".matter-head")
    open_step(hands, "答复")
    hands.fill("#step textarea[name=text]", REPLY)
    page.wait_for_timeout(1500)  # The checks are shown while one writes.
    hands.click("#step label:has([name=result][value=resolved])")
    examine(page, "16-reply-form")
    send(hands)
    assert state(number) == "replied"


def redone_after_the_callback(hands: Hands, number: str) -> None:
    page = hands.page
    page.goto("/hotline/calls/")
    examine(page, "19-calls")
    hands.click(page.get_by_role("button", name="查看完整信息"))
    expect(page.locator(".phone").first).to_have_text("10012345678")
    hands.click(page.get_by_role("link", name="退回重办"))
    page.wait_for_selector(".call-step form")
    hands.fill(".call-step textarea[name=reason]", "回访：昨晚下雨又积水。")
    hands.click(".call-step label:has([name=responded][value=yes])")
    hands.click(".call-step label:has([name=satisfaction][value='1'])")
    examine(page, "20-redo-form")
    hands.click(".call-step form .button--primary")
    done(page)
    assert state(number) == "handling"


def closed_after_the_second_callback(hands: Hands, number: str) -> None:
    page = hands.page
    page.goto("/hotline/calls/")
    hands.click(page.get_by_role("link", name="回访办结"))
    page.wait_for_selector(".call-step form")
    for name, value in (("reached", "yes"), ("responded", "yes"), ("resolved", "yes"), ("satisfaction", "4")):
        hands.click(f".call-step label:has([name={name}][value='{value}'])")
    examine(page, "21-callback-form")
    hands.click(".call-step form .button--primary")
    done(page)
    assert state(number) == "closed"


def mayor_looks(hands: Hands) -> None:
    page = hands.page
    plain = re.sub(r"\s+", "", page.locator("main").inner_text())
    assert "今日受理2" in plain, plain
    examine(page, "22-mayor-desk")
    page.goto("/hotline/leader/")
    examine(page, "23-mayor-leader")
    page.goto("/hotline/figures/")
    page.wait_for_timeout(800)
    examine(page, "24-mayor-figures")
    page.goto("/hotline/reports/?day=2026-11-23")
    examine(page, "25-mayor-report")


def auditor_verifies(hands: Hands) -> None:
    page = hands.page
    examine(page, "26-ledger")
    hands.click(page.get_by_role("button", name=re.compile("校验|核验")))
    expect(page.get_by_text("台账完整").first).to_be_visible()
    examine(page, "27-verified")


def first_day(screens: Screens, city: World, effort: dict[str, Effort]) -> tuple[str, str]:
    """From the citizen's words to a unit that has called back. Answers number and query code."""
    citizen = screens.phone()
    number, code = citizen_reports(citizen)
    effort["A citizen reports, with a photograph, on a phone"] = citizen.effort
    drain()
    assert Request.objects.get(matter__number=number).suggested_unit_id == city.unit("chengguan")
    dispatcher = screens.desk("wanglan")
    dispatcher_accepts_the_suggestion(dispatcher, number)
    effort["A dispatcher sends it to the suggested unit"] = dispatcher.effort
    operator = screens.desk("liwen")
    operator_takes_a_call(operator)
    effort["An operator registers a call and dispatches it"] = operator.effort
    department_returns_it(screens.desk("chenlian", "/hotline/"), number)
    dispatcher_sends_it_on(screens.desk("wanglan"), number)
    liaison = screens.desk("jiangshui")
    take(liaison, number, "签收")
    take(liaison, number, "联系群众", result="reached", note="约明天现场看")
    mayor_looks(screens.desk("yangshizhang"))
    return number, code


def answered_late(screens: Screens, number: str, effort: dict[str, Effort]) -> None:
    """The unit answers after the promised day; the checker sends it back once."""
    handler = screens.desk("jiangshui")
    handler_replies(handler, number)
    effort["A department replies"] = handler.effort
    checker = screens.desk("zhoushen", f"/hotline/{number}/")
    examine(checker.page, "17-checker")
    take(checker, number, "退回补充", reason="请写明摊贩是谁清理的。")
    take(screens.desk("jiangshui"), number, "答复", text=REPLY, result="resolved")
    take(checker, number, "审核通过")
    assert Request.objects.get(matter__number=number).late


def closed_for_good(screens: Screens, city: World, number: str, code: str) -> None:
    """The citizen is content at last, the request is closed, the auditor verifies."""
    citizen = screens.phone()
    citizen_follows(citizen, number, code, "18-redone")
    citizen_rates(citizen, resolved=True, satisfaction=4)
    closed_after_the_second_callback(screens.desk("wufang"), number)
    citizen_follows(screens.phone(), number, code, "28-closed")
    secret = generate_totp_secret()
    TOTP.activate(city.people["youshen"], secret)
    auditor_verifies(screens.desk("youshen", "/organisation/ledger/", secret))


def test_the_whole_story_at_real_screens(screens: Screens, city: World) -> None:
    effort: dict[str, Effort] = {}
    with clock.fixed(moment("2026-11-23 09:30")):
        number, code = first_day(screens, city, effort)
    with clock.fixed(moment("2026-11-27 10:00")):
        take(screens.desk("shenju"), number, "申请延期", reason="需要调疏通车，约需五天。")
        take(screens.desk("wanglan"), number, "同意延期", reason="需要调疏通车，约需五天。")
    with clock.fixed(moment("2026-12-10 10:00")):
        answered_late(screens, number, effort)
    with clock.fixed(moment("2026-12-12 20:00")):
        citizen = screens.phone()
        citizen_follows(citizen, number, code, "18-answered-late")
        citizen_rates(citizen, resolved=False, satisfaction=1)
    with clock.fixed(moment("2026-12-14 09:30")):
        redone_after_the_callback(screens.desk("wufang"), number)
    with clock.fixed(moment("2026-12-14 16:00")):
        take(screens.desk("jiangshui"), number, "答复", text=AGAIN, result="resolved")
        take(screens.desk("zhoushen"), number, "审核通过")
    with clock.fixed(moment("2026-12-15 09:30")):
        closed_for_good(screens, city, number, code)
    screens.rest()
    assert list(differences()) == []
    assert verify().ok
    print(*(f"\n{job}: {cost}" for job, cost in effort.items()), sep="")
