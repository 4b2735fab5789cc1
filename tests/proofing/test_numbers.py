"""Document numbers and annexes."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云政发[2025]3号", [("[2025]", "〔2025〕")]),
        ("云政发（2025）3号", [("（2025）", "〔2025〕")]),
        ("云政发【2025】3号", [("【2025】", "〔2025〕")]),
        ("云政发〔2025]3号", [("〔2025]", "〔2025〕")]),
        ("云政发〔2025〕03号", [("03", "3")]),
        ("云政发〔2025〕第3号", [("第", "")]),
        ("云政发〔2025〕3", [("3", "3号")]),
        ("云政发〔25〕3号", [("25", "2025")]),
        ("云政发〔2025年〕3号", [("年", "")]),
        ("云政发〔2025〕3号", []),
        ("（2025）云01民初123号", []),
        ("中华人民共和国国务院令第700号", []),
    ],
)
def test_document_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert words("number", text) == expected


def test_a_note_of_annexes() -> None:
    text = "请认真执行。\n附件:1、任务分工表。\n3.联系方式"
    assert words("annex-note", text) == [(":", "："), ("、", "."), ("。", ""), ("3", "2")]
    assert of("annex-note", "附件：1.任务分工表\n2.联系方式") == []
    assert of("annex-note", "附件：任务分工表") == []


def test_an_annex_that_is_not_there() -> None:
    text = "具体分工见附件3。\n附件：1.任务分工表\n2.联系方式"
    assert [one.text for one in of("annex-cited", text)] == ["见附件3"]
    assert of("annex-cited", text, context={"annexes": ["分工", "联系", "格式"]}) == []
    assert [one.text for one in of("annex-cited", "名单见附件。", context={"annexes": []})] == ["见附件"]
    assert of("annex-cited", "名单见附件。") == []
