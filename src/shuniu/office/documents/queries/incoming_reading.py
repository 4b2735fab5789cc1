"""What can be read from the text of a paper: each field with the words it stands in and how sure the reading is.

Nothing here decides: a person confirms every field before it is registered. The text is as ``kernel.files`` reads it,
one line of the page a line; of a scan there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shuniu.office.documents.models.incoming import Type, Urgency

SURE, LIKELY, GUESS = "sure", "likely", "guess"
HEAD = 24
"""Lines among which the head of a paper stands."""
_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,16}?)\s*[〔\[（(［【]\s*(\d{4})\s*[〕\])）］】]\s*(?:第\s*)?(\d{1,5})\s*号")
_MARK = re.compile(r"^([\u4e00-\u9fff（）()]{4,40}?)(?:文件|公文)?$")
_ORGAN_END = re.compile(
    r"(?:人民政府|办公厅|办公室|委员会|局|厅|部|院|署|总队|支队|中心|银行|公司|协会|大学|学校|医院|集团|联合会|管委会|街道办事处|党委|党组|法院|检察院|海关|办事处|处)$"
)
_DAY = re.compile(r"(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DAY = re.compile(
    r"二[〇○零O0]([〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DEADLINE = re.compile(
    r"[^。；！\n]{0,40}?(?:请|务必|须|于|在|截至|截止)[^。；！\n]{0,24}?(?:(20\d{2})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
    r"(?:（[^）]{1,6}）)?\s*(?:\d{1,2}\s*[时:：点]\s*(?:\d{2})?\s*分?)?\s*(?:下班)?(?:之?前|以前|止)[^。；！\n]{0,30}"
)
_URGENCY = {"特急": Urgency.EMERGENCY, "特提": Urgency.EMERGENCY, "加急": Urgency.URGENT, "急件": Urgency.URGENT}
_COPIES = re.compile(r"[（(]?共印\s*(\d{1,4})\s*份[）)]?")
_TYPES = {str(kind.value): str(kind.label).partition("（")[0] for kind in Type if kind is not Type.OTHER}
_TYPE_WORDS = {
    "决议": Type.RESOLUTION, "决定": Type.DECISION, "命令": Type.ORDER, "令": Type.ORDER, "公报": Type.COMMUNIQUE,
    "公告": Type.PROCLAMATION, "通告": Type.NOTICE_TO_PUBLIC, "意见": Type.OPINION, "通知": Type.NOTICE,
    "通报": Type.CIRCULAR, "报告": Type.REPORT, "请示": Type.REQUEST, "批复": Type.REPLY, "议案": Type.BILL,
    "函": Type.LETTER, "纪要": Type.MINUTES,
}  # fmt: skip
_TYPE = re.compile(rf"({'|'.join(_TYPE_WORDS)})(?:（[^）]*）)?$")
_CHINESE_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


_SPACES = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff])[ \u3000]+|[ \u3000]+(?=[\u3000-\u303f\u4e00-\u9fff])")
"""A PDF spaces out what the paper does not: 2026 年 11 月 20 日."""
_WIDE = str.maketrans("():;,", "（）：；，", "\x00")


@dataclass(frozen=True, slots=True)
class Offer:
    """One field as it was read: ``words`` is the line it stands in, ``sure`` how far to trust it."""

    name: str
    value: str
    words: str
    sure: str


Reader = Callable[[list[str]], "Offer | None"]


def offers(text: str) -> list[Offer]:
    """All that could be read; at most one offer for each field."""
    lines = [one for one in (_clean(line) for line in unicodedata.normalize("NFKC", text).splitlines()) if one]
    if not lines:
        return []
    found = {one.name: one for reader in _READERS if (one := reader(lines)) is not None}
    return list(found.values())


def as_data(found: list[Offer]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _clean(line: str) -> str:
    """NFKC turns the full-width brackets of a paper into ASCII ones; the text is shown as papers write it."""
    line = line.translate(_WIDE)
    return _SPACES.sub("", line.strip())


def _number(lines: list[str]) -> Offer | None:
    for at, line in enumerate(lines[:HEAD]):
        match = _NUMBER.search(line)
        if match and (line.startswith(match.group(1)) or at < HEAD // 2):
            value = f"{match.group(1)}〔{match.group(2)}〕{int(match.group(3))}号"
            own_line = len(line) <= len(value) + 14  # 签发人 may stand beside it on an upward paper.
            return Offer("original_number", value, line[:80], SURE if own_line else GUESS)
    return None


def _urgency(lines: list[str]) -> Offer | None:
    for line in lines[:8]:
        found = next((value for word, value in _URGENCY.items() if line.strip("【】[] ") == word), None)
        if found is not None:
            return Offer("urgency", found.value, line[:80], SURE)
    return None


def _title_lines(lines: list[str]) -> tuple[list[str], bool]:
    """The lines of the title: from 关于 or the line after the number up to the line that ends in the type."""
    after = next((at + 1 for at, line in enumerate(lines[:HEAD]) if _NUMBER.search(line) and len(line) < 60), 0)
    for start in (*range(after, min(after + 6, len(lines))), *range(min(after, HEAD))):
        taken: list[str] = []
        for line in lines[start : start + 5]:
            if line.endswith(("：", "。", "；")) or _DAY.search(line):
                break
            taken.append(line)
            joined = "".join(taken)
            if _TYPE.search(line) and "关于" in joined and line[-2:] != "文件":
                return taken, after > 0 and start == after
        if after == 0 and start > HEAD:
            break
    return [], False


def _title(lines: list[str]) -> Offer | None:
    taken, placed = _title_lines(lines)
    if not taken:
        return None
    return Offer("title", "".join(taken)[:300], " / ".join(taken)[:120], SURE if placed else LIKELY)


def _type(lines: list[str]) -> Offer | None:
    title = _title(lines)
    match = _TYPE.search(title.value) if title else None
    return Offer("type", _TYPE_WORDS[match.group(1)].value, title.words, title.sure) if title and match else None


def _organ(lines: list[str]) -> Offer | None:
    """The signature before the date says best who sent it; then the red head; then the title's own beginning."""
    dated = _signed_line(lines)
    if dated is not None and dated > 0:
        signature = lines[dated - 1]
        if _ORGAN_END.search(signature) and len(signature) <= 40:
            return Offer("organ", signature, signature, SURE)
    for line in lines[:8]:
        match = _MARK.match(line)
        if match and (line.endswith("文件") or _ORGAN_END.search(line)) and "关于" not in line:
            return Offer("organ", line.removesuffix("文件"), line, LIKELY)
    title = _title(lines)
    if title and "关于" in title.value and (begins := title.value.partition("关于")[0]):
        return Offer("organ", begins, title.words, GUESS)
    return None


