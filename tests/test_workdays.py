"""The calendar, the periods and their vectors. Pure: no Django, no database."""

import random
import time
from datetime import date, datetime, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # the package ships no types
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuniu.kernel.workdays import (
    SHANGHAI,
    Calendar,
    DaySort,
    Due,
    Pause,
    Period,
    Skip,
    Unit,
    due,
    explain,
    load_notice,
    packaged_calendar,
    packaged_notices,
)

CALENDAR = packaged_calendar()
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def working(length: int) -> Period:
    return Period(length, Unit.WORKING_DAYS)


def calendar_days(length: int) -> Period:
    return Period(length, Unit.CALENDAR_DAYS)


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_every_day_of_the_packaged_years_agrees_with_chinesecalendar() -> None:
    assert [day for day in EVERY_DAY if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_the_packaged_years_agrees_with_holidays(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    days = [day for day in EVERY_DAY if day.year == year]
    assert [day for day in days if CALENDAR.is_working(day) != other.is_working_day(day)] == []


def test_working_days_of_each_month() -> None:
    def months(year: int) -> list[int]:
        return [sum(CALENDAR.is_working(d) for d in EVERY_DAY if (d.year, d.month) == (year, m)) for m in range(1, 13)]

    assert months(2025) == [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]
    assert months(2026) == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert sum(months(2025)) == sum(months(2026)) == 248


@pytest.mark.parametrize(
    ("day", "is_working", "reason", "sort"),
    [
        ("2026-01-04", True, "元旦调休上班", DaySort.MAKE_UP),
        ("2026-02-14", True, "春节调休上班", DaySort.MAKE_UP),
        ("2026-02-23", False, "春节放假", DaySort.HOLIDAY),
        ("2026-09-20", True, "国庆节调休上班", DaySort.MAKE_UP),
        ("2026-11-21", False, "周六", DaySort.WEEKEND),
        ("2026-11-22", False, "周日", DaySort.WEEKEND),
        ("2026-11-23", True, "周一", DaySort.WEEKDAY),
        ("2025-10-06", False, "国庆节、中秋节放假", DaySort.HOLIDAY),
        ("2027-02-05", False, "春节放假", DaySort.HOLIDAY),
        ("2027-09-15", False, "中秋节放假", DaySort.HOLIDAY),
    ],
)
def test_a_day_says_in_words_why_it_counts_or_not(day: str, is_working: bool, reason: str, sort: DaySort) -> None:
    kind = CALENDAR.day_kind(date.fromisoformat(day))
    assert (kind.working, kind.reason, kind.sort) == (is_working, reason, sort)
    assert CALENDAR.is_working(date.fromisoformat(day)) is is_working


def test_only_years_without_a_notice_are_provisional() -> None:
    assert sorted(CALENDAR.years) == [2024, 2025, 2026]
    assert [CALENDAR.provisional(date(year, 7, 1)) for year in (2023, 2024, 2025, 2026, 2027)] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_may_second_is_a_festival_only_since_2025() -> None:
    bare = Calendar()
    assert bare.is_working(date(2023, 5, 2))
    assert not bare.is_working(date(2028, 5, 2))


def test_a_later_notice_for_the_same_year_wins() -> None:
    old = packaged_notices()
    moved = old[-1].to_dict()
    moved["holidays"][0]["work"] = []
    from_dict = Calendar([*old, load_notice(moved)])
    assert not from_dict.is_working(date(2026, 1, 4))
    assert CALENDAR.is_working(date(2026, 1, 4))


def test_the_calendar_ends_and_says_so() -> None:
    with pytest.raises(ValueError, match="1990年至2100年"):
        CALENDAR.is_working(date(2101, 1, 1))
    with pytest.raises(ValueError, match="1990年至2100年"):
        CALENDAR.day_kind(date(1989, 12, 31))


def test_neighbours_and_counts() -> None:
    holiday = date(2026, 10, 1)
    assert CALENDAR.last_working(holiday) == date(2026, 9, 30)
    assert CALENDAR.next_working(holiday) == date(2026, 10, 8)
    assert CALENDAR.next_working(date(2026, 10, 8)) == CALENDAR.last_working(date(2026, 10, 8)) == date(2026, 10, 8)
    assert CALENDAR.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert CALENDAR.working_days_between(date(2026, 10, 10), date(2026, 9, 30)) == -3


# --- the vectors of the statutes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "event", "length", "expected"),
    [
        ("信息公开 20工作日", "2026-02-12", 20, "2026-03-18"),
        ("信息公开，调休上班的周六收到", "2026-02-14", 20, "2026-03-20"),
        ("补正 7工作日", "2026-04-29", 7, "2026-05-12"),
        ("许可 一次告知 5", "2026-09-18", 5, "2026-09-24"),
        ("许可 20", "2026-09-18", 20, "2026-10-22"),
        ("20工作日 跨国庆", "2026-09-30", 20, "2026-11-03"),
    ],
)
def test_working_day_vectors(case: str, event: str, length: int, expected: str) -> None:
    result = due(at(event), working(length), CALENDAR)
    assert result == Due(at(f"{expected}T23:59:59"), at(f"{expected}T23:59:59")), case


@pytest.mark.parametrize(
    ("case", "event", "length", "raw", "safe", "rolled"),
    [
        ("信访 15日", "2026-02-12", 15, "2026-02-27", "2026-02-27", None),
        ("信访 60日", "2026-08-02", 60, "2026-10-01", "2026-09-30", "2026-10-08"),
        ("信访 60+30", "2026-08-02", 90, "2026-10-31", "2026-10-30", "2026-11-02"),
    ],
)
def test_calendar_day_vectors(case: str, event: str, length: int, raw: str, safe: str, rolled: str | None) -> None:
    told = explain(at(event), calendar_days(length), CALENDAR)
    assert told.due == Due(at(f"{raw}T23:59:59"), at(f"{safe}T23:59:59")), case
    assert told.rolled_due == (date.fromisoformat(rolled) if rolled else None)
    assert ("rolled" in [note.code for note in told.notes]) is (rolled is not None)


def test_a_result_that_leans_on_a_year_without_notice_is_provisional() -> None:
    crossing = due(at("2026-12-31"), working(1), CALENDAR)
    assert crossing == Due(at("2027-01-04T23:59:59"), at("2027-01-04T23:59:59"), provisional=True)
    new_year = due(at("2026-12-30"), calendar_days(2), CALENDAR)
    assert (new_year.legal_due.date(), new_year.safe_due.date()) == (date(2027, 1, 1), date(2026, 12, 31))
    assert new_year.provisional
    assert not due(at("2026-12-30"), working(1), CALENDAR).provisional
    assert not due(at("2023-12-31"), working(1), CALENDAR).provisional, "counting begins in 2024, which has its notice"
    assert not due(at("2023-12-01"), calendar_days(60), CALENDAR).provisional, "only the end of calendar days matters"
    assert not due(at("2026-12-31T23:00"), Period(2, Unit.HOURS), CALENDAR).provisional, "hours lean on no calendar"


def test_hours_and_minutes_run_at_once_through_nights_and_holidays() -> None:
    eve = at("2026-02-15T23:50")
    assert due(eve, Period(30, Unit.MINUTES), CALENDAR).legal_due == at("2026-02-16T00:20")
    result = due(eve, Period(24, Unit.HOURS), CALENDAR)
    assert result.legal_due == result.safe_due == at("2026-02-16T23:50")


def test_an_hour_stays_an_hour_when_the_summer_time_of_1991_ends() -> None:
    before = at("1991-09-14T12:00")
    after = due(before, Period(24, Unit.HOURS), CALENDAR).legal_due
    assert after.timestamp() - before.timestamp() == 24 * 3600


def test_the_day_of_the_event_is_the_day_in_china() -> None:
    utc_evening = datetime.fromisoformat("2026-03-02T20:00:00+00:00")  # 3 March, 04:00 in China
    assert due(utc_evening, working(1), CALENDAR).legal_due == at("2026-03-04T23:59:59")


# --- pauses -----------------------------------------------------------------------------------------------------------


def test_a_pause_takes_out_the_days_after_its_first_up_to_its_last() -> None:
    # Third party asked on Tuesday 3 March, answered on Friday 6 March: 4, 5, 6 March do not count.
    pauses = [(at("2026-03-03T10:00"), at("2026-03-06T15:00"))]
    assert due(at("2026-03-02"), working(5), CALENDAR, pauses).legal_due == at("2026-03-12T23:59:59")
    told = explain(at("2026-03-02"), working(5), CALENDAR, pauses)
    assert [day.day.day for day in told.days if day.skip is Skip.PAUSED] == [4, 5, 6]
    assert [day.number for day in told.days if day.counted] == [1, 2, 3, 4, 5]


def test_a_pause_within_one_day_takes_nothing_out() -> None:
    pauses = [(at("2026-03-03T09:00"), at("2026-03-03T17:00"))]
    assert due(at("2026-03-02"), working(5), CALENDAR, pauses) == due(at("2026-03-02"), working(5), CALENDAR)


def test_a_pause_over_a_weekend_does_not_lengthen_a_period_of_working_days() -> None:
    pauses = [(at("2026-03-06T09:00"), at("2026-03-08T17:00"))]
    assert due(at("2026-03-02"), working(5), CALENDAR, pauses) == due(at("2026-03-02"), working(5), CALENDAR)


def test_overlapping_pauses_are_taken_out_once() -> None:
    one = [(at("2026-03-03"), at("2026-03-11"))]
    several = [(at("2026-03-05"), at("2026-03-11")), (at("2026-03-03"), at("2026-03-09")), (at("2026-03-04"),) * 2]
    assert due(at("2026-03-02"), calendar_days(10), CALENDAR, several) == due(
        at("2026-03-02"), calendar_days(10), CALENDAR, one
    )


def test_a_pause_of_hours_is_taken_out_exactly() -> None:
    pauses = [(at("2026-03-02T10:10"), at("2026-03-02T10:25"))]
    result = due(at("2026-03-02T10:00"), Period(30, Unit.MINUTES), CALENDAR, pauses)
    assert result.legal_due == at("2026-03-02T10:45")


def test_an_open_pause_suspends_and_gives_the_earliest_end() -> None:
    start, open_pause = at("2026-03-02"), [(at("2026-03-03"), None)]
    result = due(start, working(5), CALENDAR, open_pause)
    assert result.suspended
    assert result.legal_due == due(start, working(5), CALENDAR).legal_due
    assert "suspended" in [note.code for note in explain(start, working(5), CALENDAR, open_pause).notes]
    too_late = [(at("2026-03-09"), None)]
    assert due(start, working(5), CALENDAR, too_late) == due(start, working(5), CALENDAR)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [0, -1, 36_501])
