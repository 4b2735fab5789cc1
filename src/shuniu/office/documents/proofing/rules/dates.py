"""Dates and hours: possible ones, written in full, in one kind of numerals, in order, on the right weekday."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from shuniu.office.documents.proofing.finding import ERROR, FORMAT, HINT, NUMERALS, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.numerals import value
from shuniu.office.documents.proofing.paper import Paper

_DAYS = "一二三四五六日"
_FULL = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?[日号])?")
_SHORT = re.compile(r"(?<![\d年.])(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]")
_DOTTED = re.compile(r"(?<![\d.\-/])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d\-/]|\.\d)")
_WEEKDAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日[（(\s]{0,2}(?P<w>(?:星期|周|礼拜)(?P<n>[一二三四五六日天]))"
)
_ZERO = re.compile(r"(?<=年)0(?=[1-9]月)|(?<=月)0(?=[1-9]日)")
_TWO_DIGITS = re.compile(r"(?<![\d.〔\[（(第])(?P<y>[0-4]\d)年(?=\d{1,2}月\d{1,2}日)")
_MIXED = re.compile(
    r"\d{4}年[一二三四五六七八九十]{1,3}月|年\d{1,2}月[一二三四五六七八九十]{1,3}日|[二一][〇○零九][〇○零一二三四五六七八九]{2}年\d{1,2}月"
)
_HAN_YEAR = re.compile(r"[一二][九〇○零０0ＯO oO][〇○零０0ＯO一二三四五六七八九]{2}(?=年)")
_HAN_DATE = re.compile(
    r"[一二][九〇零][〇零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_TO = r"\s?(?:至|到|—|–|-|－|～|~|——)\s?"
_YEARS = re.compile(rf"(?<!\d)(?P<a>(?:19|20)\d\d)年?{_TO}(?P<b>(?:19|20)\d\d)年")
_DAYS_OF_MONTH = re.compile(rf"(?P<m>\d{{1,2}})月(?P<a>\d{{1,2}})日?{_TO}(?P<b>\d{{1,2}})日")
_DATES = re.compile(
    rf"(?P<y>(?:19|20)\d\d)年(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日)?{_TO}(?:(?P<y2>(?:19|20)\d\d)年)?"
    r"(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?"
)
_CLOCK = re.compile(r"(?<![\d:：])(?P<h>\d{1,2})(?:时|点)(?:(?P<min>\d{1,2})分)?(?![\d间代期])")
_HALF_DAY = re.compile(r"(?P<half>上午|早上|凌晨|下午|晚上)\s?(?P<h>\d{1,2})(?:时|点|[:：])(?P<min>\d\d)?")
_HAO = re.compile(r"(?<=月)(?P<d>\d{1,2})号(?![文楼院线])")


def _impossible(year: int, month: int, day: int | None) -> str:
    if not 1 <= month <= 12:
        return f"没有{month}月"
    if day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}年{month}月没有{day}日" if year != 2000 else f"{month}月没有{day}日"
    return ""


def check_possible(paper: Paper) -> Iterator[Hit]:
    for pattern in (_FULL, _DOTTED, _SHORT):
        for match in pattern.finditer(paper.text):
            parts = match.groupdict()
            day = int(parts["d"]) if parts["d"] else None
            # Without a year the benefit of a leap year.
            if wrong := _impossible(int(parts.get("y") or 2000), int(parts["m"]), day):
                yield Hit(match.start(), match.end(), wrong)


def check_weekday(paper: Paper) -> Iterator[Hit]:
    for match in _WEEKDAY.finditer(paper.text):
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        if _impossible(year, month, day):
            continue
        right = _DAYS[date(year, month, day).weekday()]
        if match["n"].replace("天", "日") != right:
            words = match["w"][:-1] + right
            yield Hit(match.start("w"), match.end("w"), f"{year}年{month}月{day}日是{words}", words)


def check_form(paper: Paper) -> Iterator[Hit]:
    for match in _ZERO.finditer(paper.text):
        yield Hit(match.start(), match.end(), "月、日不编虚位", "")
    for match in _TWO_DIGITS.finditer(paper.text):
        yield Hit(match.start("y"), match.end("y"), "年份应标全称", f"20{match['y']}")
    for line in paper.paragraphs[-12:]:
        if _HAN_DATE.fullmatch(line.body):
            numbers = [value(words) for words in re.split("[年月日]", line.body)[:3]]
            words = "{}年{}月{}日".format(*numbers)
            yield Hit(line.body_start, line.body_end, "成文日期用阿拉伯数字", words)


def check_mixed(paper: Paper) -> Iterator[Hit]:
    for match in _MIXED.finditer(paper.text):
        yield Hit(match.start(), match.end(), "同一日期中汉字数字与阿拉伯数字混用")
    for match in _HAN_YEAR.finditer(paper.text):
        right = re.sub("[○零０0ＯOo]", "〇", match.group())
        if right != match.group():
            mild = HINT if "零" in match.group() and not re.search("[○０0ＯOo]", match.group()) else ""
            yield Hit(match.start(), match.end(), "汉字年份中的零用“〇”", right, mild)
    for match in _HAO.finditer(paper.text):
        yield Hit(match.end() - 1, match.end(), "书面日期用“日”", "日", HINT)


def check_ranges(paper: Paper) -> Iterator[Hit]:
    for match in _YEARS.finditer(paper.text):
        if int(match["a"]) > int(match["b"]):
            yield Hit(match.start(), match.end(), "起止年份颠倒")
    for match in _DAYS_OF_MONTH.finditer(paper.text):
        if int(match["a"]) > int(match["b"]):
            yield Hit(match.start(), match.end(), "起止日期颠倒")
    for match in _DATES.finditer(paper.text):
        first = (int(match["y"]), int(match["m"]), int(match["d"] or 1))
        last = (int(match["y2"] or match["y"]), int(match["m2"]), int(match["d2"] or 31))
        if last < first and match["y2"]:
            yield Hit(match.start(), match.end(), "起止日期颠倒")
        elif last < first:
            yield Hit(match.start(), match.end(), "起止日期颠倒，或缺后一个年份", None, WARNING)


def check_hours(paper: Paper) -> Iterator[Hit]:
    for match in _CLOCK.finditer(paper.text):
        if match["min"] and (int(match["h"]) > 24 or int(match["min"]) > 59):
            yield Hit(match.start(), match.end(), "没有这个时刻")
    for match in _HALF_DAY.finditer(paper.text):
        hour = int(match["h"])
        if hour > 24 or int(match["min"] or 0) > 59:
            yield Hit(match.start(), match.end(), "没有这个时刻")
        elif match["half"] in ("上午", "早上", "凌晨") and hour > 12:
            yield Hit(match.start(), match.end(), f"“{match['half']}”与{hour}时不合", None, WARNING)


RULES = (
    Rule("date-possible", "日期是否存在", USAGE, ERROR, check_possible),
    Rule("date-weekday", "星期是否相符", USAGE, ERROR, check_weekday),
    Rule("date-range", "起止日期", USAGE, ERROR, check_ranges),
    Rule("date-mixed", "日期数字混用", NUMERALS, WARNING, check_mixed),
    Rule("date-form", "日期写法", f"{FORMAT} 7.3.5.4", WARNING, check_form),
    Rule("time-possible", "时刻是否存在", USAGE, ERROR, check_hours),
)
