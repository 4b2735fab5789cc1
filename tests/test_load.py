"""文件数量 and 各环节用时: this year against last, the papers behind each figure, and why it grew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.office.documents import archiving
from shuniu.office.documents.archiving import Counted
from shuniu.office.documents.models import Incoming, LoadExplanation
from shuniu.office.documents.operations.load import explain
from shuniu.office.documents.queries import load, load_times
from tests import incoming_papers as made
from tests import papers_city
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
AT = moment("2026-11-28 10:00")


@pytest.fixture
def issued() -> Iterator[Counted]:
    """A kind that falls under 只减不增, counted from the same rows."""
    known = archiving.counted_of("documents.incoming")
    counted = Counted(known.kind, "发文", known.rows, known.at, known.type, known.unit, known.types, issued=True)
    archiving.register_counted(counted)
    yield counted
    archiving.register_counted(known)


@pytest.fixture
def papers(world: World) -> None:
    """Three papers this year, two of them handled by the urban management bureau; one last year."""
    made.registered(world, moment("2025-03-01 09:00"), received_at=moment("2025-03-01 08:00"), type="notice")
    made.registered(world, moment("2026-02-01 09:00"), received_at=moment("2026-02-01 08:00"), type="notice")
    made.handled(world)
    made.concluded(world, original_number="云水〔2026〕49号")


def test_this_year_against_last_by_type_unit_and_month(world: World, papers: None) -> None:
    found = load.load_of(archiving.counted_of("documents.incoming"), 2026, TODAY, units=None)
    assert (found.total.now, found.total.before, found.total.whole) == (3, 1, 1)
    assert {one.label: (one.now, one.before) for one in found.types} == {"请示": (2, 0), "通知": (1, 1)}
    units = {one.label: one.now for one in found.units}
    assert units["城市管理局"] == 2
    assert found.months[1] == (1, 0)
    assert found.months[2] == (0, 1)
    assert found.months[10] == (2, 0)
    assert found.total.over
    earlier = load.load_of(archiving.counted_of("documents.incoming"), 2026, date(2026, 2, 1), units=None)
    assert (earlier.total.now, earlier.total.before, earlier.total.whole) == (1, 0, 1)
    assert earlier.total.ahead
    assert not earlier.total.over
    leap = load.load_of(archiving.counted_of("documents.incoming"), 2028, date(2028, 2, 29), units=None)
    assert leap.total.now == 0


def test_a_head_sees_the_own_unit_only(world: World, papers: None) -> None:
    assert load.units_seen(world.fangzhuren) is None
    units = load.units_seen(world.chengju)
    assert units is not None
    found = load.load_of(archiving.counted_of("documents.incoming"), 2026, TODAY, units=units)
    assert [one.label for one in found.units] == ["城市管理局"]
    page = client_of(world, "shuiju").get("/documents/load/?kind=documents.incoming&year=2026").content.decode()
    assert "城市管理局" not in page


def test_the_papers_behind_a_figure(world: World, papers: None) -> None:
    counted = archiving.counted_of("documents.incoming")
    rows = load.papers_behind(counted, world.fangzhuren, first=date(2026, 1, 1), after=date(2027, 1, 1), type="request")
    assert rows.count() == 2
    client = client_of(world, "fangzhuren")
    page = client.get("/documents/load/papers/?kind=documents.incoming&year=2026&month=2").content.decode()
    assert page.count("SW2026-00001") == 2
    assert client.get("/documents/load/papers/?kind=documents.incoming&year=x").status_code == 404
    assert client.get("/documents/load/papers/?kind=nothing&year=2026").status_code == 404


def test_who_is_over_explains_in_writing(world: World, papers: None, issued: Counted) -> None:
    unit = world.unit("chengguan")
    with pytest.raises(NotAllowed):
        explain(issued, 2026, unit, "因为。", actor=world.shuiju, at=AT, on=TODAY)
    with pytest.raises(StepRefused):
        explain(issued, 2026, world.unit("shuiwu"), "因为。", actor=world.shuiju, at=AT, on=TODAY)
    client = client_of(world, "chengju")
    address = f"/documents/load/explain/2026/{unit}/?kind=documents.incoming"
    assert "填写说明" in client.get("/documents/load/?kind=documents.incoming&year=2026").content.decode()
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "承办防汛应急，发文增多。"}).status_code == 303
    assert client.post(address, {"text": "承办防汛应急，发文增多。"}).status_code == 303
    one = LoadExplanation.objects.get()
    assert (one.this_year, one.last_year) == (2, 0)
    assert (
        "承办防汛应急"
        in client_of(world, "fangzhuren").get("/documents/load/?kind=documents.incoming&year=2026").content.decode()
    )
    assert client_of(world, "shuiju").get(address).status_code == 404


def test_time_in_each_state_from_the_passages(world: World, papers: None) -> None:
    found = load_times.times_of("documents.incoming", date(2026, 11, 1), TODAY)
    by_state = {one.state: one for one in found.states}
    assert by_state["registered"].count == 2
    assert by_state["registered"].median == pytest.approx(0.5)
    assert by_state["instructing"].median == pytest.approx(3.0)
    assert by_state["handling"].count == 1, "a paper that is still there has not left it"
    units = {(one.state, one.unit_name) for one in found.units}
    assert ("handling", "城市管理局") in units
    assert ("instructing", "云州市人民政府") in units, "what the system takes belongs to whoever acted before it"
    slow = load_times.papers_of("documents.incoming", date(2026, 11, 1), TODAY, "handling", world.unit("chengguan"))
    assert [round(one.hours) for one in slow] == [19]
    page = client_of(world, "fangzhuren").get("/documents/load/times/?kind=documents.incoming").content.decode()
    assert "承办中" in page
    assert "19.0 小时" in page


@pytest.mark.parametrize(("share", "found"), [(0.5, 2), (0.9, 9), (0.1, 1)])
def test_a_percentile_is_a_stay_that_was(share: float, found: float) -> None:
    assert load_times.percentile([9, 1, 2, 2, 3, 1, 2, 2, 9, 9], share) == found


def test_merged_papers_do_not_count(world: World, papers: None) -> None:
    before = archiving.counted_of("documents.incoming").rows().count()
    Incoming.objects.first()
    matter = made.registered(world, original_number="云水〔2026〕48号")
    earlier = Incoming.objects.filter(original_number="云水〔2026〕48号").order_by("pk")[0].matter
    made.perform("merge", matter, actor=world.menlai, at=AT, data={"into": earlier.number})
    assert archiving.counted_of("documents.incoming").rows().count() == before


def test_what_the_office_issues_is_counted_first_and_by_its_type(world: World) -> None:
    with papers_city.typeset_at_once():
        papers_city.series_of(world)
        papers_city.seal_of(world)
        papers_city.sent(world)
    assert next(one.issued for one in archiving.all_counted())
    found = load.load_of(archiving.counted_of("documents.outgoing"), 2026, TODAY, units=None)
    assert [(one.label, one.now) for one in found.types] == [("通知", 1)]
    assert "只减不增" in client_of(world, "fangzhuren").get("/documents/load/").content.decode()
