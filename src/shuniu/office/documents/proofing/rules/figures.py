"""Numbers: round ones said twice, ranges of per cent, what cannot be counted so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, NUMERALS, PUNCTUATION, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Paper

_N = "[一二三四五六七八九]"
_UNIT = "(?:天|个|年(?!级)|人|次|名|倍|里|斤|元|岁|秒|分钟|小时|公里|千米|米|周|个月|百|千|万|亿)"
_ROUND = re.compile(
    rf"(?<![{HAN}\d第星周])(?P<a>{_N}|\d)、(?P<b>{_N}|\d)(?=十?{_UNIT})|(?<=[用约有等前后近])(?P<c>{_N}|\d)、(?P<d>{_N}|\d)(?=十?{_UNIT})"
)
_ORDER = "〇一二三四五六七八九"
_NUM = r"(?:\d[\d,.]{0,15}|[一二三四五六七八九十百千两]{1,6})(?:[十百千万亿]{1,2})?"
_TAIL = rf"(?:多|余|来)?(?:%|％|[{HAN}]){{0,4}}?"
_TWICE = (
    re.compile(rf"(?P<a>大?约|约有|大概|将近|接近|近)(?P<n>{_NUM}{_TAIL})(?P<b>左右|上下)(?!逢源|联动|一心|贯通)"),
    re.compile(
        rf"(?P<a>大?约|大概|将近|接近|近|超过|突破|多达)(?P<n>{_NUM})(?P<b>多|余)(?!少|数|元化|样|次|年来|日来)"
    ),
    re.compile(rf"(?P<a>至少|最少|不少于|不低于|超过|高于|大于)(?P<n>{_NUM}{_TAIL})(?P<b>以上)"),
    re.compile(rf"(?P<a>至多|最多|不超过|不高于|少于|低于|小于)(?P<n>{_NUM}{_TAIL})(?P<b>以下|以内)"),
    re.compile(rf"(?P<a>)(?P<n>{_NUM}(?:多|余)[{HAN}]{{0,3}}?)(?P<b>左右|上下)"),
)
_PER_CENT = re.compile(r"(?<![\d.%％])(?P<a>\d{1,3}(?:\.\d+)?)(?P<to>-|—|–|－|～|~|至)(?P<b>\d{1,3}(?:\.\d+)?[%％])")
_TIMES = re.compile(r"(?:减少|下降|降低|缩短|压缩|缩小)(?:了|到|至)?(?:\d[\d.]*|[一二三四五六七八九十两百]+|数)倍")
_MARK_INSIDE = re.compile(r"(?<=\d)[。．](?=\d)")
_THOUSANDS = re.compile(rf"(?<![\d，])\d{{1,3}}(?P<bad>，)\d{{3}}(?=[{HAN}%％])(?![年月日])")
_LETTER = re.compile(r"(?<=\d)[OoОоΟ](?=\d|年)|(?<=[二一]\d)O|(?<=\d)[lI](?=\d)")
_PER_WORD = re.compile(r"百分之(?P<n>\d+(?:\.\d+)?)")


def check_round(paper: Paper) -> Iterator[Hit]:
    for match in _ROUND.finditer(paper.text):
        first, second = (match["a"], match["b"]) if match["a"] else (match["c"], match["d"])
        low = _ORDER.find(first) if first in _ORDER else int(first)
        high = _ORDER.find(second) if second in _ORDER else int(second)
        if high == low + 1:
            start = match.start("a") if match["a"] else match.start("c")
            right = f"{_ORDER[low]}{_ORDER[high]}"
            yield Hit(start, start + 3, "相邻两数表示概数，中间不用顿号，用汉字", right, WARNING)


def check_twice(paper: Paper) -> Iterator[Hit]:
    for pattern in _TWICE:
        for match in pattern.finditer(paper.text):
            said = "、".join(f"“{word}”" for word in (match["a"], match["b"]) if word)
            message = f"{said}意思重复或矛盾，留一个" if match["a"] else f"概数后又用{said}，留一个"
            yield Hit(match.start(), match.end(), message, f"{match['a']}{match['n']}" if match["a"] else match["n"])


def check_per_cent(paper: Paper) -> Iterator[Hit]:
    for match in _PER_CENT.finditer(paper.text):
        words = f"{match['a']}%{match['to']}{match['b']}"
        yield Hit(match.start(), match.end(), "前一个数的百分号不能省", words)
    for match in _PER_WORD.finditer(paper.text):
        yield Hit(match.start(), match.end(), "“百分之”后用汉字数字，或改用%", f"{match['n']}%")


def check_sense(paper: Paper) -> Iterator[Hit]:
    for match in _TIMES.finditer(paper.text):
        yield Hit(match.start(), match.end(), "减少不能用倍数", None)


def check_inside(paper: Paper) -> Iterator[Hit]:
    for match in _MARK_INSIDE.finditer(paper.text):
        yield Hit(match.start(), match.end(), "小数点用半角圆点", ".")
    for match in _THOUSANDS.finditer(paper.text):
        yield Hit(match.start("bad"), match.end("bad"), "数字中间误用逗号", "")
    for match in _LETTER.finditer(paper.text):
        right = "1" if match.group() in "lI" else "0"
        yield Hit(match.start(), match.end(), "数字中混有字母", right, ERROR)


RULES = (
    Rule("figure-round", "概数中的顿号", PUNCTUATION, WARNING, check_round),
    Rule("figure-twice", "概数重复", USAGE, WARNING, check_twice),
    Rule("figure-percent", "百分数", NUMERALS, WARNING, check_per_cent),
    Rule("figure-sense", "倍数", USAGE, WARNING, check_sense),
    Rule("figure-inside", "数字中的符号", NUMERALS, WARNING, check_inside),
)
