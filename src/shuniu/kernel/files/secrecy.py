"""Secrecy marks (国家秘密标志): ``秘密★10年`` and its like. This network must not carry what bears one.

The mark's form is 密级★保密期限 (国家秘密定密管理规定; GB/T 9704 puts it at the head of the first page, on a line of its own).
Sentences that merely speak of secrets (商业秘密, 泄露机密, 保密工作) are no marks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HEAD_LINES = 15
"""A level alone on a line counts only this near to the beginning, where the standard puts it."""
_LEVEL = r"(?P<level>绝\s*密|机\s*密|秘\s*密)"
_PERIOD = r"(?:长\s*期|启用前|启封前|(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:年|个?月|日|天))"
_STAR = re.compile(rf"(?<![业人家的业务和、及])(?:{_LEVEL})\s{{0,4}}[★☆✩✭✮⭐]")
_ALONE = re.compile(
    rf"^[\s【\[（(〔「<《]*(?:密\s*级\s*[:：]?\s*)?{_LEVEL}\s*[·•\-—－:：]?\s*{_PERIOD}?[\s】\]）)〕」>》。]*$"
)
_BRACKETED = re.compile(rf"^\s*[【\[（(〔]\s*{_LEVEL}\s*[·•★]?\s*{_PERIOD}?\s*[】\]）)〕]")
_FIELD = re.compile(rf"密\s*级\s*[:：]\s*{_LEVEL}(?![\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found: its level and the words it stands in."""

    level: str
    words: str


def marks_in(text: str) -> list[Mark]:
    """The secrecy marks in a text; empty for a text that only speaks of secrets."""
    lines = [line for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    found: list[Mark] = []
    for number, line in enumerate(lines):
        matches = [_STAR.search(line), _FIELD.search(line)]
        if number < HEAD_LINES:
            matches += [_ALONE.match(line), _BRACKETED.match(line)]
        match = next((one for one in matches if one), None)
        if match:
            found.append(Mark("".join(match["level"].split()), match.group().strip()[:40]))
    return found
