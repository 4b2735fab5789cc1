"""One petition from the counter to its end: registered, handled, reviewed, heard and reviewed again, with every letter read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.search.index import put
from shuniu.kernel.web import clock
from shuniu.public.petitions.search import entries
from tests import petition_matters as made
from tests.browser.harness import Complaints, axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    return made.town(build())


@pytest.fixture
def visit(browser: Browser, city: World, live_server: Any, complaints: Complaints) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def leave() -> None:
        """Whoever was here has gone: what their page still asks must be answered before another person signs in."""
        while contexts:
            context = contexts.pop()
            for page in context.pages:
                page.wait_for_load_state("networkidle")
            context.close()

    def open_as(username: str, path: str = "") -> Page:
        leave()
        client = Client()
        client.force_login(city.people[username])
        context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, base_url=live_server.url)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        page.goto(f"/petitions/{path}", wait_until="networkidle")
        return page

    yield open_as
    leave()
    assert complaints == []


def examine(page: Page, name: str) -> None:
    look(page, f"petition-{name}")
    overflow(page)
    axe(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def on(day: str) -> Any:
    return clock.fixed(moment(day))


def take(page: Page, action: str, fields: dict[str, str] | None = None, choose: str = "", name: str = "") -> None:
    """Press the step's button on the page, fill in its form in place, and send it."""
    button = page.locator(".do-now a", has_text=action).first
    if not button.is_visible():
        page.locator("details.more > summary").click()
    button.click()
    form = page.locator("#step .step-form")
    expect(form).to_be_visible()
    for field, text in (fields or {}).items():
        form.locator(f"[name={field}]").fill(text)
    if choose:
        form.get_by_text(choose).first.click()
    if name:
        page.wait_for_load_state("networkidle")
        examine(page, name)
    with page.expect_navigation(url="**/?done=*"):  # Not the address alone: the step before may have led there already.
        form.locator(".actions .button--primary").last.click()
    page.wait_for_load_state("networkidle")


def letters(page: Page) -> dict[str, str]:
    """Every letter on the page, fetched as PDF and read: title → words."""
    found = {}
    for link in page.locator(".letters a").all():
        answer = page.request.get(str(link.get_attribute("href")))
        assert answer.headers["content-type"] == "application/pdf"
        with pypdfium2.PdfDocument(io.BytesIO(answer.body())) as document:
            said = "".join(one.get_textpage().get_text_bounded() for one in document)
        found[link.inner_text().strip()] = "".join(said.split())
    return found


def registered(visit: Visit) -> str:
    """At the counter: six representatives are refused, two are taken; then the petition goes to a street."""
    with on("2026-11-23 09:30"):
        page = visit("xindeng", "register/")
        page.get_by_label("来访", exact=True).check()
        for field, text in {"name": "钱多多", "phone": "13900005678", "people": "6", "representatives": "6"}.items():
            page.locator(f"#id_{field}").fill(text)
        page.locator("#id_text").fill(made.TEXT)
        page.locator("main .actions .button--primary").click()
        expect(page.locator("main")).to_contain_text("请信访人推选代表")
        expect(page.locator("#id_text")).to_have_value(made.TEXT)
        page.locator("#id_representatives").fill("2")
        page.locator("main .actions .button--primary").click()
        expect(page.locator("main")).to_contain_text("查询码")
        examine(page, "registered")
        number = str(Matter.objects.get().number)
        page.goto(f"/petitions/{number}/", wait_until="networkidle")
        take(page, "转送", {"unit": "春柳街道办事处", "note": "请依法处理"})
    return number


def handled(visit: Visit, number: str) -> None:
    """The street accepts, hears, drafts with a preview, signs; the petition office registers the delivery."""
    with on("2026-11-25 09:30"):
        take(visit("jiefang", f"{number}/"), "受理", choose="已核对", name="accept")
    with on("2026-12-20 09:30"):
        page = visit("jieban", f"{number}/")
        take(page, "听取陈述", {"text": "12月18日当面听取，要求彻底整改。"})
        page.goto(f"/petitions/{number}/draft-opinion/", wait_until="networkidle")
        for field, text in made.OPINION.items():
            if field != "result":
                page.locator(f"[name={field}]").fill(text)
        page.get_by_label("支持", exact=True).check()
        page.get_by_role("button", name="预览意见书").click()
        expect(page.locator("#letter-preview img").first).to_be_visible(timeout=20_000)
        examine(page, "draft")
        with page.expect_navigation(url="**/?done=draft_opinion"):
            page.locator(".step-form .actions .button--primary").last.click()
    with on("2026-12-22 09:30"):
        take(visit("jiezhang", f"{number}/"), "出具处理意见书", name="issue")
    with on("2026-12-23 09:30"):
        page = visit("xindeng", f"{number}/")
        expect(page.locator("main")).to_contain_text("尚未登记送达")
        take(page, "送达意见书", {"delivered_on": "2026-12-22"}, choose="当面送达", name="deliver")
        expect(page.locator("#clocks")).to_contain_text("申请复查")


