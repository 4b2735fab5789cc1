"""What stands twice."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要加强的的领导。", [("的的", "的")]),
        ("各单位要要落实。", [("要要", "要")]),
        ("工作已经经经开展。", [("经经经", "经")]),
        ("保险标的的受让人。", []),
        ("出于公益目的的捐赠。", []),
        ("的的确确取得成效。", []),
        ("这种行为为法律所禁止。", []),
        ("人人参与，户户受益，时时不忘。", []),
        ("由由市政府负责的单位承担。", [("由由", "由")]),
    ],
)
def test_characters(text: str, expected: list[tuple[str, str]]) -> None:
    assert words("repeat-character", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要加强加强领导。", [("加强加强", "加强")]),
        ("进一步进一步提高认识。", [("进一步进一步", "进一步")]),
        ("明确责任分工，明确责任分工，抓好落实。", [("明确责任分工，明确责任分工，", "明确责任分工，")]),
        ("认真研究研究。", []),
        ("帮助发展发展中国家。", []),
        ("一个一个地抓，一项一项地落实。", []),
        ("逐条逐条核对。", []),
    ],
)
def test_words_and_clauses(text: str, expected: list[tuple[str, str]]) -> None:
    assert words("repeat-word", text) == expected


def test_sentences_and_paragraphs() -> None:
    sentence = "各级各部门要切实提高思想认识，扎实做好各项工作。"
    assert [one.text for one in of("repeat-sentence", f"{sentence}要加强督查。{sentence}")] == [sentence]
    paragraph = "要坚持问题导向，逐项梳理短板弱项，逐条制定整改措施"
    assert [one.text for one in of("repeat-paragraph", f"{paragraph}\n要加强督查\n{paragraph}")] == [paragraph]
    assert of("repeat", "姓名\n姓名\n序号\n序号") == []
