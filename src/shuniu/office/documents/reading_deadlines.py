"""By when a paper wants something of whom it is addressed to: 请于12月5日前报送, 收到本函之日起10个工作日内函复."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from shuniu.office.documents.reading_lines import Confidence, Found, Line, joined
from shuniu.office.documents.reading_words import number_of

_ANSWER = r"(?:报送|上报|报至|报到|报市|报省|报我|报县|报区|报局|报办|反馈|函复|回复|答复|复函|书面|提交|送至|送达|寄送|发送|提出意见|报名|填报|回执|报)"
_DO = r"(?:完成|办结|到位|落实|建成|整改|清零|开展|启动|印发|结束|竣工)"
_DAY = (
    r"(?:(?P<y>20\d{2})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:[（(][^（）()]{1,8}[）)])?"
    r"(?:(?P<h>\d{1,2})(?:[:：]\d{2}|[时点](?:\d{1,2}分|半)?)|上午|下午|中午|晚)*(?:下班|上班)?(?:之前|以前|前)"
)
_BY_DAY = re.compile(rf"(?P<lead>[^。；！\n]{{0,24}}?){_DAY}(?P<rest>[^。；！]{{0,60}})")
_WITHIN = re.compile(
    r"(?:自)?收到(?:本|此)?(?:通知|函|文件|来函|来文|文)?(?:之日)?(?:起|后)?[^。；，]{0,4}?(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})个?"
    r"(?P<unit>工作日|日|天)(?:之?内|以内)(?P<rest>[^。；]{0,40})"
)
SURE, LIKELY, UNSURE = Confidence.SURE, Confidence.LIKELY, Confidence.UNSURE


def deadlines_of(lines: Sequence[Line], signed_on: date | None) -> tuple[Found, ...]:
    """The dates that a text sets, the one that asks for an answer first; a day as ISO, a period in its own words."""
    text = joined(one for one in lines if not one.tabular)
    found = [*_days(text, signed_on), *_periods(text)]
    order = {SURE: 0, LIKELY: 1, UNSURE: 2}
    return tuple(sorted(found, key=lambda one: (order[one.confidence], one.start)))


def _days(text: Line, signed_on: date | None) -> Iterator[Found]:
    for match in _BY_DAY.finditer(text.text):
        day = _day(match, signed_on)
        if day is None:
            continue
        asked = bool(re.search(_ANSWER, match["rest"]))
        polite = bool(re.search(r"请|务必|须|应当|按要求", match["lead"] + match["rest"]))
        if not asked and not re.search(_DO, match["rest"]):
            continue
        confidence = UNSURE if not asked else SURE if polite and match["y"] else LIKELY
        start = match.start("y") if match["y"] else match.start("m")
        yield text.found(day.isoformat(), (start, match.start("rest")), confidence)


def _day(match: re.Match[str], signed_on: date | None) -> date | None:
    """The day named; without a year the first such day that is not before the paper's own."""
    try:
        if match["y"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        if signed_on is None:
            return None
        day = date(signed_on.year, int(match["m"]), int(match["d"]))
        return day if day >= signed_on else day.replace(year=day.year + 1)
    except ValueError:
        return None


def _periods(text: Line) -> Iterator[Found]:
    for match in _WITHIN.finditer(text.text):
        if re.search(_ANSWER, match["rest"]) or re.search(_DO, match["rest"]):
            value = (
                f"收到之日起{number_of(match['count'])}个工作日内"
                if match["unit"] == "工作日"
                else f"收到之日起{number_of(match['count'])}日内"
            )
            yield text.found(value, (match.start(), match.start("rest")), LIKELY)
