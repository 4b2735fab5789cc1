"""Dates, weekdays, ranges, hours."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("定于2025年2月30日召开。", "date-possible", ["2025年2月30日"]),
        ("定于2025年2月29日召开。", "date-possible", ["2025年2月29日"]),
        ("定于2024年2月29日召开。", "date-possible", []),
        ("截至13月5日。", "date-possible", ["13月5日"]),
        ("4月31日前报送。", "date-possible", ["4月31日"]),
        ("2月29日前报送。", "date-possible", []),
        ("2025-13-01至今。", "date-possible", ["2025-13-01"]),
        ("2025.2.30报送。", "date-possible", ["2025.2.30"]),
        ("2025年3月7日（星期三）召开。", "date-weekday", ["星期三"]),
        ("2025年3月7日（星期五）召开。", "date-weekday", []),
        ("2025年03月7日印发。", "date-form", ["0"]),
        ("25年3月7日印发。", "date-form", ["25"]),
        ("服务满15年3个月的人员。", "date-form", []),
        ("2025年三月7日印发。", "date-mixed", ["2025年三月"]),
        ("二○二五年三月。", "date-mixed", ["二○二五"]),
        ("2026—2023年度规划。", "date-range", ["2026—2023年"]),
        ("3月10日至5日值班。", "date-range", ["3月10日至5日"]),
        ("2025年5月至3月。", "date-range", ["2025年5月至3月"]),
        ("2024年11月至2025年3月。", "date-range", []),
        ("3月5日至10日值班。", "date-range", []),
        ("下午25时召开。", "time-possible", ["下午25时"]),
        ("9时75分召开。", "time-possible", ["9时75分"]),
        ("上午14时召开。", "time-possible", ["上午14时"]),
        ("下午2时30分召开。", "time-possible", []),
    ],
)
def test_dates(text: str, rule: str, expected: list[str]) -> None:
    assert [one.text for one in of(rule, text)] == expected


def test_what_is_proposed() -> None:
    assert words("date-weekday", "2025年3月7日（星期三）召开。") == [("星期三", "星期五")]
    assert words("date-mixed", "二○二五年") == [("二○二五", "二〇二五")]


def test_the_day_of_a_document_in_arabic_numerals() -> None:
    text = "请遵照执行。\n云州市人民政府办公室\n二〇二五年三月七日"
    assert words("date-form", text) == [("二〇二五年三月七日", "2025年3月7日")]
