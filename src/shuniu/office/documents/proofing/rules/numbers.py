"""发文字号: 机关代字, the full year in 〔〕, the number without 第 and without leading zeros, 号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, FORMAT, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Paper

_WRONG_BRACKETS = re.compile(
    rf"(?<=[{HAN}])(?P<open>[\[［(（【〖「{{｛〔])\s?(?P<year>(?:19|20)\d\d)年?\s?(?P<close>[\]］)）】〗」}}｝〕])"
    r"(?=\s?第?\s?\d{1,5}\s?号)"
)
_NUMBER = re.compile(
    r"〔(?P<year>\d{2,4})(?P<nian>年?)〕(?P<ordinal>第?)(?P<zeros>0*)(?P<number>\d{1,5})(?P<hao>号?)(?P<rest>[号\d-]?)"
)


def check_brackets(paper: Paper) -> Iterator[Hit]:
    for match in _WRONG_BRACKETS.finditer(paper.text):
        if match["open"] == "〔" and match["close"] == "〕":
            continue
        yield Hit(match.start(), match.end(), "发文字号的年份用六角括号", f"〔{match['year']}〕")


def check_number(paper: Paper) -> Iterator[Hit]:
    for match in _NUMBER.finditer(paper.text):
        if len(match["year"]) == 2:
            year = f"20{match['year']}"
            yield Hit(match.start("year"), match.end("year"), "发文字号的年份用全称", year, WARNING)
        if match["nian"]:
            yield Hit(match.start("nian"), match.end("nian"), "发文字号的年份不加“年”字", "")
        if match["ordinal"]:
            yield Hit(match.start("ordinal"), match.end("ordinal"), "发文顺序号不加“第”字", "")
        if match["zeros"]:
            yield Hit(match.start("zeros"), match.end("number"), "发文顺序号不编虚位", match["number"])
        if not match["hao"] and not match["rest"]:
            at = match.end("number")
            yield Hit(match.start("number"), at, "发文顺序号后缺“号”字", f"{match['number']}号")


RULES = (
    Rule("number-brackets", "发文字号括号", f"{FORMAT} 7.2.5", ERROR, check_brackets),
    Rule("number-form", "发文字号写法", f"{FORMAT} 7.2.5", ERROR, check_number),
)