def reviewed(visit: Visit, number: str) -> None:
    """The district reviews, the city reviews again after a hearing."""
    with on("2026-12-28 09:30"):
        take(visit("xindeng", f"{number}/"), "请求复查", {"reason": "油烟依旧，请求复查。"})
        page = visit("qufu", f"{number}/")
        opinion = {"facts": "净化设施已安装。", "text": "维持原处理意见。"}
        take(page, "出具复查意见", opinion, choose="维持原意见，并作解释说明")
        take(page, "送达意见书", {"delivered_on": "2026-12-28"}, choose="当面送达")
    with on("2027-01-04 09:30"):
        take(visit("xindeng", f"{number}/"), "请求复核", {"reason": "仍然不服。"})
    with on("2027-01-06 09:30"):
        page = visit("fucha", f"{number}/")
        hearing = {"held_at": "2027-01-12T09:30", "place": "市信访局三楼听证室", "text": "油烟是否达标"}
        take(page, "举行听证", hearing, name="hearing")
        examine(page, "hearing-matter")
    with on("2027-01-13 09:30"):
        page = visit("fucha", f"{number}/")
        take(page, "听证结束", {"text": "各方陈述完毕，检测达标。"})
        take(page, "出具复核意见", {"facts": "检测达标。", "text": "维持复查意见。"}, choose="维持原意见，不予支持")


def test_one_petition_through_review_and_re_review_with_a_hearing(visit: Visit) -> None:
    number = registered(visit)
    handled(visit, number)
    reviewed(visit, number)
    with on("2027-01-14 09:30"):
        page = visit("xindeng", f"{number}/")
        examine(page, "finished")
        read = letters(page)
    wanted = {
        "登记回执": "第二十二条", "转送函": "请依法处理", "受理告知书": "60日内办结，即2027年1月24日前",
        "信访处理意见书": "请求临湖区人民政府复查", "复查意见书": "请求云州市人民政府复核",
        "听证通知书": "2027年1月12日09:30", "复核意见书": "不再受理",
    }  # fmt: skip
    assert read.keys() == wanted.keys()
    for title, words in wanted.items():
        assert words in read[title], title
        assert "钱多多" in read[title], title


def test_the_registration_shows_what_was_petitioned_before(visit: Visit, city: World) -> None:
    with on("2026-11-23 09:30"):
        first = made.handled(city)
        made.filed(
            city, way="visit", people=8, representatives=3, text="春柳小区二期延期交房，请求协调开发商。", name="吴用"
        )
        made.filed(city, way="superior", sender="省信访局", sender_number="省信〔2026〕88号", urgency="urgent",
                   text="反映东湖水厂周边排污问题。", name="林一")  # fmt: skip
        made.filed(city, category="accusation", text="举报某单位负责人收受礼品。")
        put(entries(list(Matter.objects.values_list("pk", flat=True))))
        page = visit("xindeng", "register/")
        page.locator("#id_phone").fill("13900005678")
        page.locator("#id_text").fill(made.TEXT)
        expect(page.locator("#hints")).to_contain_text("同一信访人")
        page.get_by_role("button", name="下级正在办理且未超期").click()
        expect(page.locator("#id_earlier")).to_have_value(str(first.number))
        examine(page, "register")
        for path, name in (("", "todo"), ("all/", "all"), (f"{first.number}/", "matter"), ("../desk/", "desk")):
            page.goto(f"/petitions/{path}", wait_until="networkidle")
            examine(page, name)
        again = made.filed(city, way="online")
        page.goto(f"/petitions/{again.number}/screen/", wait_until="networkidle")
        page.get_by_role("button", name="下级正在办理且未超期").click()
        expect(page.get_by_label("相关的信访编号")).to_have_value(str(first.number))
        examine(page, "screen")
        sealed = Matter.objects.get(sealed=True)
        page = visit("xinju", f"{sealed.number}/")
        examine(page, "sealed")
        page = visit("chengfang", f"{first.number}/draft-opinion/")
        examine(page, "opinion")