def _signed_line(lines: list[str]) -> int | None:
    """The last line that holds nothing but a date; the one of 印发 stands with its organ and is another."""
    alone = [at for at, line in enumerate(lines) if _day_in(line) and len(line) <= 14 and "印发" not in line]
    return alone[-1] if alone else None


def _signed_on(lines: list[str]) -> Offer | None:
    at = _signed_line(lines)
    if at is not None and (day := _day_in(lines[at])):
        return Offer("signed_on", day.isoformat(), lines[at], SURE)
    return None


def _day_in(line: str) -> date | None:
    match = _DAY.search(line)
    if match:
        return _date(*map(int, match.groups()))
    written = _CHINESE_DAY.search(line)
    if written:
        year = 2000 + 10 * _CHINESE_DIGITS[written[1][0]] + _CHINESE_DIGITS[written[1][1]]
        return _date(year, _chinese(written[2]), _chinese(written[3]))
    return None


def _chinese(words: str) -> int:
    """三十一 → 31."""
    tens, ten, ones = words.rpartition("十")
    return (10 * (_CHINESE_DIGITS.get(tens, 1) if tens else 1) if ten else 0) + (
        _CHINESE_DIGITS.get(ones, 0) if ones else 0
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _deadline(lines: list[str]) -> Offer | None:
    """请于11月30日前报送: the year is the paper's own when it names none."""
    signed = _signed_on(lines)
    written = date.fromisoformat(signed.value) if signed else None
    text = "".join(lines)
    for match in _DEADLINE.finditer(text):
        year = int(match[1]) if match[1] else written.year if written else None
        day = _date(year, int(match[2]), int(match[3])) if year else None
        if day is not None and written is not None and not match[1] and day < written:
            day = _date(year + 1, int(match[2]), int(match[3])) if year else None
        if day is not None:
            return Offer("requested_on", day.isoformat(), match.group().lstrip("，、 ")[:120], LIKELY)
    return None


def _copies(lines: list[str]) -> Offer | None:
    for line in reversed(lines[-12:]):
        match = _COPIES.search(line)
        if match:
            return Offer("printed", match.group(1), line[:80], LIKELY)
    return None


def words_of_deadline(offered: list[dict[str, Any]]) -> str:
    return next((str(one["words"]) for one in offered if one["name"] == "requested_on"), "")


def field_names() -> Iterator[str]:
    yield from ("title", "organ", "original_number", "type", "urgency", "signed_on", "requested_on")


_READERS: tuple[Reader, ...] = (_number, _urgency, _title, _type, _organ, _signed_on, _deadline, _copies)
