"""A State Council holiday notice (国务院办公厅关于…年部分节假日安排的通知) as data, and the file that carries it.

The file is JSON in UTF-8; `data/2026.json` is the model, README.md beside this file describes every field.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from shuniu.kernel.workdays.statutory import fixed_festivals

MARKS: Final = ("V", "V2", "R", "R?")
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
_MAX_BYTES: Final = 1_000_000
_MAX_STRETCH: Final = 15  # the longest stretch ever given is nine days; more is a typing error
_FIELDS: Final = {"year", "title", "number", "number_mark", "issued_on", "source", "mark", "holidays"}


class NoticeError(ValueError):
    """The notice file cannot be used. The message is Chinese, complete, and meant for the person who chose the file."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One festival of a notice: the unbroken stretch off (放假) and the weekend days worked for it (调休上班)."""

    name: str
    first: date
    last: date
    work: tuple[date, ...] = ()

    def days_off(self) -> Iterator[date]:
        """Every day off, weekends within the stretch included."""
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Notice:
    """The arrangement for one year, with where it comes from.

    `mark` says how far the days are verified (V, V2, R, R?), `number_mark` the same of the document number when it is
    less certain than the days.
    """

    year: int
    title: str
    number: str
    issued_on: date
    source: str
    mark: str
    holidays: tuple[Holiday, ...]
    number_mark: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The notice in the shape of its file: `parse_notice(json.dumps(n.to_dict())) == n`."""
        return {
            "year": self.year,
            "title": self.title,
            "number": self.number,
            "number_mark": self.number_mark,
            "issued_on": self.issued_on.isoformat(),
            "source": self.source,
            "mark": self.mark,
            "holidays": [
                {
                    "name": h.name,
                    "off": {"from": h.first.isoformat(), "to": h.last.isoformat()},
                    "work": [day.isoformat() for day in h.work],
                }
                for h in self.holidays
            ],
        }


def load_notice(source: Path | Mapping[str, Any]) -> Notice:
    """Read and check a notice from a file or from its decoded content. Raises NoticeError."""
    if isinstance(source, Mapping):
        return _checked(_notice(source))
    try:
        with source.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise NoticeError(f"无法读取文件“{source}”：{error.strerror}。") from error
    return parse_notice(content)


def parse_notice(content: str | bytes) -> Notice:
    """Read and check a notice from the text of its file (an upload, a database column). Raises NoticeError."""
    if len(content) > _MAX_BYTES:
        raise NoticeError("文件超过1MB，不是节假日安排文件。")
    try:
        decoded = json.loads(content.decode("utf-8-sig") if isinstance(content, bytes) else content)
    except UnicodeDecodeError as error:
        raise NoticeError("文件不是UTF-8编码，请另存为UTF-8后再试。") from error
    except json.JSONDecodeError as error:
        raise NoticeError(f"文件不是有效的JSON：第{error.lineno}行第{error.colno}列有误。") from error
    except RecursionError as error:
        raise NoticeError("文件嵌套层数过多，不是节假日安排文件。") from error
    if not isinstance(decoded, Mapping):
        raise NoticeError("文件内容应为一个JSON对象，含 year、title、holidays 等字段。")
    return _checked(_notice(decoded))


def _notice(raw: Mapping[str, Any]) -> Notice:
    unknown = sorted(str(field) for field in raw if field not in _FIELDS)
    if unknown:
        raise NoticeError(f"有不认识的字段：{'、'.join(unknown)}。")
    year = raw.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoticeError(f"字段 year 应为{FIRST_YEAR}至{LAST_YEAR}之间的年份，如 2027。")
    holidays = raw.get("holidays")
    if not isinstance(holidays, list) or not holidays:
        raise NoticeError("字段 holidays 应为节假日列表，且不得为空。")
    return Notice(
        year=year,
        title=_text(raw, "title", "文件"),
        number=_text(raw, "number", "文件"),
        issued_on=_day(raw.get("issued_on"), "字段 issued_on"),
        source=_text(raw, "source", "文件"),
        mark=_mark(raw.get("mark"), "mark"),
        holidays=tuple(_holiday(item, position) for position, item in enumerate(holidays, start=1)),
        number_mark=_mark(raw["number_mark"], "number_mark") if raw.get("number_mark") else "",
    )


def _holiday(raw: object, position: int) -> Holiday:
    where = f"第{position}个节假日"
    if not isinstance(raw, Mapping):
        raise NoticeError(f"{where}应为对象，含 name、off、work 三个字段。")
    name = _text(raw, "name", where)
    off, work = raw.get("off"), raw.get("work", [])
    if not isinstance(off, Mapping):
        raise NoticeError(f"{name}：off 应写明放假起止，如 {{'from': '2027-01-01', 'to': '2027-01-03'}}。")
    if not isinstance(work, list):
        raise NoticeError(f"{name}：work 应为调休上班日期的列表，没有则写 []。")
    return Holiday(
        name=name,
        first=_day(off.get("from"), f"{name}放假首日"),
        last=_day(off.get("to"), f"{name}放假末日"),
        work=tuple(_day(day, f"{name}调休上班日") for day in work),
    )


def _text(raw: Mapping[str, Any], field: str, where: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise NoticeError(f"{where}的字段 {field} 应为1至200字的文字。")
    return value.strip()


def _mark(value: object, field: str) -> str:
    if not isinstance(value, str) or value not in MARKS:
        raise NoticeError(f"字段 {field}（核实程度）应为 {'、'.join(MARKS)} 之一。")
    return value


def _day(value: object, where: str) -> date:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise NoticeError(f"{where}“{value}”不是有效日期，应写作 2027-01-01 的形式。")


def _checked(notice: Notice) -> Notice:
    off: dict[date, str] = {}
    for holiday in notice.holidays:
        _check_stretch(holiday)
        for day in holiday.days_off():
            _check_year(day, holiday.name, notice.year)
            if day in off:
                raise NoticeError(f"{day:%Y-%m-%d} 同时列在{off[day]}和{holiday.name}的放假日期中，日期重叠。")
            off[day] = holiday.name
    _check_work(notice, off)
    for day, name in fixed_festivals(notice.year).items():
        if day not in off:
            raise NoticeError(f"{day:%Y-%m-%d} 是法定节日（{name}），文件却没有列为放假，请核对是否漏录。")
    return notice


def _check_work(notice: Notice, off: Mapping[date, str]) -> None:
    seen: dict[date, str] = {}
    for holiday in notice.holidays:
        for day in holiday.work:
            _check_year(day, holiday.name, notice.year)
            if day in off:
                raise NoticeError(f"{day:%Y-%m-%d} 既列为{off[day]}放假，又列为{holiday.name}调休上班，互相矛盾。")
            if day in seen:
                raise NoticeError(f"{day:%Y-%m-%d} 调休上班重复列出（{seen[day]}、{holiday.name}）。")
            if day.weekday() < 5:
                raise NoticeError(f"{day:%Y-%m-%d} 不是周六或周日，不能列为{holiday.name}调休上班。")
            seen[day] = holiday.name


def _check_stretch(holiday: Holiday) -> None:
    length = (holiday.last - holiday.first).days + 1
    if length < 1:
        raise NoticeError(f"{holiday.name}放假末日早于首日。")
    if length > _MAX_STRETCH:
        raise NoticeError(f"{holiday.name}连续放假{length}天，超过{_MAX_STRETCH}天，请核对。")


def _check_year(day: date, name: str, year: int) -> None:
    # 元旦 may reach back into the last week of December (2022-12-31 belonged to the notice for 2023).
    if day.year != year and not date(year - 1, 12, 25) <= day < date(year, 1, 1):
        raise NoticeError(f"{name}的日期 {day:%Y-%m-%d} 不在{year}年内，请核对 year 或日期。")