def test_absurd_lengths_are_refused_in_words(length: int) -> None:
    with pytest.raises(ValueError, match="时限"):
        working(length)


def test_times_without_zone_results_beyond_2100_and_reversed_pauses_are_refused() -> None:
    with pytest.raises(ValueError, match="缺少时区"):
        due(datetime(2026, 1, 1), working(1), CALENDAR)
    with pytest.raises(ValueError, match="缺少时区"):
        due(datetime(2026, 1, 1), Period(1, Unit.HOURS), CALENDAR)
    for unit in Unit:
        with pytest.raises(ValueError, match="超出可计算的范围"):
            due(at("2100-12-31T23:59"), Period(60, unit), CALENDAR)
        with pytest.raises(ValueError, match="超出可计算的范围"):
            due(at("1989-12-31"), Period(2, unit), CALENDAR)
        with pytest.raises(ValueError, match="早于开始"):
            due(at("2026-03-02"), Period(2, unit), CALENDAR, [(at("2026-03-04"), at("2026-03-03"))])


# --- properties -------------------------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2023, 1, 1), datetime(2028, 12, 31), timezones=st.just(SHANGHAI))
lengths = st.integers(1, 400)


@st.composite
def some_pauses(draw: st.DrawFn) -> list[Pause]:
    begins = draw(st.lists(st.tuples(moments, st.integers(0, 40 * 24 * 60)), max_size=4))
    return [(begin, begin + timedelta(minutes=length)) for begin, length in begins]


