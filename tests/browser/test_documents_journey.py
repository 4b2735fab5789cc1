"""Two papers as people live them at their screens: one sent to forty units under two seals, one received, instructed, answered, filed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
import ofdkit
import pypdfium2
import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Locator, Page, expect

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.organisation.models import Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.routes.definition import Act, By, Route, Sitter, Stage
from shuniu.kernel.typesetting.geometry import measure
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Delivery, Incoming, NumberRecord, SealUse, Series
from tests import incoming_papers, papers, papers_city
from tests.browser.harness import PHONE
from tests.browser.people import PASSWORD, Hands, Screens, examine
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE, JOINT = papers_city.OFFICE, "城市管理局"
ROUTE = Route(
    "joint_countersigned", "核稿、会签、签发", "documents.outgoing",
    (
        Stage("audit", "核稿", (Sitter(By.ROLE, "documents.reviewer", unit="documents_section"),)),
        Stage("cosign", "会签", (Sitter(By.UNITS, "documents.head", least=3),), act=Act.COUNTERSIGN),
        Stage("sign", "签发", (Sitter(By.ROLE, "documents.director", unit="office"),), act=Act.SIGN),
    ),
)  # fmt: skip
SUBJECT = "做好冬季供热保障工作"
TITLE = f"{OFFICE} {JOINT}关于{SUBJECT}的通知"
BODY = "\n".join(
    [
        "为切实做好今冬明春城市供热保障工作，现将有关事项通知如下：",
        "一、总体要求",
        f"{papers.SOLID}。{papers.SOLID}。{papers.SOLID}。",
        "二、重点任务",
        f"（一）抓好检修。{papers.SOLID}。{papers.SOLID}。",
        f"（二）做好储备。{papers.SOLID}。{papers.SOLID}。",
        "三、工作要求",
        f"{papers.SOLID}。{papers.SOLID}。{papers.SOLID}。",
    ]
)
FORTY = 40


@pytest.fixture
def city(settings: Any) -> World:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = build(PASSWORD)
    Series.objects.create(word="云政办发", organ=OFFICE, unit=world.units["office"], active_from=date(2026, 1, 1))
    papers_city.seal_of(world)
    papers_city.seal_of(world, JOINT, "chengguan")
    papers_city.route_of(world, ROUTE)
    return world


@pytest.fixture
def screens(browser: Browser, city: World, live_server: Any) -> Iterator[Screens]:
    opened = Screens(browser, live_server.url)
    yield opened
    opened.close()


def forty_units(world: World) -> list[Person]:
    """Departments enough to make forty that receive papers, each with a clerk."""
    there = RoleHolding.objects.filter(role="documents.liaison").values_list("unit", flat=True).distinct().count()
    clerks = []
    for number in range(FORTY - there):
        unit = Unit.objects.create(
            code=f"bureau{number}", name=f"第{number + 1}区人民政府", kind="district", parent=world.units["city"]
        )
        clerk = Person(username=f"clerk{number}", name=f"文书{number + 1}")
        clerk.set_unusable_password()
        clerk.save()
        Post.objects.create(person=clerk, unit=unit, title="文书")
        RoleHolding.objects.create(person=clerk, role="documents.liaison", unit=unit)
        clerks.append(clerk)
    forget()
    return clerks


def state(number: str) -> str:
    return Matter.objects.get(number=number).state


def take(page: Page, address: str, step: str, button: str, **filled: str) -> None:
    """Open the paper, press the step, fill what it asks for, send it, and read that it was done."""
    page.goto(address)
    page.locator(".do-now a", has_text=re.compile(rf"^\s*{step}")).first.click()
    form = page.locator("#step form, .step-form").first
    for name, value in filled.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        else:
            field.first.fill(value)
    press(page, form, button)


def press(page: Page, form: Locator, button: str) -> None:
    page.wait_for_load_state("networkidle")  # The sheets and the route have been read.
    with page.expect_navigation(url="**done=*"):
        form.get_by_role("button", name=button).first.click()
    page.wait_for_load_state("networkidle")


# --- Outgoing ------------------------------------------------------------------------------------------------------


def drafted(screens: Screens) -> tuple[Hands, str]:
    """Three pages with an annex, of two organs."""
    hands = screens.desk("nigao", "/documents/drafts/new/")
    page = hands.page
    page.locator(".further > summary").click()
    page.locator("#id_joint_typing").fill(JOINT)
    page.keyboard.press("Enter")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_recipients_typing").fill("各县（市、区）人民政府，市政府各部门")
    page.keyboard.press("Enter")
    page.locator("#id_text").fill(BODY)
    page.locator("[data-annex-add]").click()
    page.locator("[name=annex_title]").fill("云州市冬季供热保障任务分解表")
    page.locator("[name=annex_text]").fill("按下表执行。\n| 序号 | 任务 | 单位 |\n| 1 | 检修管网 | 城市管理局 |")
    examine(page, "paper-01-draft")
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url("**/documents/outgoing/*/")
    return hands, page.url.rstrip("/").rpartition("/")[2]


def sent_for_approval(page: Page, address: str, again: bool = False) -> None:
    page.goto(address)
    page.locator(".do-now a", has_text="送审").first.click()
    form = page.locator(".step-form")
    expect(form).to_be_visible()
    if not again:
        for unit in (JOINT, "水务局", "体育局"):
            form.get_by_label(unit).check()
    examine(page, "paper-02-route")
    press(page, form, "送审")


def approved_with_one_return(screens: Screens, drafter: Hands, number: str) -> None:
    address = f"/documents/outgoing/{number}/"
    sent_for_approval(drafter.page, address)
    reviewer = screens.desk("hegao", address).page
    take(reviewer, address, "同意", "同意")
    heads = {who: screens.desk(who, address).page for who in ("chengju", "shuiju", "tiju")}
    take(heads["chengju"], address, "会签", "会签", stance="agree", opinion="同意联合发文。")
    heads["tiju"].goto(address)
    heads["tiju"].locator(".do-now a", has_text="退回").first.click()
    form = heads["tiju"].locator(".step-form")
    form.locator("[name=reason]").fill("请补充体育场馆供热的安排。")
    examine(heads["tiju"], "paper-03-return")
    press(heads["tiju"], form, "退回")
    assert state(number) == "drafting"
    page = drafter.page
    page.goto(f"/documents/drafts/{number}/")
    page.locator("#id_text").fill(
        BODY.replace("三、工作要求", "（三）保障场馆。体育场馆按规定温度供热。\n三、工作要求")
    )
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url(f"**{address}**")
    page.goto(f"/documents/drafts/{number}/compare/")
    expect(page.locator("main")).to_contain_text("保障场馆")
    sent_for_approval(page, address, again=True)
    take(reviewer, address, "同意", "同意")
    for who in ("shuiju", "tiju", "chengju"):  # Side by side: in whatever order they come.
        take(heads[who], address, "会签", "会签", stance="agree", opinion="同意。")
    take(screens.desk("fangzhuren", address).page, address, "签发", "签发")
    assert state(number) == "checking"


def issued(screens: Screens, number: str) -> Page:
    """Checked, numbered, under two seals, to forty units."""
    address = f"/documents/outgoing/{number}/"
    reviewer = screens.desk("hegao", address).page
    take(reviewer, address, "复核通过", "复核通过")
    take(reviewer, address, "编号", "编号")
    take(screens.desk("yinguan", address).page, address, "用印", "用印", copies="60")
    registrar = screens.desk("menlai", address).page
    registrar.locator(".do-now a", has_text="印发").first.click()
    form = registrar.locator(".step-form")
    for group in form.locator("input[name=groups]").all():
        group.check()
    examine(registrar, "paper-04-dispatch")
    press(registrar, form, "印发")
    return registrar


def received_by_all(screens: Screens, clerks: list[Person], number: str) -> None:
    """Two on their phones, the others over the same addresses."""
    for who in ("chengwen", "shuiwen"):
        page = screens.desk(who, "/documents/received/").page
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.get_by_role("link", name=re.compile("供热保障")).first.click()
        page.wait_for_load_state("networkidle")  # The sheets are there, and read no table that is written now.
        page.locator(".receive").get_by_role("button", name="签收").click()
        page.wait_for_url("**done=receive")
        page.wait_for_load_state("networkidle")
    screens.rest()
    waiting = Delivery.objects.select_related("matter").filter(matter__state="sent")
    world = World(people={clerk.username: clerk for clerk in Person.objects.all()})
    of_unit = {
        one.unit_id: one.person.username
        for one in RoleHolding.objects.filter(role="documents.liaison").select_related("person")
    }
    for delivery in waiting:
        answer = papers_city.post(world, of_unit[delivery.to_id], delivery.matter, "receive")
        assert answer.status_code == 303, answer.content.decode()[:300]


def file_of(page: Page, label: str) -> bytes:
    link = page.locator("#files a", has_text=label).first
    answer = page.context.request.get(page.url.split("/documents/")[0] + str(link.get_attribute("href")))
    assert answer.ok
    return answer.body()


def plain(text: str) -> str:
    return "".join(text.split())


def files_are_true(page: Page, number: str) -> None:
    """PDF measured, DOCX and OFD read by readers that are not ours: one text in all three."""
    page.goto(f"/documents/outgoing/{number}/")
    pdf, word, ofd = (file_of(page, kind) for kind in ("PDF", "DOCX", "OFD"))
    assert list(measure(pdf).deviations) == []
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 4, "three pages of text and one of the annex"
        words = plain("".join(document[at].get_textpage().get_text_range() for at in range(len(document))))
    paragraphs = plain("".join(one.text for one in docx.Document(io.BytesIO(word)).paragraphs))
    with ofdkit.open(io.BytesIO(ofd)) as other:
        drawn = plain("".join(run.text for sheet in other.pages for run in sheet.runs))
    for said in (
        "云政办发〔2026〕1号",
        SUBJECT,
        "（三）保障场馆。体育场馆按规定温度供热。",
        "云州市冬季供热保障任务分解表",
    ):
        assert said in words, said
        assert said in drawn, said
        assert said in paragraphs, said


def test_a_joint_paper_from_the_draft_to_forty_receipts(screens: Screens, city: World) -> None:
    clerks = forty_units(city)
    with clock.fixed(moment("2026-11-24 09:30")):
        drafter, number = drafted(screens)
        approved_with_one_return(screens, drafter, number)
        page = issued(screens, number)
        assert Delivery.objects.count() == FORTY
        received_by_all(screens, clerks, number)
        page.goto(f"/documents/outgoing/{number}/")
        expect(page.locator("#receipts")).to_contain_text("40")
        expect(page.locator(".sheets img").first).to_be_visible()
        examine(page, "paper-05-received")
        drain()  # The editable and the fixed copy are made after the seal, by the worker.
        files_are_true(page, number)
    matter = Matter.objects.get(number=number)
    assert matter.state == "dispatched"
    assert set(Delivery.objects.values_list("matter__state", flat=True)) == {"received"}
    assert NumberRecord.objects.get().status == "given"
    assert SealUse.objects.filter(matter=matter).count() == 2
    assert matter.passages.filter(step="countersign").count() == 4
    screens.rest()
    assert list(differences()) == []
    assert verify().ok


# --- Incoming ------------------------------------------------------------------------------------------------------
POINTS = ("ours", "rules", "type", "form", "agreed", "drafting")


def dropped_and_registered(hands: Hands) -> str:
    """A PDF is dropped; what was read stands in the fields, beside the first page, and is confirmed."""
    page = hands.page
    paper = incoming_papers.pdf_of(incoming_papers.TEXT)
    page.set_input_files("#drop input[type=file]", {"name": "来文.pdf", "mimeType": "application/pdf", "buffer": paper})
    page.wait_for_url("**arrival=*")  # What is chosen is sent at once.
    read = {
        "title": "云州市水务局关于启动东湖水源地应急调度的请示", "organ": "云州市水务局",
        "original_number": "云水〔2026〕48号", "signed_on": "2026-11-20", "requested_on": "2026-12-01",
    }  # fmt: skip
    for name, value in read.items():
        expect(page.locator(f"#register [name={name}]")).to_have_value(value)
    expect(page.locator("#register [name=type]")).to_have_value("request")
    expect(page.locator("#register [name=urgency]")).to_have_value("emergency")
    examine(page, "arrival-01-read")
    hands.click("#register .button--primary")
    page.wait_for_url("**done=register")
    return str(Incoming.objects.get().matter.number)


def step(page: Page, number: str, name: str) -> Locator:
    """The form of a step, opened on its own page."""
    page.goto(f"/documents/incoming/{number}/{name}/")
    form = page.locator(".step-form")
    expect(form).to_be_visible()
    return form


def fill_in_order(form: Locator, name: str, *values: str) -> None:
    for place, value in enumerate(values):
        form.locator(f"[name={name}]").nth(place).fill(value)


def checked_and_proposed(screens: Screens, page: Page, number: str) -> None:
    form = step(page, number, "accept")
    for key in POINTS:
        form.locator(f"[name=point_{key}][value=yes]").check()
    form.locator("[name=nature][value=handle]").check()
    press(page, form, "初审通过")
    form = step(page, number, "propose")
    form.locator("[name=opinion]").fill("建议请城市管理局牵头，水务局、体育局配合研处。")
    fill_in_order(form, "unit", "城市管理局")
    fill_in_order(form, "assisting", "水务局", "体育局")
    form.get_by_label(re.compile("杨市长")).check()
    examine(page, "arrival-02-propose")
    press(page, form, "拟办")
    director = screens.desk("fangzhuren", f"/documents/incoming/{number}/").page
    form = step(director, number, "submit")
    expect(form.locator("[name=opinion]")).to_have_value(re.compile("城市管理局牵头"))
    press(director, form, "同意拟办，送批示")


def instructed_on_a_phone(screens: Screens) -> None:
    """Three touches: the paper, the words, the button."""
    hands = screens.desk("yangshizhang", "/documents/incoming/leader/")
    page = hands.page
    page.set_viewport_size({"width": PHONE, "height": 844})
    hands.effort.clicks = 0
    hands.click(page.locator(".card-link"))
    hands.click(page.get_by_text("同意拟办意见。"))
    hands.click(page.get_by_role("button", name="确认"))
    expect(page.locator("main")).to_contain_text("没有等您批示的来文")
    assert hands.effort.clicks == 3


def handled_by_three(screens: Screens, registrar: Page, number: str) -> None:
    form = step(registrar, number, "assign")
    expect(form.locator("[name=unit]")).to_have_value("城市管理局")
    press(registrar, form, "分办")
    lead = screens.desk("chengwen", f"/documents/incoming/{number}/").page
    press(lead, step(lead, number, "receive"), "单位签收")
    for who, said in (("shuiwen", "同意，调度方案由我局提出。"), ("tiwen", "同意，已安排场馆配合。")):
        page = screens.desk(who, f"/documents/incoming/{number}/").page
        form = step(page, number, "assist")
        form.locator("[name=text]").fill(said)
        press(page, form, "报协办意见")
    form = step(lead, number, "report")
    form.locator("[name=text]").fill("已会同水务局、体育局制定调度方案，自12月1日起实施。")
    form.locator("[name=answer_by][value=office]").check()
    examine(lead, "arrival-03-report")
    press(lead, form, "报办理结果")


def archived(screens: Screens) -> None:
    page = screens.desk("dangan", "/documents/archive/").page
    page.locator("input[name=pick]").first.check()
    page.locator("[name^=code_]").first.select_option("T2")
    examine(page, "arrival-05-archive")
    page.get_by_role("button", name=re.compile("归档")).first.click()
    expect(page.locator("main")).to_contain_text("J001-WS·2026-D30-BGS-0001")


def test_a_paper_from_its_arrival_to_the_archive(screens: Screens, city: World) -> None:
    with clock.fixed(moment("2026-11-24 09:30")):
        hands = screens.desk("menlai", "/documents/incoming/register/")
        number = dropped_and_registered(hands)
        registrar = hands.page
        checked_and_proposed(screens, registrar, number)
        instructed_on_a_phone(screens)
        handled_by_three(screens, registrar, number)
        form = step(registrar, number, "conclude")
        form.locator("[name=text]").fill("原则同意，请组织实施。")
        press(registrar, form, "办结收文")
        expect(registrar.locator("main")).to_contain_text("原则同意，请组织实施。")
        examine(registrar, "arrival-04-concluded")
    matter = Matter.objects.get(number=number)
    assert matter.state == "concluded"
    assert not Task.objects.exists()
    with clock.fixed(moment("2026-12-01 09:00")):
        archived(screens)
    assert state(number) == "filed"
    screens.rest()
    assert list(differences()) == []
    assert verify().ok
