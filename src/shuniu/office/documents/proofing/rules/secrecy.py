"""Secrecy marks. This network must not carry what bears one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.kernel.files.secrecy import marks_in
from shuniu.office.documents.proofing.finding import ERROR, Hit, Rule
from shuniu.office.documents.proofing.paper import Paper

_WORDS = re.compile(r"绝\s*密|机\s*密|秘\s*密")
_ONE_LINE = re.compile(r"(?P<level>绝\s*密|机\s*密|秘\s*密)\s{0,4}[★☆✩✭✮⭐]\s*[^\s。，；]{0,8}")


def check(paper: Paper) -> Iterator[Hit]:
    marks = marks_in(paper.text)
    if not marks:
        return
    found = False
    for line in paper.paragraphs:
        if marks_in(line.text):
            match = _ONE_LINE.search(line.text) or _WORDS.search(line.text)
            begin, end = match.span() if match else (0, len(line.text))
            found = True
            yield Hit(line.start + begin, line.start + end, "有国家秘密标志：此网络不得处理涉密文件")
    if not found:
        yield Hit(0, min(1, len(paper.text)), f"有国家秘密标志“{marks[0].words}”：此网络不得处理涉密文件")


RULES = (Rule("secrecy", "密级标志", "保守国家秘密法", ERROR, check),)
