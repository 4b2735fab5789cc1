"""Punctuation: doubled and contradictory marks, 顿号, dashes and dots, marks where none may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, HINT, PUNCTUATION, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Paper

_DOUBLED = re.compile(r"([，。、；：？])\1+|！{4,}")
_AGAINST = re.compile(r"[，、；：][。；，、：]|[。！？][，、；：。]|，[！？]|、[？！]")
_AFTER_QUOTE = re.compile(r"。”。|！”。|？”。|，”(?=[，。])|；”(?=[，。])")
_DOTS = re.compile(r"(?<![。.…])(?:。{3,}|\.{3,}|…(?!…)(?<!……)|…{3,})(?![.。])")
_DOTS_AND = re.compile(r"……等(?![级候待同效])|等等?……|等等等")
_DASH = re.compile(rf"(?<=[{HAN}”》）])(?:--+|－－+|―{{2,}}|—-|-—|———+)(?=[{HAN}“《（])")
_BETWEEN = re.compile(r"(?<=”)、(?=“)|(?<=》)、(?=《)")
_JOINED = re.compile(rf"(?<=[{HAN}])、(?=(?:和|及|以及)[{HAN}])")
_AS_FOLLOWS = re.compile(
    r"(?:通知|报告|批复|函告|函复|公告|通告|通报|决定|请示|答复|汇报|纪要|如下意见|意见|措施|安排|部署)如下(?P<bad>[。；，,.;])"
)
_LINE_HEAD = re.compile(r"[，。、；：！？）》”’】〕,.;:!?](?!\d)")
_SPACED = re.compile(rf"(?<=[{HAN}，。、；：])[ \u00a0\u3000](?=[{HAN}])")
_ENDS = "。！？：；…”）》—.!?:;)"
_INNER = re.compile(r"[。！？]")


def check_doubled(paper: Paper) -> Iterator[Hit]:
    for match in _DOUBLED.finditer(paper.text):
        if match.group()[0] == "。" and len(match.group()) >= 3:
            continue
        yield Hit(match.start(), match.end(), "标点重复", match.group()[0])
    for match in _AGAINST.finditer(paper.text):
        first, second = tuple(match.group())
        if first != second:
            right = next((mark for mark in "。！？；：，" if mark in match.group()), first)
            yield Hit(match.start(), match.end(), "两个标点矛盾，只留一个", right)
    for match in _AFTER_QUOTE.finditer(paper.text):
        words = match.group()
        right = words[:2] if len(words) == 3 else words[1]
        yield Hit(match.start(), match.end(), "引号内外都有点号", right, WARNING)


def check_dots(paper: Paper) -> Iterator[Hit]:
    for match in _DOTS.finditer(paper.text):
        yield Hit(match.start(), match.end(), "省略号是六个点", "……")
    for match in _DOTS_AND.finditer(paper.text):
        right = "等" if match.group() != "等等等" else "等等"
        yield Hit(match.start(), match.end(), "省略号与“等”不并用" if "…" in match.group() else "“等”字重复", right)
    for match in _DASH.finditer(paper.text):
        yield Hit(match.start(), match.end(), "破折号占两个字", "——")


def check_enumeration(paper: Paper) -> Iterator[Hit]:
    for match in _BETWEEN.finditer(paper.text):
        yield Hit(match.start(), match.end(), "并列的引号、书名号之间通常不用顿号", "", HINT)
    for match in _JOINED.finditer(paper.text):
        yield Hit(match.start(), match.end(), "“和”“及”前不用顿号", "", HINT)


def check_as_follows(paper: Paper) -> Iterator[Hit]:
    for match in _AS_FOLLOWS.finditer(paper.text):
        if match["bad"] == "。" and not paper.text[match.end() :].strip():
            continue
        yield Hit(match.start("bad"), match.end("bad"), "“如下”后用冒号", "：")


def check_line_head(paper: Paper) -> Iterator[Hit]:
    for line in paper.paragraphs:
        if match := _LINE_HEAD.match(line.body):
            at = line.body_start
            yield Hit(at, at + match.end(), "行首不应有这个标点")


def check_line_end(paper: Paper) -> Iterator[Hit]:
    """A paragraph of several sentences whose last one has no full stop."""
    for line in paper.paragraphs:
        body = line.body
        if len(body) < 30 or body[-1] in _ENDS or not re.match(f"[{HAN}]", body[-1]):
            continue
        if _INNER.search(body[:-1]) and not body.endswith(("月", "日", "印发", "号")):
            yield Hit(line.body_end - 1, line.body_end, "段末缺句号", f"{body[-1]}。")


def check_spaces(paper: Paper) -> Iterator[Hit]:
    for match in _SPACED.finditer(paper.text):
        yield Hit(match.start(), match.end(), "汉字之间有空格", "", HINT)


RULES = (
    Rule("mark-doubled", "标点重复、矛盾", PUNCTUATION, ERROR, check_doubled),
    Rule("mark-dots", "省略号、破折号", PUNCTUATION, WARNING, check_dots),
    Rule("mark-follows", "“如下”后的标点", PUNCTUATION, WARNING, check_as_follows),
    Rule("mark-line-head", "行首标点", PUNCTUATION, ERROR, check_line_head),
    Rule("mark-line-end", "段末标点", PUNCTUATION, WARNING, check_line_end),
    Rule("mark-enumeration", "顿号", f"{PUNCTUATION} 4.5.3.5", HINT, check_enumeration),
    Rule("mark-space", "多余空格", USAGE, HINT, check_spaces),
)
