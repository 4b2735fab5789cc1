"""The figures: each rate on requests made by hand, what does not count, and that a figure and its list agree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models.functions import ExtractHour, TruncDate
from django.http import Http404

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.local_time import LocalDay, LocalHour
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.queries import figures as queries
from shuniu.public.hotline.queries.behind import Cut, matters_behind, units_of
from shuniu.public.hotline.queries.figures import Dimension, Figures
from shuniu.public.hotline.queries.measures import LISTED, MEASURES, RATES
from shuniu.public.hotline.queries.periods import Span, period_of, stretch
from shuniu.public.hotline.queries.reports import percent
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
OCTOBER = period_of(Span.MONTH, date(2026, 10, 1))
ANSWERED = {"answered_at": moment("2026-10-20 09:00")}


def october(world: World, day: int = 12, /, text: str = "路灯不亮", **found: Any) -> Matter:
    """A request of October whose row says what its history would have left there."""
    matter = made.reported(world, at=moment(f"2026-10-{day:02} 09:30"), text=text)
    Request.objects.filter(pk=matter.pk).update(**found)
    return matter


def total(units: frozenset[int] | None = None) -> Figures:
    return queries.figures(OCTOBER, now=NOW, units=units)


def test_open_and_overdue_counts_as_not_in_time(world: World) -> None:
    october(world, **ANSWERED)
    october(world, **ANSWERED)
    october(world, **ANSWERED, late=True)
    october(world)  # nobody has answered it, and October is long past
    made.reported(world, at=moment("2026-11-24 09:00"))  # fresh: neither kept nor broken
    assert (total().received, total().answered, total().late, total().overdue) == (4, 3, 1, 1)
    assert total().parts["on_time"] == (2, 4)
    november = queries.figures(period_of(Span.MONTH, date(2026, 11, 1)), now=NOW)
    assert (november.received, november.overdue, november.rate("on_time")) == (1, 0, None)


def test_a_withdrawn_request_is_not_overdue(world: World) -> None:
    matter = october(world)
    assert total().overdue == 1
    act("withdraw", matter, actor=world.liwen, at=NOW)
    assert (total().received, total().overdue) == (1, 0)


def test_rates_of_what_citizens_said_leave_out_the_excluded_and_count_them(world: World) -> None:
    said = {"responded": True, "resolved": True, "satisfaction": 3, **ANSWERED}
    october(world, **said)
    october(world, **{**said, "resolved": False, "satisfaction": 2})
    october(world, **{**said, "responded": False, "resolved": None, "satisfaction": None})
    october(world, **{**said, "resolved": False, "satisfaction": 1, "excluded": True, "late": True})
    parts = total().parts
    assert (parts["response"], parts["resolution"], parts["satisfaction"]) == ((2, 3), (1, 2), (1, 2))
    assert total().excluded == 1
    assert parts["on_time"] == (3, 4), "an exclusion from the ratings does not mend a broken promise"


def test_first_dispatch_counts_who_handles_it_in_the_end(world: World) -> None:
    kept = made.dispatched(world)
    moved = made.dispatched(world)
    act("return_", moved, actor=world.chenlian, at=NOW, data={"reason": "不归我们", "right_unit": world.unit("shuiwu")})
    act("redispatch", moved, actor=world.wanglan, at=NOW, data={"unit": world.unit("shuiwu")})
    made.reported(world)
    day = queries.figures(period_of(Span.DAY, date(2026, 11, 23)), now=NOW)
    assert (day.received, day.dispatched, day.misdirected, day.returned) == (3, 2, 1, 1)
    assert day.rate("first_dispatch") == 0.5
    behind = matters_behind(world.fengzhuren, Cut(period_of(Span.DAY, date(2026, 11, 23))), "misdirected", now=NOW)
    assert set(behind) == {moved}
    assert kept not in behind


def test_false_closings_are_a_share_of_what_was_rechecked(world: World) -> None:
    october(world, false_closing=True, **ANSWERED)
    october(world, false_closing=False, **ANSWERED)
    october(world, **ANSWERED)
    assert total().parts["false_closing"] == (1, 2)


def test_a_rate_of_nothing_is_none_and_a_few_are_called_few() -> None:
    assert set(Figures().rates.values()) == {None}
    assert Figures().average_days is None
    assert [percent(0, 0), percent(4, 4), percent(5, 5), percent(2, 3 * 5)] == ["暂无", "样本少", "100%", "13.3%"]


def test_the_average_waits_from_receipt_to_answer(world: World) -> None:
    october(world, 10, answered_at=moment("2026-10-11 09:30"))
    october(world, 10, answered_at=moment("2026-10-13 09:30"))
    october(world, 10)
    assert total().average_days == pytest.approx(2.0)


@pytest.fixture
def mixed(world: World) -> World:
    lamp = made.subject()
    october(world, 5, answered_at=moment("2026-10-06 10:00"), responded=True, resolved=True, satisfaction=5)
    october(world, 6, **ANSWERED, late=True, resolved=False, satisfaction=1, redos=1, subject=lamp)
    october(world, 7, returns=2, type="help")
    october(world, 8, **ANSWERED, responded=False, false_closing=True, excluded=True)
    october(world, 9, **ANSWERED, false_closing=False, place="东湖公园")
    for matter in list(Matter.objects.all())[:3]:
        act("dispatch", matter, actor=world.wanglan, at=NOW, data={"unit": world.unit("chengguan")})
    return world


@pytest.mark.parametrize("measure", MEASURES)
def test_a_figure_and_the_list_that_it_opens_agree(mixed: World, measure: str) -> None:
    rows = matters_behind(mixed.fengzhuren, Cut(OCTOBER), measure, now=NOW)
    assert rows.count() == getattr(total(), measure)


@pytest.mark.parametrize("name", RATES)
def test_a_rate_s_parts_are_the_lists_that_it_opens(mixed: World, name: str) -> None:
    part, whole = total().parts[name]
    rate = RATES[name]
    assert rate.whole in LISTED
    counts = {
        one: matters_behind(mixed.fengzhuren, Cut(OCTOBER), one, now=NOW).count() for one in (rate.whole, rate.missed)
    }
    assert (counts[rate.whole], counts[rate.missed]) == (whole, part if rate.inverse else whole - part)


def test_the_cube_the_comparison_and_the_lines_say_the_same(mixed: World) -> None:
    cube = queries.cube(OCTOBER, now=NOW)
    assert cube.total == total()
    for dimension in Dimension:
        received = [(row.key, row.label, row.figures.received) for row in queries.received_by(dimension, OCTOBER)]
        assert sorted(received, key=str) == sorted(
            ((row.key, row.label, row.figures.received) for row in cube.by(dimension)), key=str
        )
        assert [count for _key, _label, count in received] == sorted(
            (count for _key, _label, count in received), reverse=True
        )
        for row in cube.by(dimension):
            behind = matters_behind(mixed.fengzhuren, Cut(OCTOBER).by(dimension, row.key), "received", now=NOW)
            assert behind.count() == row.figures.received, (dimension, row)
    compared = queries.compared(OCTOBER, OCTOBER.before, now=NOW)
    assert compared == [total(), queries.figures(OCTOBER.before, now=NOW)]


def test_hours_days_and_places_open_what_they_count(mixed: World) -> None:
    hours = queries.hours(OCTOBER, now=NOW)
    assert sum(one.received for one in hours) == total().received
    assert {one.hour for one in hours} == {9}, "hours are China's"
    monday = Cut(OCTOBER).narrow(weekday=1, hour=9)
    assert matters_behind(mixed.fengzhuren, monday, "received", now=NOW).count() == 1
    assert dict(queries.by_day(OCTOBER))[date(2026, 10, 5)] == 1
    place, count = next(one for one in queries.places(OCTOBER) if one[0] == "东湖公园")
    assert matters_behind(mixed.fengzhuren, Cut(OCTOBER).narrow(place=place), "received", now=NOW).count() == count == 1


def test_a_unit_reads_its_own_and_a_stranger_nothing(mixed: World) -> None:
    chengguan, city = mixed.unit("chengguan"), mixed.unit("city")
    assert units_of(mixed.fengzhuren) is None
    assert chengguan in (units_of(mixed.weiju) or ())
    assert total(units_of(mixed.weiju)).received == 3
    assert units_of(mixed.weiju, city) == units_of(mixed.weiju)
    assert total(units_of(mixed.hanwai)).received == 0
    for who, unit in (("weiju", mixed.unit("shuiwu")), ("hanwai", chengguan), ("fengzhuren", 987654)):
        with pytest.raises(Http404):
            units_of(getattr(mixed, who), unit)


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        (period_of(Span.DAY, date(2024, 2, 29)), (date(2024, 2, 28),) * 2, (date(2023, 2, 28),) * 2),
        (period_of(Span.WEEK, date(2026, 11, 25)), (date(2026, 11, 16), date(2026, 11, 22)), (date(2025, 11, 24), date(2025, 11, 30))),
        (period_of(Span.MONTH, date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28)), (date(2025, 3, 1), date(2025, 3, 31))),
        (stretch(date(2026, 11, 1), date(2026, 11, 10)), (date(2026, 10, 22), date(2026, 10, 31)), (date(2025, 11, 1), date(2025, 11, 10))),
    ],
    ids=["day", "week", "month", "stretch"],
)  # fmt: skip
def test_what_a_period_is_compared_with(period: Any, before: Any, last_year: Any) -> None:
    assert (period.before.first, period.before.last) == before
    assert (period.last_year.first, period.last_year.last) == last_year
    assert period.before.after == period
    assert period.until - period.since == timedelta(days=period.length)


def test_what_very_many_say_together_is_believed_for_a_minute_and_what_few_say_is_so_now(
    mixed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = [600.0]
    monkeypatch.setattr(queries, "monotonic", lambda: minutes[0])

    def read() -> tuple[int, int, int]:
        days = queries.by_day(OCTOBER)
        subjects = queries.received_by(Dimension.TYPE, OCTOBER)
        return total().received, sum(count for _day, count in days), sum(one.figures.received for one in subjects)

    many = total().received
    monkeypatch.setattr(queries, "MANY", many)
    assert read() == (many, many, many)
    Matter.objects.filter(received_at__gte=OCTOBER.since, received_at__lt=OCTOBER.until).update(received_at=NOW)
    assert read() == (many, many, many)
    assert queries.cube(OCTOBER, now=NOW, anew=True).total.received == 0, "a report is of its moment"
    minutes[0] += 60
    assert read() == (0, 0, 0)
    Matter.objects.filter(received_at=NOW).update(received_at=OCTOBER.since)
    assert read()[0] > 0, "few, and counted anew each time"


@pytest.mark.parametrize(
    ("at", "day", "hour"),
    [
        (datetime(2026, 10, 31, 15, 59, 59, 999999, UTC), date(2026, 10, 31), 23),
        (datetime(2026, 10, 31, 16, 0, 0, 0, UTC), date(2026, 11, 1), 0),
        (datetime(2026, 12, 31, 16, 0, 0, 1, UTC), date(2027, 1, 1), 0),
        (datetime(2028, 2, 28, 16, 30, 0, 0, UTC), date(2028, 2, 29), 0),
    ],
)
def test_the_day_and_the_hour_are_those_of_china(world: World, at: datetime, day: date, hour: int) -> None:
    matter = made.reported(world)
    Matter.objects.filter(pk=matter.pk).update(received_at=at)
    rows = Matter.objects.filter(pk=matter.pk)
    ours = rows.annotate(day=LocalDay("received_at"), hour=LocalHour("received_at")).values_list("day", "hour").get()
    theirs = (
        rows.annotate(day=TruncDate("received_at", tzinfo=SHANGHAI), hour=ExtractHour("received_at", tzinfo=SHANGHAI))
        .values_list("day", "hour")
        .get()
    )
    assert ours == theirs == (day, hour)
