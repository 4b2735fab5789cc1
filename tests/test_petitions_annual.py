"""The annual report of article 41 against a year counted by hand, as a page, as PDF and as a workbook."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web.clock import fixed
from shuniu.public.petitions.operations.steps import citizen_step
from shuniu.public.petitions.queries.annual import annual
from tests import petition_matters as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
LATER = moment("2027-03-01 09:00")
TABLES = ("counts", "ways", "classes", "results", "acts", "proposals", "again")


def year(world: World) -> None:
    """2025: one letter, referred. 2026: seven petitions of every sort."""
    old = made.filed(world, moment("2025-12-31 23:59"), people=2, place="旧地")
    made.done(
        world, old, "xindeng", "refer", "2026-01-10 09:00", unit=world.unit("shuiwu")
    )  # in time, and an act of 2026
    late = made.filed(world, moment("2026-01-01 00:00"), people=6, place="临湖区某村")
    made.done(world, late, "xindeng", "refer", "2026-01-17 09:00", unit=world.unit("tiyu"))  # a day too late
    answered = made.delivered(world, place="春柳街道3号")
    citizen_step("rate", answered, at=moment("2026-11-24 09:00"), data={"office": 3, "organ": 1})
    citizen_step("request_review", answered, at=moment("2026-11-25 09:00"), data={"reason": "不服"})
    made.done(world, answered, "fucha", "conclude_review", "2026-12-20 09:00", **made.PARTS)
    handling = made.handled(world)
    made.done(world, handling, "xinju", "supervise", "2026-12-01 09:00", text="请抓紧")
    made.done(world, handling, "xinju", "propose_improvement", "2026-12-02 09:00", kind="improve", text="改进")
    made.done(world, handling, "chengfang", "answer_proposal", "2026-12-05 09:00", adopted="part", text="已改")
    made.filed(world, way="online", category="suggestion", place="不知道哪里")
    made.filed(world, way="visit", people=5, representatives=5, category="accusation")
    gone = made.filed(world, way="phone", standing="repeated")
    citizen_step("withdraw", gone, at=moment("2026-11-24 10:00"))


def told(report: Any, name: str) -> dict[str, tuple[int, int]]:
    return {line.label: (line.now, line.before) for line in getattr(report, name)}


def test_every_figure_is_what_was_counted_by_hand(world: World, django_assert_max_num_queries: Any) -> None:
    year(made.town(world))
    with django_assert_max_num_queries(9):
        report = annual(2026, now=LATER)
    counts = told(report, "counts")
    assert counts["登记信访事项"] == (6, 1)
    assert counts["涉及人次"] == (6 + 1 + 1 + 1 + 5 + 1, 2)
    assert (counts["初次信访"], counts["重复信访"]) == ((5, 1), (1, 0))
    assert counts["5人以上联名或者来访"] == (2, 0)
    assert (counts["机关受理（申诉求决类）"], counts["信访人撤回"]) == ((2, 0), (1, 0))
    assert told(report, "ways") == {
        "来信": (3, 1), "来访": (1, 0), "网上信访": (1, 0), "电话信访": (1, 0), "上级交办": (0, 0),
    }  # fmt: skip
    classes = told(report, "classes")
    assert (classes["建议意见类"], classes["检举控告类"], classes["申诉求决类"], classes["尚未分类"]) == (
        (1, 0), (1, 0), (2, 0), (2, 1),
    )  # fmt: skip
    assert told(report, "results")["解释说明"] == (1, 0)
    acts = told(report, "acts")
    assert (acts["转送"], acts["督促、督办"], acts["交办"]) == ((4, 0), (1, 0), (0, 0))
    assert told(report, "proposals") == {
        "改进工作": (1, 0), "完善政策": (0, 0), "追究责任": (0, 0), "反馈采纳": (0, 0), "反馈部分采纳": (1, 0), "反馈不予采纳": (0, 0),
    }  # fmt: skip
    again = told(report, "again")
    assert (again["请求复查"], again["出具复查意见"], again["请求复核"]) == ((1, 0), (1, 0), (0, 0))
    assert (report.open_at_end.now, report.open_at_end.before) == (6, 1)
    assert [(one.label, one.now, one.before) for one in report.places] == [("临湖区", 2, 0)]


def test_a_proposal_is_answered_once(world: World) -> None:
    matter = made.handled(world)
    with pytest.raises(StepRefused, match="没有等待反馈的建议"):
        made.done(world, matter, "chengfang", "answer_proposal", adopted="whole", text="已改")
    made.done(world, matter, "xinju", "propose_improvement", kind="improve", text="改进")
    made.done(world, matter, "xindeng", "answer_proposal", adopted="whole", text="来函反馈：已改")
    with pytest.raises(StepRefused, match="没有等待反馈的建议"):
        made.done(world, matter, "chengfang", "answer_proposal", adopted="none", text="不改")


def test_a_share_counts_what_is_open_and_overdue_and_says_nothing_of_a_few(world: World) -> None:
    year(world)
    shares = {one.label: one for one in annual(2026, now=LATER).shares}
    route = shares["按期登记分流"]
    assert (route.part, route.whole, route.part_before, route.whole_before) == (3, 6, 1, 1)
    assert (route.now, route.before) == ("50%", "样本少")
    handle = shares["按期办理"]
    assert (handle.part, handle.whole) == (1, 2)
    assert (shares["对信访部门满意"].part, shares["对信访部门满意"].whole) == (1, 1)
    assert (shares["对有权处理机关满意"].part, shares["对有权处理机关满意"].whole) == (0, 1)
    assert shares["按期复核"].now == "暂无"


def test_units_are_named_without_the_accusations(world: World) -> None:
    year(world)
    units = {one.name: one for one in annual(2026, now=LATER).units}
    assert set(units) == {"城市管理局", "体育局"}
    one = units["城市管理局"]
    assert (one.received, one.accepted, one.explained) == (2, 2, 1)


def test_the_page_the_pdf_and_the_workbook_say_the_same_and_leave_a_trace(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    year(world)
    client.force_login(world.people["xinju"])
    with fixed(LATER), django_assert_max_num_queries(15):
        page = client.get("/petitions/annual/").content.decode()
    assert "2026年信访情况年度报告" in page
    assert "共登记信访事项 6 件" in page
    with fixed(LATER):
        pdf = client.get("/petitions/annual/report.pdf?year=2026")
        book = openpyxl.load_workbook(io.BytesIO(client.get("/petitions/annual/report.xlsx?year=2026").getvalue()))
    assert pdf.content.startswith(b"%PDF")
    assert [cell.value for cell in book["总量"][2]] == ["登记信访事项", 6, 1, 5]
    assert Event.objects.filter(type="export").count() == 2


def test_an_empty_year_and_a_year_that_is_none(client: Client, world: World) -> None:
    client.force_login(world.people["xindeng"])
    with fixed(LATER):
        assert "都没有登记信访事项" in client.get("/petitions/annual/?year=2020").content.decode()
        assert client.get("/petitions/annual/report.pdf?year=2020").status_code == 200
        for bad in ("2028", "1999", "二〇二六", "20260", "x"):
            assert client.get(f"/petitions/annual/?year={bad}").status_code == 404
        client.force_login(world.people["chengfang"])
        for path in ("", "report.pdf", "report.xlsx"):
            assert client.get(f"/petitions/annual/{path}").status_code == 404
