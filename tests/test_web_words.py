"""Dates, sizes and masks in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from shuniu.kernel.web import words
from shuniu.kernel.web.marks import badge, light

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


def test_a_day_is_written_out_with_its_weekday() -> None:
    with override("zh-hans"):
        assert words.day(TODAY) == "2026年11月23日（周一）"
    with override("en"):
        assert words.day(TODAY) == "Mon 23 November 2026"


def test_a_moment_is_shown_in_the_time_of_the_city() -> None:
    with override("zh-hans"):
        assert words.moment(NOW) == "2026年11月23日（周一）14:05"
        assert words.day(datetime(2026, 11, 22, 16, 30, tzinfo=UTC)) == "2026年11月23日（周一）"


@pytest.mark.parametrize(
    ("days", "said"), [(0, "今天"), (1, "明天"), (2, "后天"), (3, "3天后"), (-1, "昨天"), (-2, "前天"), (-9, "9天前")]
)
def test_days_near_today(days: int, said: str) -> None:
    with override("zh-hans"):
        assert words.relative_day(TODAY + timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=25), "25分钟前"),
        (timedelta(hours=3), "3小时前"),
        (timedelta(days=1), "昨天"),
        (timedelta(minutes=-5), "2026年11月23日（周一）14:10"),
    ],
)
def test_how_long_ago(passed: timedelta, said: str) -> None:
    with override("zh-hans"):
        assert words.ago(NOW - passed, NOW) == said


@pytest.mark.parametrize(
    ("value", "shown"),
    [("13800005678", "138****5678"), ("0531-1234567", "053*****4567"), ("12345", "*****"), ("", ""), (" 6200000000000001 ", "6200********0001")],
)  # fmt: skip
def test_a_mask_never_shows_the_middle(value: str, shown: str) -> None:
    assert words.masked(value) == shown


def test_sizes_and_numbers() -> None:
    assert [words.size(at) for at in (812, 34_800, 2_726_298)] == ["812 B", "34 KB", "2.6 MB"]
    assert words.number(1208) == "1,208"
    assert words.number(96.44) == "96.4"


def test_a_light_says_its_word_and_has_its_shape() -> None:
    with override("zh-hans"):
        assert "<rect" in light("red")
        assert "已超期" in light("red")
        assert "light--none" in light("purple")
        assert "&lt;b&gt;" in light("amber", "<b>")
    assert badge("<i>", "no such tone") == '<span class="badge badge--plain">&lt;i&gt;</span>'
