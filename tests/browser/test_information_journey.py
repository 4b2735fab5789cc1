"""One request for information in the browser: asked on a telephone, corrected, a third party heard, extended, given in part,
taken to reconsideration and answered anew; and every letter on the way, fetched as PDF and read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from tests.browser.harness import PHONE, axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = "我想要东湖的水质数据。"
CORRECTED = "东湖三号排水口2025年全年水质监测数据，以及对排水口运营企业的检查记录。"
COMPANY = "云州清源水务有限公司"


@dataclass
class Office:
    """People at their screens, each in a browser of their own; and the applicant on a telephone."""

    world: World
    browser: Browser
    url: str
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    number: str = ""

    def page_of(self, who: str) -> Page:
        if who not in self.contexts:
            width, height = (PHONE, 844) if who == "applicant" else (1440, 900)
            context = self.browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
            context.set_default_timeout(30_000)
            self.contexts[who] = context
            if who != "applicant":
                client = Client()
                client.force_login(self.world.people[who])
                value = client.cookies[settings.SESSION_COOKIE_NAME].value
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
            context.new_page()
        return self.contexts[who].pages[0]

    def go(self, who: str, path: str) -> Page:
        page = self.page_of(who)
        page.goto(self.url + path, wait_until="networkidle")
        return page

    def takes(self, who: str, step: str, at: str, *, asked: str = "", **filled: str) -> Page:
        """A step on its own page, as it is without a script: fields by name, then the button."""
        with clock.fixed(moment(at)):
            page = self.go(who, f"/disclosure/requests/{self.number}/{step}/{asked}")
            form = page.locator(".step-form form")
            for name, value in filled.items():
                self._fill(form, name, value)
            form.locator("button.button--primary").click()
            page.wait_for_url(f"**/disclosure/requests/{self.number}/?done=*")
        return page

    @staticmethod
    def _fill(form: Any, name: str, value: str) -> None:
        one = form.locator(f'[name="{name}"]')
        if one.first.get_attribute("type") == "radio":
            form.locator(f'[name="{name}"][value="{value}"]').check()
        elif one.evaluate("element => element.tagName") == "SELECT":
            one.select_option(value)
        else:
            one.fill(value)

    def letter(self, who: str, url: str) -> str:
        """What a letter says, without the breaks of its lines."""
        answer = self.page_of(who).request.get(self.url + url)
        assert answer.status == 200, url
        assert answer.headers["content-type"] == "application/pdf"
        with pypdfium2.PdfDocument(BytesIO(answer.body())) as document:
            return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.fixture
def office(browser: Browser, transactional_db: None, live_server: Any) -> Iterator[Office]:
    made = Office(build(), browser, live_server.url)
    yield made
    for context in made.contexts.values():
        context.close()


def examine(page: Page, name: str) -> None:
    before = page.viewport_size
    look(page, f"information-{name}")
    overflow(page)
    axe(page)
    if before:
        page.set_viewport_size(before)


def test_a_request_through_correction_third_party_extension_partial_release_and_a_changed_reply(office: Office) -> None:
    _ask(office)
    _correct(office)
    _hear_others(office)
    _answer_in_part(office)
    _review_and_answer_anew(office)
    _read_every_letter(office)
    assert verify().ok


def _ask(office: Office) -> None:
    with clock.fixed(moment("2026-11-01 23:59")):
        page = office.go("applicant", "/information/apply/")
        page.fill('[name="text"]', ASKED)
        page.fill('[name="name"]', "张建国")
        page.fill('[name="identity"]', "11010519491231002X")
        page.fill('[name="phone"]', "13900001234")
        page.fill('[name="address"]', "云州市湖滨路12号")
        page.locator('[name="medium"]').first.check()
        page.get_by_role("button", name="下一步：核对").click()
        page.get_by_role("button", name="确认提交").click()
        page.wait_for_url("**/information/done/")
        office.number = page.locator("strong.num").first.inner_text()
        page.get_by_role("button", name="现在就看办理情况").click()
        expect(page.locator("h2").first).to_contain_text("等待与您确认收到")
    with clock.fixed(moment("2026-11-02 09:00")):
        page = office.go("gongban", "/disclosure/requests/")
        expect(page.locator("main")).to_contain_text(office.number)
        page = office.go("gongban", f"/disclosure/requests/{office.number}/receive/")
        expect(page.locator('[name="received_on"]')).to_have_value("2026-11-02")
        examine(page, "receive")
    office.takes("gongban", "receive", "2026-11-02 09:00", how="phone")


def _correct(office: Office) -> None:
    office.takes("gongban", "ask-correction", "2026-11-03 10:00", items="请写明哪个排水口、哪一年。", days="10")
    with clock.fixed(moment("2026-11-17 23:50")):
        page = office.go("applicant", f"/information/{office.number}/")
        expect(page.locator("main")).to_contain_text("请写明哪个排水口、哪一年。")
        page.fill('[name="text"]', CORRECTED)
        page.get_by_role("button", name="提交补正").click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("main")).to_contain_text("您提交了补正材料")
    page = office.takes("gongban", "receive-correction", "2026-11-18 09:00", received_on="2026-11-18")
    expect(page.locator("main")).to_contain_text(CORRECTED)


def _hear_others(office: Office) -> None:
    bureau = str(office.world.unit("chengguan"))
    office.takes("gongban", "assign", "2026-11-18 10:00", unit=bureau, note="请查监测数据和检查记录")
    with clock.fixed(moment("2026-11-19 10:00")):
        page = office.go("chengfang", f"/disclosure/requests/{office.number}/")
        expect(page.locator("main")).not_to_contain_text("张")
    office.takes("chengfang", "provide", "2026-11-20 10:00", result="found", text="监测台账和三份检查记录均已查到。")
    office.takes(
        "gongban", "ask-third-party", "2026-11-23 10:00", third_party_name=COMPANY, third_party_contact="开发区1号",
        subject="排水口运营企业的检查记录",
    )  # fmt: skip
    office.takes(
        "gongban",
        "hear-third-party",
        "2026-11-30 10:00",
        consents="refuses",
        opinion="记录载有工艺参数，属于商业秘密。",
    )
    office.takes("gongzhang", "extend", "2026-12-01 10:00", days="20", reason="检查记录须逐条区分处理。")


def _answer_in_part(office: Office) -> None:
    office.takes(
        "gongban", "draft-reply", "2026-12-10 10:00", asked="?kind=partly", ground="third_party",
        text="监测数据予以公开；检查记录中的工艺参数不予公开。", reason="工艺参数属于商业秘密，第三方不同意公开。",
    )  # fmt: skip
    with clock.fixed(moment("2026-12-11 10:00")):
        page = office.go("gongzhang", f"/disclosure/requests/{office.number}/sign/")
        assert page.locator(".letter img").evaluate("image => image.complete && image.naturalWidth > 300")
        examine(page, "sign")
    office.takes("gongzhang", "sign", "2026-12-11 10:00")
    office.takes("gongban", "deliver", "2026-12-14 10:00", how="post", delivered_on="2026-12-14")
    with clock.fixed(moment("2026-12-15 10:00")):
        page = office.go("applicant", f"/information/{office.number}/")
        expect(page.locator("main")).to_contain_text("监测数据予以公开")


def _review_and_answer_anew(office: Office) -> None:
    office.takes(
        "gongban", "register-remedy", "2027-01-05 10:00", path="reconsideration", authority="云州市人民政府",
        reference="云府复〔2027〕3号", begun_on="2027-01-05",
    )  # fmt: skip
    office.takes(
        "gongban", "conclude-remedy", "2027-02-05 10:00", result="corrected", ended_on="2027-02-04",
        remedy=str(_remedy(office)), gist="撤销原答复，责令重新答复。",
    )  # fmt: skip
    with clock.fixed(moment("2027-02-05 11:00")):
        page = office.go("gongban", "/disclosure/remedies/?result=corrected")
        expect(page.locator("table")).to_contain_text("待办理重新答复")
        examine(page, "remedies")
    office.takes("gongzhang", "reopen", "2027-02-05 15:00", days="15")
    office.takes(
        "gongban", "draft-reply", "2027-02-08 10:00", asked="?kind=given", text="监测数据和检查记录全部予以公开。"
    )
    page = office.takes("gongzhang", "sign", "2027-02-09 10:00")
    expect(page.locator("#remedies")).to_contain_text("结果纠正")
    examine(page, "matter")


def _remedy(office: Office) -> int:
    page = office.page_of("gongban")
    with clock.fixed(moment("2027-02-05 10:00")):
        office.go("gongban", f"/disclosure/requests/{office.number}/conclude-remedy/")
        return int(page.locator('[name="remedy"] option').last.get_attribute("value") or 0)


LETTERS = {
    "receive": ("登记回执", "收到申请之日为2026年11月2日", "截至2026年11月30日"),
    "ask_correction": ("补正告知书", "请写明哪个排水口、哪一年。", "截至2026年11月17日"),
    "ask_third_party": ("第三方意见征求书", COMPANY, "十五个工作日"),
    "extend": ("延长答复期限告知书", "延长20个工作日", "检查记录须逐条区分处理。"),
    "sign": ("政府信息公开申请答复书", "部分公开", "《政府信息公开条例》第十五条", "应当先申请行政复议", "六十日"),
    "again": ("政府信息公开申请重新答复书", "2026年12月11日作出的原答复", "予以公开", "也可以依法向有管辖权的人民法院"),
}


def _read_every_letter(office: Office) -> None:
    with clock.fixed(moment("2027-02-09 11:00")):
        page = office.go("gongban", f"/disclosure/requests/{office.number}/")
        links = page.locator('#letters a[href$=".pdf"]')
        urls = [str(links.nth(at).get_attribute("href")) for at in range(links.count())][::-1]
        said = dict(zip(LETTERS, [office.letter("gongban", url) for url in urls], strict=True))
        page = office.go("applicant", f"/information/{office.number}/")
        theirs = page.locator('a[href$=".pdf"]')
        own = [office.letter("applicant", str(theirs.nth(at).get_attribute("href"))) for at in range(theirs.count())]
        refused = page.request.get(office.url + urls[2].replace("/disclosure/requests/", "/information/"))
    for name, words in LETTERS.items():
        for word in words:
            assert word in said[name], (name, word)
    assert "张建国" not in said["ask_third_party"]
    assert sorted(own) == sorted(text for name, text in said.items() if name != "ask_third_party")
    assert refused.status == 404, "a third party's letter is not the applicant's"
    assert Matter.objects.get(number=office.number).state == "delivering"
