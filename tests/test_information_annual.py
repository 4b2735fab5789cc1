"""The annual report: what is counted where, that it balances, and that each figure leads to its requests."""

from __future__ import annotations

import pytest

from shuniu.kernel.web import clock
from shuniu.public.disclosure.models import Remedy
from shuniu.public.disclosure.queries import annual
from shuniu.public.disclosure.queries.report import report_of
from tests.information import client_of, did, filed, signed
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NEXT_YEAR = moment("2027-01-20 10:00")


@pytest.fixture
def two_years(world: World) -> World:
    """Of 2026: one given, one refused and reviewed, one withdrawn, one left over and answered in the next year."""
    signed(world, filed(world), kind="given")
    refused = signed(world, filed(world), kind="withheld", ground="internal", reason="内部")
    did(
        world,
        refused,
        "register_remedy",
        "2026-11-20 10:00",
        path="reconsideration",
        authority="市政府",
        begun_on="2026-11-19",
    )
    line = Remedy.objects.get()
    did(
        world, refused, "conclude_remedy", "2027-01-05 10:00", remedy=line.pk, result="corrected", ended_on="2027-01-04"
    )
    did(world, refused, "reopen", "2027-01-05 11:00", "gongzhang", reason="撤销", days=15)
    did(world, filed(world), "withdraw", "2026-11-04 10:00", reason="不要了")
    left = filed(world, moment("2026-12-28 10:00"), kind="business", identity="91330100MA1234567X")
    signed(world, left, "2027-01-08 10:00", drafted_at="2027-01-07 10:00", kind="absent", reason="检索无果")
    return world


def test_each_request_is_counted_once_as_it_came_and_once_as_it_went(two_years: World) -> None:
    this, following = annual.part_three(2026), annual.part_three(2027)
    assert (this.unbalanced, following.unbalanced) == ((), ())
    totals = {row: cells["total"] for row, cells in this.counts.items() if cells["total"]}
    assert totals == {"1": 4, "3.1": 1, "3.3.5": 1, "3.6.3": 1, "3.7": 3, "4": 1}
    totals = {row: cells["business"] for row, cells in following.counts.items() if cells["total"]}
    assert totals == {"2": 1, "3.4.1": 1, "3.7": 1}, "a reply given again is not counted again"
    assert annual.part_four(2026).counts["reconsideration"] == {
        "pending": 1, "upheld": 0, "corrected": 0, "other": 0, "total": 1,
    }  # fmt: skip
    assert annual.part_four(2027).counts["reconsideration"]["corrected"] == 1
    for row, cells in this.counts.items():
        for column, count in cells.items():
            assert len(annual.behind(2026, row, column)) == count, (row, column)


def test_a_column_that_does_not_close_is_named(two_years: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(annual.FINISHING, "withdraw", "9.9")
    monkeypatch.setitem(annual.ROWS, "9.9", "漏计")
    report = report_of(2026)
    assert report.unbalanced == ("person", "total")
    assert "自然人、总计" in report.check
    with clock.fixed(NEXT_YEAR):
        page = client_of(two_years, "gongban").get("/disclosure/annual/?year=2026").content.decode()
    assert "不平衡" in page
    assert "unbalanced" in page


def test_the_report_is_a_page_a_paper_and_a_workbook(two_years: World) -> None:
    client = client_of(two_years, "gongban")
    with clock.fixed(NEXT_YEAR):
        page = client.get("/disclosure/annual/").content.decode()
        assert "2026年政府信息公开工作年度报告" in page, "the last whole year comes first"
        assert "各列均平衡" in page
        behind = client.get("/disclosure/annual/behind/?year=2026&row=3.3.5&column=person").content.decode()
        assert behind.count('href="/disclosure/requests/G') == 1
        words = {"overview": "本年主动公开工作有序。", "problems": "", "others": "", "licences": "312", "fees": "1.5"}
        assert client.post("/disclosure/annual/words/?year=2026", words).status_code == 303
        page = client.get("/disclosure/annual/?year=2026").content.decode()
        assert "本年主动公开工作有序。" in page
        assert "312" in page
        assert client.post("/disclosure/annual/words/?year=2026", {"overview": "机密★1年"}).status_code == 422
        assert client.get("/disclosure/annual/report.pdf?year=2026").content.startswith(b"%PDF")
        assert client.get("/disclosure/annual/report.xlsx?year=2026").status_code == 200
        for wrong in (
            "?year=1999",
            "?year=x",
            "behind/?year=2026&row=7&column=total",
            "behind/?year=2026&row=1&column=x",
        ):
            assert client.get(f"/disclosure/annual/{wrong}").status_code == 404, wrong
    assert client_of(two_years, "chengfang").get("/disclosure/annual/").status_code == 404
