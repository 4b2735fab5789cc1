"""Local limits and loaded notices: what is in force on a day, who sees a change and when, and what is refused."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from shuniu.kernel.law import limits
from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import UnknownLimit, current_calendar, history, limit, register_limit
from shuniu.kernel.law.models import HolidayNotice, LocalLimit, Revision
from shuniu.kernel.law.operations import LawError, LimitSet, load_year, moved_days, set_limit
from shuniu.kernel.workdays import NoticeError, Period, Unit, load_notice, packaged_calendar, packaged_notices

pytestmark = pytest.mark.django_db
KEY = "test.reply"
RULE = LocalRule(KEY, "测试答复时限", "济南市12345市民服务热线条例", Mark.VERIFIED)
FIVE, TWO, DAY = Period(5, Unit.WORKING_DAYS), Period(2, Unit.WORKING_DAYS), Period(24, Unit.HOURS)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """One rule is registered and nothing is remembered from another test."""
    register_limit(KEY, FIVE, source=RULE, label="测试答复时限")
    limits.forget()
    yield
    limits.forget()
    limits._rules.pop(KEY)


def change(period: Period, start: str, end: str | None = None, source: str = "云州市测试规定") -> LimitSet:
    return set_limit(
        key=KEY,
        period=period,
        effective_from=date.fromisoformat(start),
        effective_to=date.fromisoformat(end) if end else None,
        source_title=source,
        source_number="云政发〔2026〕1号",
    )


def invented_2027(**other: Any) -> dict[str, Any]:
    """A made-up arrangement in the shape of the file; the real one was not published when this was written."""
    return {
        "year": 2027,
        "title": "测试用2027年安排（虚构）",
        "number": "测试〔2026〕1号",
        "issued_on": "2026-11-10",
        "source": "测试",
        "mark": "R?",
        "holidays": [
            {"name": "元旦", "off": {"from": "2027-01-01", "to": "2027-01-04"}, "work": ["2027-01-09"]},
            {"name": "劳动节", "off": {"from": "2027-05-01", "to": "2027-05-02"}, "work": []},
            {"name": "国庆节", "off": {"from": "2027-10-01", "to": "2027-10-03"}, "work": []},
        ],
    } | other


# --- limits -----------------------------------------------------------------------------------------------------------


def test_the_default_stands_until_a_row_says_otherwise() -> None:
    default = limit(KEY, date(2026, 1, 5))
    assert (default.value, default.version, default.mark) == (FIVE, None, Mark.VERIFIED)
    assert default.cite() == "本地规定“测试答复时限”（济南市12345市民服务热线条例）"
    assert not default.confirmed
    assert history(KEY) == ()


def test_a_limit_holds_from_its_day_and_ends_the_one_before() -> None:
    first = change(TWO, "2026-03-01")
    assert (first.before, first.ended, first.replaced) == (FIVE, None, False)
    second = change(DAY, "2026-06-01")
    assert second.before == TWO
    assert second.ended == first.row
    values = {day: limit(KEY, date.fromisoformat(day)).value for day in ("2026-02-28", "2026-03-01", "2026-05-31")}
    assert values == {"2026-02-28": FIVE, "2026-03-01": TWO, "2026-05-31": TWO}
    last = limit(KEY, date(2026, 6, 1))
    assert (last.value, last.version, last.mark) == (DAY, second.row.pk, Mark.SECONDARY)
    assert last.cite() == "本地规定“测试答复时限”（云州市测试规定，云政发〔2026〕1号）"
    assert [one.value for one in history(KEY)] == [DAY, TWO]


def test_a_limit_with_an_end_gives_way_to_the_default() -> None:
    change(TWO, "2026-03-01", "2026-03-31")
    assert limit(KEY, date(2026, 3, 31)).value == TWO
    assert limit(KEY, date(2026, 4, 1)).value == FIVE


def test_the_same_first_day_is_a_correction() -> None:
    change(TWO, "2026-03-01")
    corrected = change(DAY, "2026-03-01")
    assert (corrected.before, corrected.replaced, corrected.ended) == (TWO, True, None)
    assert LocalLimit.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [("2026-02-01", None), ("2026-02-01", "2026-03-01"), ("2026-03-15", None)])
def test_any_other_overlap_is_refused_and_nothing_is_half_done(start: str, end: str | None) -> None:
    change(TWO, "2026-03-01", "2026-03-31")
    with pytest.raises(LawError, match="2026-03-01起施行的规定（2个工作日）重叠"), transaction.atomic():
        change(DAY, start, end)
    assert LocalLimit.objects.count() == 1
    assert limit(KEY, date(2026, 3, 20)).value == TWO


def test_bad_limits_are_refused_in_words() -> None:
    with pytest.raises(LawError, match="失效日期"):
        change(TWO, "2026-03-01", "2026-02-01")
    with pytest.raises(LawError, match="依据"):
        change(TWO, "2026-03-01", source="  ")
    with pytest.raises(UnknownLimit):
        limit("nobody.registered", date(2026, 1, 1))
    with pytest.raises(ValueError, match="registered twice"):
        register_limit(KEY, TWO, source=RULE, label="测试答复时限")


@pytest.mark.parametrize(
    "wrong",
    [{"value": 0}, {"unit": "weeks"}, {"effective_to": date(2025, 12, 31)}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_itself_refuses_nonsense(wrong: dict[str, Any]) -> None:
    fields = {"key": KEY, "value": 5, "unit": "hours", "effective_from": date(2026, 1, 1), "mark": "V"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalLimit.objects.create(**fields)


# --- the cache --------------------------------------------------------------------------------------------------------


def test_a_limit_and_the_calendar_cost_the_hot_path_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    limit(KEY, date(2026, 1, 5))
    with django_assert_num_queries(0):
        limit(KEY, date(2026, 1, 5))
        current_calendar()
    limits.forget()
    with django_assert_num_queries(1):
        limit(KEY, date(2026, 1, 5))


def test_a_change_in_another_process_is_seen_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(limits, "monotonic", lambda: clock[0])
    assert limit(KEY, date(2026, 6, 1)).value == FIVE
    LocalLimit.objects.create(
        key=KEY, value=2, unit="working_days", effective_from=date(2026, 3, 1), source_title="他处", mark="R"
    )
    Revision.objects.update_or_create(pk=1, defaults={"token": "elsewhere"})
    clock[0] += limits.CHECK_SECONDS - 0.1
    assert limit(KEY, date(2026, 6, 1)).value == FIVE
    clock[0] += 0.2
    assert limit(KEY, date(2026, 6, 1)).value == TWO


def test_a_change_that_is_rolled_back_leaves_no_trace_in_the_cache() -> None:
    with transaction.atomic():
        change(TWO, "2026-03-01")
        assert limit(KEY, date(2026, 6, 1)).value == TWO
        transaction.set_rollback(True)
    limits.forget()
    assert limit(KEY, date(2026, 6, 1)).value == FIVE


# --- notices ----------------------------------------------------------------------------------------------------------


def test_loading_a_year_says_which_days_moved() -> None:
    assert current_calendar().provisional(date(2027, 6, 1))
    loaded = load_year(json.dumps(invented_2027()).encode(), by="系统管理员 赵敏", at=NOW)
    assert (loaded.notice.year, loaded.notice.version, loaded.previous_version) == (2027, 1, None)
    assert loaded.was_provisional
    assert not loaded.unchanged
    moved = {one.day.isoformat(): (one.was, one.now, one.working) for one in loaded.moved}
    assert moved["2027-01-04"] == ("周一", "元旦放假", False)
    assert moved["2027-01-09"] == ("周六", "元旦调休上班", True)
    assert moved["2027-02-05"] == ("春节放假", "周五", True), "the notice alone speaks for its year"
    assert not current_calendar().provisional(date(2027, 6, 1))
    assert current_calendar().is_working(date(2027, 1, 9))
    assert current_calendar().is_working(date(2026, 1, 4)), "the packaged years stay"


def test_a_second_version_takes_the_place_of_the_first() -> None:
    load_year(invented_2027(), by="甲", at=NOW)
    again = load_year(invented_2027(), by="甲", at=NOW)
    assert again.unchanged
    assert again.moved == ()
    corrected = invented_2027()
    corrected["holidays"][0]["work"] = []
    second = load_year(corrected, by="乙", at=NOW)
    assert (second.notice.version, second.previous_version, second.was_provisional) == (2, 1, False)
    assert [one.day for one in second.moved] == [date(2027, 1, 9)]
    assert list(HolidayNotice.objects.values_list("version", "active")) == [(1, False), (2, True)]
    assert not current_calendar().is_working(date(2027, 1, 9))


def test_a_loaded_notice_overrides_a_packaged_year() -> None:
    raw = packaged_notices()[-1].to_dict()
    raw["holidays"][0]["work"] = []
    loaded = load_year(raw, by="甲", at=NOW)
    assert [one.day for one in loaded.moved] == [date(2026, 1, 4)]
    assert not loaded.was_provisional
    assert not current_calendar().is_working(date(2026, 1, 4))


def test_what_a_notice_would_move_can_be_seen_before_it_is_loaded() -> None:
    notice = load_notice(invented_2027())
    assert date(2027, 1, 9) in [one.day for one in moved_days(current_calendar(), notice)]
    assert limits.calendar_with(notice).is_working(date(2027, 1, 9))
    assert current_calendar() is packaged_calendar()
    assert not HolidayNotice.objects.exists()


def test_a_bad_file_changes_nothing() -> None:
    with pytest.raises(NoticeError, match="不是有效的JSON"):
        load_year("{", by="甲", at=NOW)
    assert not HolidayNotice.objects.exists()
    assert not Revision.objects.exists()


@pytest.mark.postgres
def test_two_administrators_loading_the_same_year_follow_one_another() -> None:
    barrier = Barrier(2)

    def load(title: str) -> int:
        try:
            barrier.wait(timeout=10)
            return load_year(invented_2027(title=title), by=title, at=NOW).notice.version
        finally:
            connection.close()

    def clean() -> None:
        # The threads commit on their own connections, so this test must take its rows away itself.
        HolidayNotice.objects.all().delete()
        Revision.objects.all().delete()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        try:
            assert sorted(pool.map(load, ["甲的版本", "乙的版本"])) == [1, 2]
            assert list(HolidayNotice.objects.values_list("version", "active")) == [(1, False), (2, True)]
        finally:
            pool.submit(clean).result(timeout=10)


def test_the_database_keeps_one_active_notice_a_year() -> None:
    row = load_year(invented_2027(), by="甲", at=NOW).notice
    row.pk, row.version = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
