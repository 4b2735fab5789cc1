"""Level numbers: marks and order."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一. 总体要求", [("一. ", "一、")]),
        ("一，总体要求", [("一，", "一、")]),
        ("（一）、基本原则", [("（一）、", "（一）")]),
        ("(一)基本原则", [("(一)", "（一）")]),
        ("（一)基本原则", [("（一)", "（一）")]),
        ("1、加强领导", [("1、", "1.")]),
        ("（1）、加强领导", [("（1）、", "（1）")]),
        ("(1)加强领导", [("(1)", "（1）")]),
        ("第一、要提高认识", [("、", "，")]),
        ("首先、要提高认识", [("、", "，")]),
        ("一、总体要求", []),
        ("（一）基本原则", []),
        ("1.加强领导", []),
        ("1.5万人参加", []),
        ("一、二年级学生", []),
        ("3，000户", []),
    ],
)
def test_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert words("level-marks", text) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("一、 二、 四、", [("四", "三")]),
        ("一、 二、 二、", [("二", "三")]),
        ("一、 （一） （三）", [("三", "二")]),
        ("一、 （二）", [("二", "一")]),
        ("一、 （一） （二） 二、 （一） （二）", []),
        ("一、 三、 二、", [("三", "二"), ("二", "四")]),
        ("三、 四、", []),
        ("（三）", []),
        ("一、 （一） 1. 2. 4.", [("4", "3")]),
        ("九、 十、 十一、 十三、", [("十三", "十二")]),
    ],
)
def test_order(numbers: str, expected: list[tuple[str, str]]) -> None:
    lines = [number + "加强组织领导" for number in numbers.split()]
    assert words("level-order", "\n".join(lines)) == expected


def test_an_annex_counts_anew() -> None:
    text = "一、总则\n二、职责\n附件1\n一、范围\n二、对象"
    assert of("level-order", text) == []


def test_numbers_in_a_running_sentence() -> None:
    assert words("level-running", "一是抓进度。二是抓质量。四是抓安全。") == [("四", "三")]
    assert words("level-running", "一是抓进度。二是抓质量。二是抓安全。") == [("二", "三")]
    assert words("level-running", "一是抓进度。二是抓质量。三是抓安全。一是要快，二是要好。") == []


def test_a_skipped_level_is_only_a_hint() -> None:
    assert [one.severity for one in of("level-skipped", "一、总则\n1.范围")] == ["hint"]
