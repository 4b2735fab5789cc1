"""The pages of incoming papers in a real browser: looked at, checked with axe, and a leader's word in three touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Arrival
from shuniu.office.documents.operations.archive import Wanted, file_papers
from shuniu.office.documents.operations.incoming_intake import drop
from tests import incoming_papers as made
from tests.browser.harness import PHONE, axe, look, overflow
from tests.world import World, build, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-24 10:30")

Visit = Callable[..., Page]


@pytest.fixture
def city(transactional_db: None) -> World:
    world = build()
    head = made.reader_of(world, "chengju", "chengguan", "documents.head")
    mayor = {**made.leader_of(world), "key": f"read:{world.people['yangshizhang'].pk}"}
    made.registered(world)
    made.checked(
        world,
        title="云州市体育局关于举办冬季长跑活动的函",
        organ="云州市体育局",
        original_number="云体函〔2026〕7号",
        type="letter",
    )
    made.proposed(
        world, title="云州市教育局关于调整学校作息时间的请示", organ="云州市教育局", original_number="云教〔2026〕31号"
    )
    made.submitted(world, title="省水利厅关于做好冬春水利建设的通知", organ="省水利厅", original_number="省水〔2026〕112号",
                   type="notice", urgency="urgent", readers=(head, mayor))  # fmt: skip
    made.handled(world, title="省政府办公厅关于开展安全生产检查的通知", organ="省政府办公厅", type="notice",
                 original_number="省政办〔2026〕66号", readers=(head, mayor))  # fmt: skip
    made.reported(
        world, title="云州市民政局关于提高低保标准的请示", organ="云州市民政局", original_number="云民〔2026〕19号"
    )
    made.concluded(
        world, title="东湖街道办事处关于新建社区食堂的请示", organ="东湖街道办事处", original_number="东街〔2026〕9号"
    )
    made.kept(world)
    yearly = {"organ": "省政府", "type": "notice", "title": "省政府关于做好春耕生产的通知"}
    for year, number in ((2025, 3), (2025, 4), (2026, 5)):
        at = moment(f"{year}-0{number}-01 09:00")
        made.registered(world, at, received_at=at, original_number=f"省政〔{year}〕{number}号", **yearly)
    closed = [
        made.concluded(
            world, title=f"云州市水务局关于第{number}号水闸的请示", original_number=f"云水〔2026〕{number}号"
        )
        for number in (81, 82)
    ]
    wanted = [Wanted(matter.pk, "T2", 2026) for matter in closed]
    file_papers(wanted, actor=world.dangan, at=NOW, key="filed")
    return world


@pytest.fixture
def visit(browser: Browser, city: World, live_server: Any) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def open_as(username: str, path: str, **options: Any) -> Page:
        client = Client()
        client.force_login(city.people[username])
        given = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(**given)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        address = path if path.startswith("/") else f"/documents/incoming/{path}"
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")
        return page

    with clock.fixed(NOW):
        yield open_as
    for context in contexts:
        context.close()


def number_in(state: str) -> str:
    return str(Matter.objects.filter(state=state).latest("pk").number)


def examine(page: Page, name: str) -> None:
    look(page, f"incoming-{name}")
    overflow(page)
    axe(page)


LISTS = [
    ("menlai", "", "todo"),
    ("menlai", "all/", "all"),
    ("menlai", "register/?hand=1", "hand"),
    ("chengwen", "unit/", "unit"),
    ("yangshizhang", "leader/", "leader"),
    ("yangshizhang", "leader/phrases/", "phrases"),
    ("menlai", "circulation/", "circulation"),
    ("dangan", "/documents/archive/", "archive"),
    ("dangan", "/documents/archive/items/", "archive-items"),
    ("dangan", "/documents/archive/retention/", "archive-retention"),
    ("dangan", "/documents/archive/check/", "archive-check"),
    ("fangzhuren", "/documents/load/", "load"),
    ("fangzhuren", "/documents/load/times/", "load-times"),
    ("fangzhuren", "/documents/load/papers/?kind=documents.incoming&year=2026", "load-papers"),
    ("yangshizhang", "/desk/", "desk"),
]
PAPERS = [
    ("menlai", "registered", "", "new"),
    ("menlai", "registered", "accept/", "check"),
    ("menlai", "checked", "propose/", "propose"),
    ("fangzhuren", "proposed", "submit/", "submit"),
    ("yangshizhang", "instructing", "instruct/?back=leader", "instruct"),
    ("menlai", "handling", "", "handling"),
    ("menlai", "handling", "circulate/", "circulate"),
    ("menlai", "reported", "conclude/", "conclude"),
    ("menlai", "concluded", "", "concluded"),
    ("dangan", "filed", "", "filed"),
]


@pytest.mark.parametrize(("username", "path", "name"), LISTS, ids=[one[2] for one in LISTS])
def test_lists_and_desks(visit: Visit, username: str, path: str, name: str) -> None:
    examine(visit(username, path), name)


@pytest.mark.parametrize(("username", "state", "path", "name"), PAPERS, ids=[one[3] for one in PAPERS])
def test_a_paper_and_its_forms(visit: Visit, username: str, state: str, path: str, name: str) -> None:
    examine(visit(username, f"{number_in(state)}/{path}"), name)


def test_what_was_read_is_offered_beside_the_first_page(visit: Visit, city: World) -> None:
    files = [made.upload("水务局请示.pdf", made.pdf_of(made.TEXT)), made.upload("附件.txt", "调度方案".encode())]
    drop(files, actor=city.menlai, at=NOW)
    page = visit("menlai", f"register/?arrival={Arrival.objects.order_by('pk')[0].pk}")
    expect(page.locator("#id_original_number")).to_have_value("云水〔2026〕48号")
    expect(page.locator("#earlier")).to_contain_text("来文单位和文号相同")
    examine(page, "register")


def test_a_leader_instructs_in_three_touches(visit: Visit) -> None:
    phone = visit("yangshizhang", "leader/", viewport={"width": PHONE, "height": 844}, has_touch=True, is_mobile=True)
    number = number_in("instructing")
    phone.locator(".card-link").first.tap()
    phone.get_by_text("同意拟办意见。").tap()
    phone.get_by_role("button", name="确认").tap()
    expect(phone.locator("main")).to_contain_text("没有等您批示的来文")
    assert Matter.objects.get(number=number).state == "instructed"
