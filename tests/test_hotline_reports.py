"""Reports and figures as people meet them: who may open what, what the page, the PDF and the workbook say, what they cost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuniu.kernel.audit.models import Event
from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web import clock
from shuniu.public.hotline.models import Request, Topic
from shuniu.public.hotline.operations import reports as operations
from shuniu.public.hotline.operations.handling import act
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
MOST_QUERIES = 12
MONTHLY = "span=monthly&day=2026-11-15"
STRETCH = "since=2026-11-01&until=2026-11-24"


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def month(world: World) -> World:
    """Five requests of November: one kept, one redone, one overdue, one with the other bureau, one that is a formula."""
    lamp = made.subject()
    made.closed(world, subject_id=lamp.pk)
    redone = made.answered(world)
    act("redo", redone, actor=world.wufang, at=NOW, data={"reason": "没有修好", "resolved": False, "satisfaction": 1})
    made.reported(world, at=moment("2026-11-02 09:30"), text='=HYPERLINK("http://x")公式，路灯不亮')
    water = made.reported(world, text="停水三天了")
    act("dispatch", water, actor=world.wanglan, at=NOW, data={"unit": world.unit("shuiwu")})
    made.reported(world, at=moment("2026-10-09 09:00"), text="上月的事")
    return world


def get(world: World, who: str, path: str) -> Any:
    return made.client_of(world, who).get(f"/hotline/{path}")


READERS = ("zhengdu", "fengzhuren", "yangshizhang", "chenlian", "weiju", "jiangshui")
OTHERS = ("liwen", "wanglan", "zhoushen", "wufang", "chuban", "zhuxi", "qinan", "youshen")
PAGES = ("reports/", f"reports/?{MONTHLY}", "reports/?span=weekly&day=2026-11-23", "figures/", f"figures/?{STRETCH}")


@pytest.mark.parametrize("path", PAGES)
def test_readers_open_reports_and_figures_and_others_do_not(month: World, path: str) -> None:
    for who in READERS:
        assert get(month, who, path).status_code == 200, who
    for who in OTHERS:
        assert get(month, who, path).status_code == 404, who


@pytest.mark.parametrize("path", [*PAGES, f"figures/matters/?{STRETCH}&measure=overdue"])
def test_pages_cost_a_dozen_queries_at_most(month: World, path: str) -> None:
    client = made.client_of(month, "fengzhuren")
    client.get(f"/hotline/{path}")
    with CaptureQueriesContext(connection) as made_:
        assert client.get(f"/hotline/{path}").status_code == 200
    assert len(made_) <= MOST_QUERIES, [one["sql"][:120] for one in made_.captured_queries]


def test_the_report_tells_what_came_what_was_kept_and_what_is_bad(month: World) -> None:
    Topic.objects.create(title="湖滨路路灯", growth=4.2, people=9, first_at=NOW, raised_at=moment("2026-11-20 08:00"))
    page = get(month, "fengzhuren", f"reports/?{MONTHLY}")
    report = page.context["report"]
    assert (report.total.received, report.before.received, report.last_year.received) == (4, 1, 0)
    assert {one.name: one.count for one in report.troubles} == {
        "overdue": 1, "late": 0, "returned_twice": 0, "redone": 1, "false_closings": 0,
    }  # fmt: skip
    text = page.content.decode()
    for words in ("市长公开电话月报", "2026年11月", "超期未答复", "怎么算的", "湖滨路路灯", "样本少", "城市管理局"):
        assert words in text, words
    assert "<script>" not in text


def test_every_figure_of_the_page_opens_a_list_of_that_many(month: World) -> None:
    report = get(month, "fengzhuren", f"reports/?{MONTHLY}").context["report"]
    links = [(one.url, one.count) for one in report.troubles] + [(one.url, one.whole) for one in report.rates]
    client = made.client_of(month, "fengzhuren")
    for url, count in [*links, (report.cut.url(), report.total.received)]:
        page = client.get(url)
        assert page.status_code == 200
        assert page.context["slice"].count == count, url


def test_a_unit_s_people_read_their_own_unit(month: World) -> None:
    page = get(month, "weiju", f"reports/?{MONTHLY}")
    assert page.context["report"].total.received == 2
    assert [row.label for row in page.context["report"].units] == ["城市管理局"]
    assert page.context["report"].topics == []
    assert get(month, "weiju", f"reports/?{MONTHLY}&unit={month.unit('shuiwu')}").status_code == 422
    behind = get(month, "weiju", f"figures/matters/?{STRETCH}")
    assert behind.context["slice"].count == 2
    assert get(month, "hanwai", f"figures/matters/?{STRETCH}").context["slice"].count == 0
    assert get(month, "zhuxi", f"figures/matters/?{STRETCH}").status_code == 404


@pytest.mark.parametrize("query", ["span=yearly", "day=2026-13-40", "unit=abc", "issue=0"])
def test_a_report_that_makes_no_sense_is_refused_in_words(month: World, query: str) -> None:
    page = get(month, "fengzhuren", f"reports/?{query}")
    assert page.status_code == 422
    assert page.context["form"].errors
    assert get(month, "fengzhuren", f"reports/report.pdf?{query}").status_code == 404


@pytest.mark.parametrize("query", ["since=2026-11-24&until=2026-11-01", "since=2020-01-01&until=2026-11-01"])
def test_a_stretch_that_makes_no_sense_is_refused_in_words(month: World, query: str) -> None:
    assert get(month, "fengzhuren", f"figures/?{query}").status_code == 422
    assert get(month, "fengzhuren", f"figures/matters/?{query}").status_code == 404
    assert get(month, "fengzhuren", f"figures/matters/?{STRETCH}&measure=beauty").status_code == 404


def test_the_document_says_the_same_and_carries_its_chinese_faces(month: World) -> None:
    try:
        fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")
    answer = get(month, "fengzhuren", f"reports/report.pdf?{MONTHLY}&issue=11")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "").replace("\n", "")
    for words in (
        "市长公开电话月报",
        "第 11 期",
        "云州市",
        "共受理诉求 4 件",
        "超期未答复：1 件",
        "按期率",
        "城市管理局",
        "怎么算的",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words
    assert chinese_are_embedded(document)
    event = Event.objects.get(type="export")
    assert event.particulars["what"] == "市长公开电话月报 2026-11"
    assert event.particulars["filters"] == "pdf"


def chinese_are_embedded(document: Any) -> bool:
    """Whether every font that sets a Chinese character travels in the file."""
    seen = False
    for page in document:
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            seen = True
            if not pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(thing.raw)):
                return False
    return seen


def test_without_a_chinese_font_the_page_says_so_and_nothing_is_made(
    month: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_args: object, **_more: object) -> bytes:
        raise NoChineseFont

    monkeypatch.setattr(operations, "pdf", none)
    answer = get(month, "fengzhuren", f"reports/report.pdf?{MONTHLY}")
    assert answer.status_code == 503
    assert "中文字体" in answer.content.decode()
    assert not Event.objects.filter(type="export").exists()


def test_the_workbook_adds_up_and_holds_no_formula(month: World) -> None:
    answer = get(month, "fengzhuren", f"reports/report.xlsx?{MONTHLY}")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert book.sheetnames == ["总表", "按单位", "按类型", "按类别", "超期清单"]
    summary = {row[0]: row[1:4] for row in book["总表"].iter_rows(values_only=True)}
    assert summary["受理"] == (4, 1, 0)
    assert summary["解决率（%）"] == (50, None, None)
    for name in ("按单位", "按类型", "按类别"):
        rows = list(book[name].iter_rows(values_only=True))
        at = rows[0].index("受理")
        assert sum(row[at] for row in rows[1:]) == 4, name
    overdue = list(book["超期清单"].iter_rows(values_only=True))
    assert len(overdue) == 2
    assert overdue[1][1].startswith("=HYPERLINK")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert Event.objects.get(type="export").particulars["filters"] == "xlsx"


def test_the_list_behind_a_figure_is_taken_out_with_a_trace(month: World) -> None:
    path = f"figures/matters/export.xlsx?{STRETCH}&measure=redone"
    rows = list(openpyxl.load_workbook(io.BytesIO(get(month, "fengzhuren", path).getvalue())).active.values)
    assert len(rows) == 2
    assert Event.objects.get(type="export").particulars["rows"] == 1


def test_units_stand_in_the_order_of_the_tree_and_are_never_ordered_by_satisfaction(month: World) -> None:
    Request.objects.update(satisfaction=1)

    def units(query: str) -> list[str]:
        return [row.label for row in get(month, "fengzhuren", f"figures/?{STRETCH}{query}").context["table"].rows]

    in_order = ["未派单（含中心直接答复）", "城市管理局", "水务局"]
    assert units("") == units("&sort=satisfaction") == units("&sort=-satisfaction") == in_order
    assert units("&sort=-received")[0] == "城市管理局"
    head = get(month, "fengzhuren", f"figures/?{STRETCH}").content.decode()
    assert "sort=received" in head
    assert "sort=satisfaction" not in head


def test_the_default_report_is_yesterday_s(month: World) -> None:
    period = get(month, "fengzhuren", "reports/").context["report"].cut.period
    assert (period.first, period.last) == (date(2026, 11, 23), date(2026, 11, 23))


def test_a_request_that_went_wrong_twice_stands_under_both(month: World) -> None:
    Request.objects.filter(redos=1).update(late=True)
    report = get(month, "fengzhuren", f"reports/?{MONTHLY}").context["report"]
    lines = {one.name: [line.matter.pk for line in one.rows] for one in report.troubles}
    assert lines["late"] == lines["redone"] != []