def slow(start: datetime, period: Period, pauses: list[Pause]) -> date:
    """The definition, day by day."""
    day, number = start.date(), 0
    while number < period.length:
        day += timedelta(days=1)
        if any(b is not None and a.date() < day <= b.date() for a, b in pauses):
            continue
        number += period.unit is Unit.CALENDAR_DAYS or CALENDAR.is_working(day)
    return day


@given(moments, lengths, st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]), some_pauses())
def test_fast_equals_slow(start: datetime, length: int, unit: Unit, pauses: list[Pause]) -> None:
    period = Period(length, unit)
    result = due(start, period, CALENDAR, pauses)
    assert result.legal_due.date() == slow(start, period, pauses)
    assert result.safe_due.date() == CALENDAR.last_working(result.legal_due.date())


@given(moments, lengths, st.sampled_from(Unit), some_pauses())
def test_a_longer_period_ends_later(start: datetime, length: int, unit: Unit, pauses: list[Pause]) -> None:
    shorter = due(start, Period(length, unit), CALENDAR, pauses)
    longer = due(start, Period(length + 1, unit), CALENDAR, pauses)
    assert start < shorter.legal_due < longer.legal_due
    assert shorter.safe_due <= shorter.legal_due
    assert shorter.safe_due <= longer.safe_due


