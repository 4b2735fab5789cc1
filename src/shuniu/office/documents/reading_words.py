"""The words by which a paper's parts are known: types, organs, dates, numbers (党政机关公文处理工作条例; GB/T 9704-2012)."""

from __future__ import annotations

import re
from datetime import date

TYPES = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要",
)  # fmt: skip
"""The fifteen types (条例, 8). 令 is the short form of 命令."""
OTHER_TYPES = ("方案", "办法", "规定", "细则", "计划", "要点", "总结", "简报", "规划", "预案", "信息", "通讯")
"""What also comes in and is no type of the regulation."""
_TAIL = r"(?:[（(][^（）()]{1,20}[）)])?$"
TYPE = re.compile(rf"(?P<type>{'|'.join(TYPES)}|令)(?P<tail>{_TAIL})")
OTHER = re.compile(rf"(?P<type>{'|'.join(OTHER_TYPES)})(?P<tail>{_TAIL})")
_ORGAN_END = (
    "人民政府|政府|办公室|办公厅|委员会|管委会|党委|党组|纪委|政协|人大|常委会|指挥部|领导小组|联席会议|"
    "[省市县区州旗地团工镇乡]委|发展改革委|卫生健康委|国资委|发改委|住建委|编办|局|厅|部|署|院|校|所|处|站|馆|队|社|台|行|公司|集团|中心|大学|学院|"
    "医院|协会|学会|联合会|总工会|团|法院|检察院|军分区|办事处|街道|镇|乡|银行|海关"
)
ORGAN = re.compile(rf"^[\u4e00-\u9fff（）()·“”]{{2,36}}?(?:{_ORGAN_END})$")
NOT_ORGAN = re.compile(r"[，。；！？：、:,;]|^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）|^附件|关于")
LEVEL = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,3}[.．、]|[（(]\d{1,3}[）)]|第[一二三四五六七八九十]+[章条节])"
)
BRACKETS = r"[〔\[［【（(﹝〖{]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］】）)﹞〗}]"
NUMBER = re.compile(rf"(?P<code>[\u4e00-\u9fffA-Za-z]{{1,14}}?){BRACKETS}(?P<nth>第)?(?P<number>\d{{1,5}})(?P<end>号)")
BARE_NUMBER = re.compile(rf"^{BRACKETS}(?P<nth>第)?(?P<number>\d{{1,4}})(?P<end>号|期)?$")
ISSUE = re.compile(
    r"^[（(]?(?P<year>(?:19|20)\d{2}年)?(?P<nth>第?)(?P<number>\d{1,4}|[一二三四五六七八九十百]{1,5})(?P<end>号|期)[）)]?$"
)
DIGITS = "〇一二三四五六七八九"
_CHINESE = r"[〇○Ｏ零一二三四五六七八九]{4}年(?:十[一二]?|[一二三四五六七八九])月(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
DATE = re.compile(rf"(?:(?P<y>(?:19|20)\d{{2}})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日|(?P<chinese>{_CHINESE}))")
NAME = re.compile(r"^[\u4e00-\u9fff·]{2,5}$")


def kind_of_title(title: str) -> tuple[str, int, int]:
    """The type that a title ends with and where it stands; empty when it ends with none. 令 counts as 命令."""
    found = TYPE.search(title)
    if not found:
        return "", 0, 0
    name = found["type"]
    return ("命令" if name == "令" else name), found.start("type"), found.end("type")


def is_title(text: str) -> bool:
    """Whether a text reads as a title that has ended."""
    return bool(TYPE.search(text) or OTHER.search(text)) and not re.search(r"[。；！？]", text)


def is_organ(text: str) -> bool:
    return bool(ORGAN.match(text)) and not NOT_ORGAN.search(text)


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of ``DATE`` names; None for one that no calendar has."""
    try:
        if match["chinese"]:
            return _chinese_day(match["chinese"])
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _chinese_day(text: str) -> date:
    year, rest = re.sub("[○Ｏ零]", "〇", text).split("年")
    month, day = rest.rstrip("日").split("月")
    return date(int("".join(str(DIGITS.index(sign)) for sign in year)), number_of(month), number_of(day))


def number_of(text: str) -> int:
    """A number below a hundred in Chinese (二十三) or Arabic digits."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS.index(text)
    return (DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0)
