"""Pairs, doubled marks, widths, marks at the ends of lines."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要落实“三重一大制度。", ["“"]),
        ("要落实三重一大”制度。", ["”"]),
        ("有关部门（含直属单位。", ["（"]),
        ("印发《管理办法的通知。", ["《"]),
        ("落实“四下基层”制度（试行）。", []),
        ("“第一段开头引用\n“第二段接着引用。”", []),
        ("1）项目名称", []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert [one.text for one in of("pair-open", text)] == expected


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("转发《国务院关于修改《条例》的决定》。", "pair-nested", [("《条例》", "〈条例〉")]),
        ("他说：“要落实“两个责任”的要求。”", "pair-nested", [("“两个责任”", "‘两个责任’")]),
        ('落实"三重一大"制度。', "pair-straight", [('"', "“"), ('"', "”")]),
        ("各单位（含下属)要落实。", "pair-width", [("（含下属)", "（含下属）")]),
        ("加强领导，，明确责任。", "mark-doubled", [("，，", "，")]),
        ("加强领导，。", "mark-doubled", [("，。", "。")]),
        ("加强领导、；明确责任。", "mark-doubled", [("、；", "；")]),
        ("他说：“好。”。", "mark-doubled", [("。”。", "。”")]),
        ("等等……各类情况。", "mark-dots", [("等等……", "等")]),
        ("水利、交通。。。各类。", "mark-dots", [("。。。", "……")]),
        ("水利、交通...各类。", "mark-dots", [("...", "……")]),
        ("一个目标--高质量发展。", "mark-dots", [("--", "——")]),
        ("现将有关事项通知如下。\n一、范围", "mark-follows", [("。", "：")]),
        ("加强领导,明确责任.", "width-mark", [(",", "，"), (".", "。")]),
        ("有关单位(含直属单位)要落实。", "width-bracket", [("(含直属单位)", "（含直属单位）")]),
        ("共１２个，另有3个。", "width-digit", [("１２", "12")]),
        ("“党建”、“业务”两手抓。", "mark-enumeration", [("、", "")]),
        ("关于 加强工作", "mark-space", [(" ", "")]),
    ],
)
def test_marks(text: str, rule: str, expected: list[tuple[str, str]]) -> None:
    assert words(rule, text) == expected


def test_marks_where_none_may_stand() -> None:
    assert [one.text for one in of("mark-line-head", "各单位要高度重视\n，认真落实。")] == ["，"]
    text = "今年以来，各项工作进展顺利。下一步要抓好项目建设和安全生产工作，确保全年目标任务完成"
    assert [one.text for one in of("mark-line-end", text)] == ["成"]
    assert of("mark-line-end", text + "。") == []
    assert of("mark-line-end", "云州市人民政府办公室") == []


@pytest.mark.parametrize(
    "text",
    ["会议于9:30开始。", "比例为1:2。", "网址是http://www.example.com。", "增长3.5%。", "GB/T 9704", "约3,000人。"],
)
def test_half_width_where_it_belongs(text: str) -> None:
    assert of("width-mark", text) == []
