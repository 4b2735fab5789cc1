"""A speech as it is pasted from the web, with faults of every kind: each must be found, and little besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuniu.office.documents.proofing import HINT, Finding, proof

TEXT = (Path(__file__).parent / "speech.txt").read_text(encoding="utf-8")
PLANTED = [
    ("。", "title-end"),
    ("来源：某某公文写作网", "fragment-pasted"),
    ("2025年2月30日", "date-possible"),
    (",", "width-mark"),
    ("布署", "word-wrong"),
    ("一. ", "level-marks"),
    ("励", "idiom"),
    ("大约120个左右", "figure-twice"),
    ("10-15%", "figure-percent"),
    ("，，", "mark-doubled"),
    ("市政府、市委", "organ-order"),
    ("委", "idiom"),
    ("四", "level-running"),
    ("群众反应强烈", "word-wrong"),
    ("必需", "word"),
    ("建义", "word"),
    ("则", "idiom"),
    ("宸ヤ綔瀹夋帓", "fragment-encoding"),
    ("“", "pair-open"),
    ("第 1 页 共 3 页", "fragment-page"),
    ("三", "level-order"),
    ("(一)", "level-marks"),
    ("截止目前", "word"),
    ("（二）、", "level-marks"),
    ("加快推进前期工作，加快推进前期工作，", "repeat-word"),
    ("四", "level-order"),
    ("的", "grammar-de"),
    ("&nbsp;", "fragment-markup"),
    ("台帐", "word"),
    ("……等", "mark-dots"),
    ("更多精彩内容请关注", "fragment-pasted"),
    ("各级各部门要坚持目标导向", "repeat"),
    ("政治意识、核心意识、大局意识、看齐意识", "phrase-sequence"),
    ("习近平新时代特色社会主义思想", "phrase-name"),
    ("[2025]", "number-brackets"),
    ("13912345678", "person-telephone"),
    ("责任编辑：小王", "fragment-pasted"),
]


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return proof(TEXT)


@pytest.mark.parametrize(("words", "rule"), PLANTED)
def test_each_planted_fault_is_found(findings: list[Finding], words: str, rule: str) -> None:
    assert any(one.text.startswith(words) and one.rule.startswith(rule) for one in findings)


def test_little_else_is_said(findings: list[Finding]) -> None:
    """Two findings for each planted fault would be noise."""
    assert len([one for one in findings if one.severity != HINT]) <= len(PLANTED) + 12


def test_places_are_places_of_the_text(findings: list[Finding]) -> None:
    assert findings == sorted(findings)
    assert all(TEXT[one.start : one.end] == one.text for one in findings)
