"""Numbers have no gaps and no doubles, also when many ask at once, and turn at midnight in China."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shuniu.kernel.numbering import series as registry
from shuniu.kernel.numbering.models import Counter
from shuniu.kernel.numbering.operations import NotInTransaction, next_number, reserve, written
from shuniu.kernel.numbering.series import UnknownSeries, register_series

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def three_series() -> Iterator[None]:
    kept = dict(registry._series)
    register_series("t-hotline", period="day", pattern="{date:%Y%m%d}{value:05d}")
    register_series("t-outgoing", period="year", pattern="{unit}〔{year}〕{value}号")
    register_series("t-ever", period="ever", pattern="第{value}期")
    yield
    registry._series.clear()
    registry._series.update(kept)


@pytest.mark.django_db
def test_counts_by_day_and_starts_again_the_next() -> None:
    assert [next_number("t-hotline", DAY) for _ in range(3)] == ["2026112300001", "2026112300002", "2026112300003"]
    assert next_number("t-hotline", date(2026, 11, 24)) == "2026112400001"
    assert next_number("t-hotline", DAY) == "2026112300004"


@pytest.mark.django_db
def test_a_document_number_counts_by_year_for_each_unit() -> None:
    assert next_number("t-outgoing", DAY, unit="云政办发") == "云政办发〔2026〕1号"
    assert next_number("t-outgoing", DAY, unit="云政办函") == "云政办函〔2026〕1号"
    assert next_number("t-outgoing", date(2026, 12, 31), unit="云政办发") == "云政办发〔2026〕2号"
    assert next_number("t-outgoing", date(2027, 1, 1), unit="云政办发") == "云政办发〔2027〕1号"
    assert next_number("t-ever", DAY) == "第1期"
    assert next_number("t-ever", date(2030, 1, 1)) == "第2期"


@pytest.mark.django_db
def test_day_and_year_turn_at_midnight_in_china_not_in_london() -> None:
    before, after = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert next_number("t-outgoing", before, unit="云") == "云〔2026〕1号"
    assert next_number("t-outgoing", after, unit="云") == "云〔2027〕1号"
    assert next_number("t-hotline", after) == "2027010100001"
    with pytest.raises(ValueError, match="no time zone"):
        next_number("t-hotline", datetime(2026, 12, 31, 23, 59))


@pytest.mark.django_db
def test_a_block_is_taken_in_one_statement_and_the_next_number_follows_it() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first = reserve("t-hotline", DAY, 500)
    assert (first, len(queries)) == (1, 1)
    assert written("t-hotline", DAY, first + 499) == "2026112300500"
    with CaptureQueriesContext(connection) as queries:
        assert next_number("t-hotline", DAY) == "2026112300501"
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back() -> None:
    next_number("t-hotline", DAY)
    with transaction.atomic():
        assert next_number("t-hotline", DAY) == "2026112300002"
        transaction.set_rollback(True)
    assert next_number("t-hotline", DAY) == "2026112300002"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        next_number("t-hotline", DAY)
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_strays_and_misuse_are_refused() -> None:
    with pytest.raises(UnknownSeries):
        next_number("t-unheard-of", DAY)
    with pytest.raises(ValueError, match="counts per unit"):
        next_number("t-outgoing", DAY)
    with pytest.raises(ValueError, match="does not count per unit"):
        next_number("t-hotline", DAY, unit="云")
    with pytest.raises(ValueError, match="at least one"):
        reserve("t-hotline", DAY, 0)


@pytest.mark.parametrize(
    ("period", "pattern", "why"),
    [
        ("day", "{date:%Y%m%d}", "value"),
        ("day", "{date:%Y}{value}", "day"),
        ("day", "{date:%m%d}{value}", "year"),
        ("year", "{value}号", "year"),
    ],
)
def test_a_pattern_that_would_repeat_itself_is_refused(period: registry.Period, pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        register_series("t-bad", period=period, pattern=pattern)


def test_a_series_keeps_its_first_words() -> None:
    register_series("t-ever", period="ever", pattern="第{value}期")
    with pytest.raises(ValueError, match="already registered"):
        register_series("t-ever", period="ever", pattern="{value}")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer at a time and its in-memory test database one connection: there is no race to run.",
)
def test_eight_threads_take_one_hundred_numbers_without_gap_or_double() -> None:
    taken: list[str] = []
    start = threading.Barrier(8)

    def clerk(number: int) -> None:
        start.wait()
        for turn in range(100):
            try:
                with transaction.atomic():
                    got = next_number("t-hotline", DAY)
                    if (turn + number) % 5 == 0:
                        raise InterruptedError  # Every fifth transaction fails after taking its number.
                taken.append(got)
            except InterruptedError:
                continue
        connection.close()

    threads = [threading.Thread(target=clerk, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(taken) == 640
    assert sorted(taken) == [written("t-hotline", DAY, value) for value in range(1, 641)]
