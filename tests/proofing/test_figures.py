"""Numbers that say too much or what cannot be."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大约300人左右参加。", [("大约300人左右", "大约300人")]),
        ("近500户左右。", [("近500户左右", "近500户")]),
        ("超过100多家企业。", [("超过100多", "超过100")]),
        ("至少30%以上。", [("至少30%以上", "至少30%")]),
        ("不超过5日以内。", [("不超过5日以内", "不超过5日")]),
        ("300多人左右。", [("300多人左右", "300多人")]),
        ("近年来取得成效。", []),
        ("约300人。", []),
        ("60岁以上老人。", []),
        ("近三年左右逢源。", []),
    ],
)
def test_round_figures(text: str, expected: list[tuple[str, str]]) -> None:
    assert words("figure-twice", text) == expected


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("用3、4天完成。", "figure-round", [("3、4", "三四")]),
        ("约五、六个人。", "figure-round", [("五、六", "五六")]),
        ("二、三产业。", "figure-round", []),
        ("小学三、四年级。", "figure-round", []),
        ("增长10-20%。", "figure-percent", [("10-20%", "10%-20%")]),
        ("增长10%—20%。", "figure-percent", []),
        ("占百分之30。", "figure-percent", [("百分之30", "30%")]),
        ("事故减少了2倍。", "figure-sense", [("减少了2倍", None)]),
        ("产量增长了2倍。", "figure-sense", []),
        ("增长3。5%。", "figure-inside", [("。", ".")]),
        ("2O25年。", "figure-inside", [("O", "0")]),
        ("投入3，000万元。", "figure-inside", [("，", "")]),
    ],
)
def test_figures(text: str, rule: str, expected: list[tuple[str, str | None]]) -> None:
    assert words(rule, text) == expected


def test_years_beside_numbers() -> None:
    assert of("figure", "截至2024年，300户完成改造。") == []
