"""Full-width and half-width: marks are full-width in Chinese text, digits and letters half-width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import HINT, PUNCTUATION, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Paper

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_HALF_MARK = re.compile(
    rf"(?<=[{HAN}”》）])(?P<mark>[,;:!?])(?![,;:!?/])|(?<=[{HAN}”》）])(?P<stop>\.)(?=\s*$|[{HAN}“《（])", re.M
)
_BEFORE_HAN = re.compile(rf"(?<=[0-9A-Za-z%])(?P<mark>[,;!?])(?=[{HAN}“《（])")
_HALF_BRACKETS = re.compile(r"\((?P<words>[^()（）\n]{1,80})\)")
_FULL_WORDS = re.compile(r"[０-９Ａ-Ｚａ-ｚ％．]*[０-９Ａ-Ｚａ-ｚ]+[０-９Ａ-Ｚａ-ｚ％．]*")
_NEAR = re.compile(f"[{HAN}，。；：、“”《》]")


def check_marks(paper: Paper) -> Iterator[Hit]:
    for match in _HALF_MARK.finditer(paper.text):
        mark = match["mark"] or match["stop"]
        yield Hit(match.start(), match.end(), "中文里用全角标点", _FULL[mark])
    for match in _BEFORE_HAN.finditer(paper.text):
        yield Hit(match.start(), match.end(), "中文里用全角标点", _FULL[match["mark"]])


def check_brackets(paper: Paper) -> Iterator[Hit]:
    for match in _HALF_BRACKETS.finditer(paper.text):
        around = paper.text[max(0, match.start() - 1) : match.start()] + paper.text[match.end() : match.end() + 1]
        if re.search(f"[{HAN}]", match["words"]) or _NEAR.search(around):
            yield Hit(match.start(), match.end(), "中文里用全角括号", f"（{match['words']}）")


def check_digits(paper: Paper) -> Iterator[Hit]:
    """A fault where both widths are mixed; a text that is full-width throughout only gets a hint."""
    severity = WARNING if re.search("[0-9]", paper.text) else HINT
    for match in _FULL_WORDS.finditer(paper.text):
        half = unicodedata.normalize("NFKC", match.group())
        yield Hit(match.start(), match.end(), "数字和字母用半角", half, severity)


RULES = (
    Rule("width-mark", "半角标点", PUNCTUATION, WARNING, check_marks),
    Rule("width-bracket", "半角括号", PUNCTUATION, WARNING, check_brackets),
    Rule("width-digit", "全角数字、字母", USAGE, WARNING, check_digits),
)
