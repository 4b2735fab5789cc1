"""Key-set pages, sorting, and lists that leave as files."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.http import QueryDict
from python_calamine import CalamineWorkbook

import shuniu
from shuniu.kernel.organisation.models import Unit
from shuniu.kernel.web import exports
from shuniu.kernel.web.paging import count_up_to, page_of
from shuniu.kernel.web.tables import Column, Table, sort_of

COLUMNS = (
    Column("number", "编号", sort=True),
    Column("title", "标题", wide=True),
    Column("light", "时限", kind="light"),
    Column("state", "状态", kind="badge"),
    Column("times", "次数", kind="number", sort=True),
    Column("secret", "电话", export=False),
)
ROWS = [
    {"number": "1号", "title": '=HYPERLINK("http://x")', "light": "red", "state": ("办理中", "info"), "times": 3},
    {"number": "2号", "title": "<b>粗</b>", "light": "none", "state": "已办结", "times": 1208},
]


OPENED = [None, date(2020, 1, 1), None, date(2019, 1, 1), date(2019, 1, 1), None, None]


@pytest.fixture
def units(db: None) -> list[int]:
    """Seven units; three share a position, so that only the second key tells them apart."""
    made = Unit.objects.bulk_create(
        Unit(code=f"u{nth}", name=f"单位{nth}", kind=Unit.Kind.DEPARTMENT, position=position, opened_on=opened)
        for nth, (position, opened) in enumerate(zip([3, 1, 2, 2, 2, 5, 4], OPENED, strict=True))
    )
    return [one.pk for one in made]


LAST = {"nulls_last": True}
ORDERS = [
    (("position", "id"), ("position", "id")),
    (("-position", "-id"), ("-position", "-id")),
    (("-position", "id"), ("-position", "id")),
    (("opened_on", "id"), (F("opened_on").asc(**LAST), "id")),
    (("-opened_on", "position", "id"), (F("opened_on").desc(**LAST), "position", "id")),
    (("parent__position", "id"), ("parent__position", "id")),
    (("-doubled", "id"), ("-doubled", "id")),
]


@pytest.mark.parametrize(("order", "same"), ORDERS, ids=lambda one: str(one)[:30])
def test_walking_on_and_back_sees_every_row_once(
    units: list[int], order: tuple[str, ...], same: tuple[Any, ...]
) -> None:
    """Also over a column that may be empty (empty ones last), through a relation, and over an annotation."""
    top = Unit.objects.create(code="top", name="市政府", kind=Unit.Kind.GENERAL_OFFICE)
    Unit.objects.filter(pk__in=units).update(parent=top)
    rows = Unit.objects.filter(pk__in=units).select_related("parent").annotate(doubled=F("position") * 2)
    wanted = list(rows.order_by(*same).values_list("pk", flat=True))
    seen, asked = [], {}
    for _page in range(10):
        page = page_of(rows, asked, order=order, size=2)
        seen.append([one.pk for one in page.rows])
        if not page.after:
            break
        asked = {"after": page.after}
    assert list(chain.from_iterable(seen)) == wanted
    back = [seen[-1]]
    for _page in range(10):
        if not page.before:
            break
        page = page_of(rows, {"before": page.before}, order=order, size=2)
        back.insert(0, [one.pk for one in page.rows])
    assert list(chain.from_iterable(back)) == wanted


def test_a_page_costs_two_queries(units: list[int], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        page = page_of(Unit.objects.all(), {}, order=("position", "id"), size=3)
    assert (len(page.rows), page.count, page.more, bool(page.before)) == (3, 7, False, False)


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "bnVsbA",
        "WzEsMl0",
        "W251bGwsbnVsbF0",
        "=" * 9,
        "W1siYSJdLCJiIl0",
        "W251bGwsMl0",
        "W0luZmluaXR5LDJd",
        "WzEwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwLDJd",
    ],
)
def test_a_key_that_was_tampered_with_shows_a_page_all_the_same(units: list[int], key: str) -> None:
    for name in ("after", "before"):
        page_of(Unit.objects.all(), {name: key}, order=("position", "id"), size=3)


def test_the_count_stops_at_its_ceiling(units: list[int]) -> None:
    assert count_up_to(Unit.objects.all(), 5) == (5, True)
    assert count_up_to(Unit.objects.all(), 7) == (7, False)


def test_only_columns_that_offer_it_can_be_sorted_by() -> None:
    assert sort_of({"sort": "-times"}, COLUMNS, "number") == "-times"
    assert sort_of({"sort": "title"}, COLUMNS, "number") == "number"
    assert sort_of({}, COLUMNS, "number") == "number"
    head = Table("表", COLUMNS, ROWS, sort="number").head(QueryDict("q=灯&after=abc"), "/list/")
    assert head[0].sorted == "ascending"
    assert "sort=-number" in head[0].url
    assert "after" not in head[0].url
    assert head[1].url == ""


def test_a_table_on_the_screen_escapes_every_cell() -> None:
    columns = (
        Column("title", "标<题", link=lambda row: f"/m?n={row['number']}&x='\"", wide=True),
        Column("state", "状态", kind="badge"),
        Column("due_on", "期限", kind="day"),
        Column("times", "次数", kind="number"),
        Column("nothing", "无"),
    )
    rows = [{**row, "due_on": date(2027, 1, 4)} for row in ROWS]
    html = Table("表", columns, rows).body(date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC))
    assert "<b>" not in html
    assert "&lt;b&gt;粗&lt;/b&gt;" in html
    assert 'data-label="标&lt;题"' in html
    assert 'href="/m?n=2号&amp;x=&#x27;&quot;"' in html
    assert '<time datetime="2027-01-04" title="2027年1月4日（周一）">2027年1月4日</time>' in html
    assert "1,208" in html
    assert "—" in html


def _sheet(answer: Any) -> list[list[Any]]:
    """The rows as another program reads them; a formula without a stored result would read as nothing."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def test_a_workbook_has_texts_as_texts_and_numbers_as_numbers() -> None:
    heard: list[exports.Export] = []
    lines = _sheet(exports.xlsx(COLUMNS, iter(ROWS), name="待办/事项", on_export=heard.append))
    assert lines[0] == ["编号", "标题", "时限", "状态", "次数"]
    assert lines[1] == ["1号", '=HYPERLINK("http://x")', "已超期", "办理中", 3]
    assert heard == [exports.Export("待办/事项", "xlsx", 2, False)]