@given(moments, moments, lengths, st.sampled_from(Unit))
def test_a_later_event_never_ends_earlier(one: datetime, other: datetime, length: int, unit: Unit) -> None:
    early, late = sorted((one, other))
    period = Period(length, unit)
    assert due(early, period, CALENDAR).legal_due <= due(late, period, CALENDAR).legal_due


@given(moments, lengths, st.sampled_from(Unit), some_pauses())
def test_a_pause_never_shortens(start: datetime, length: int, unit: Unit, pauses: list[Pause]) -> None:
    period = Period(length, unit)
    assert due(start, period, CALENDAR, pauses).legal_due >= due(start, period, CALENDAR).legal_due


@given(moments, st.integers(1, 120), st.sampled_from(Unit), some_pauses())
def test_the_explanation_adds_up(start: datetime, length: int, unit: Unit, pauses: list[Pause]) -> None:
    told = explain(start, Period(length, unit), CALENDAR, pauses)
    days = [day.day for day in told.days]
    assert days == [days[0] + timedelta(n) for n in range(len(days))]
    assert days[0] == start.date()
    assert days[-1] == told.due.legal_due.date()
    if unit.in_days:
        assert [day.number for day in told.days if day.counted] == list(range(1, length + 1))
        assert told.days[-1].counted
        assert all(day.why for day in told.days)


def test_due_is_fast_enough_for_the_hot_path() -> None:
    rng = random.Random(7)
    starts = [at("2024-01-01T09:00") + timedelta(minutes=rng.randrange(1_400_000)) for _ in range(2_000)]
    period = working(20)
    best = min(_seconds(starts, period) for _ in range(5))
    assert best / len(starts) < 20e-6


def _seconds(starts: list[datetime], period: Period) -> float:
    begin = time.perf_counter()
    for start in starts:
        due(start, period, CALENDAR)
    return time.perf_counter() - begin