def test_a_formula_in_a_workbook_stays_words() -> None:
    raw = b"".join(exports.xlsx(COLUMNS, ROWS, name="x").streaming_content)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "HYPERLINK" in sheet


@pytest.mark.parametrize("make", [exports.xlsx, exports.csv])
def test_a_list_that_is_too_long_is_cut_and_says_so(make: Any) -> None:
    heard: list[exports.Export] = []
    answer = make(COLUMNS, ROWS * 3, name="x", cap=4, on_export=heard.append)
    assert (heard[0].rows, heard[0].cut) == (4, True)
    if make is exports.xlsx:
        assert "仅导出前 4 条" in str(_sheet(answer)[5][0])
    else:
        assert "仅导出前 4 条" in b"".join(answer.streaming_content).decode().splitlines()[5]


def test_csv_opens_in_the_offices_spreadsheets_without_running_anything() -> None:
    answer = exports.csv(COLUMNS, ROWS, name="待办")
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in raw.decode("utf-8-sig")
    assert [exports.safe_cell(one) for one in ("-1", -1, "+86", "@x", "\tx", None)] == [
        "'-1",
        "-1",
        "'+86",
        "'@x",
        "'\tx",
        "",
    ]
    assert "filename*=utf-8''" in answer["Content-Disposition"]


TEMPLATES = [file for file in Path(shuniu.__file__).parent.rglob("templates/**/*.html") if "<table" in file.read_text()]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_on_a_phone_a_row_becomes_a_card_and_each_figure_in_it_bears_its_name(template: Path) -> None:
    """The head of a table is not shown there; a table of figures stays one and scrolls."""
    lists = re.findall(r'<table class="table(?![^"]*table--figures).*?</table>', template.read_text("utf-8"), re.DOTALL)
    cells = [cell for one in lists for cell in re.findall(r"<td\b(?:\{%.*?%\}|[^>{])*", one)]
    assert [cell for cell in cells if "data-label=" not in cell] == []
