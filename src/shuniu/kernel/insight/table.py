"""Read messages from the files that offices really have: any of the usual encodings and column titles, CSV or TSV."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

COLUMNS = {
    "id": "id 编号 留言编号 工单编号 诉求编号 受理编号 序号",
    "title": "title subject 标题 留言主题 主题 诉求标题 工单标题",
    "text": "text content body description 内容 留言详情 详情 正文 诉求内容 工单内容 留言内容",
    "time": "time datetime date created_at 时间 留言时间 受理时间 诉求时间 来电时间 创建时间",
    "user": "user author person 用户 留言用户 来电人 诉求人 联系人",
    "label": "label category 标签 类别 一级标签 一级分类 一级分类标签 承办单位 主办单位",
    "group": "group 分组",
}
_NAMES = {title: name for name, titles in COLUMNS.items() for title in titles.split()}
_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
)
# China has one time zone and no summer time.
CHINA = timezone(timedelta(hours=8), "CST")
_SIGNS: dict[str, str | int | None] = {"/": "-", ".": "-", "年": "-", "月": "-", "日": " ", "时": ":", "分": ""}
_FILE_LIMIT = 2_000_000_000
_FIELD_LIMIT = 50_000_000


class TableError(ValueError):
    """The file cannot be used; the message says what is wrong with it and where."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; what it lacks is empty. `line` counts from 2, under the heading."""

    line: int
    id: str
    title: str
    text: str
    time: str
    user: str
    label: str
    group: str

    @property
    def whole(self) -> str:
        """Title and text as one."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def read_rows(path: Path, *, need: Iterable[str] = ("text",)) -> list[Row]:
    """All rows of a file; raises TableError where it cannot be read or lacks a needed column."""
    text = _decode(_bytes(path), path)
    lines = io.StringIO(text, newline="")
    heading = text.split("\n", 1)[0]
    before = csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(lines, delimiter="\t" if heading.count("\t") > heading.count(",") else ",")
    try:
        records = list(reader)
    except csv.Error as error:
        raise TableError(f"{path} 第 {reader.line_num} 行读不下去：{error}") from error
    finally:
        csv.field_size_limit(before)  # The limit is the whole process's: others rely on the ordinary one.
    if not records or not any(records[0]):
        raise TableError(f"{path} 是空的：第一行应当是列名")
    places = _columns(records[0])
    missing = [name for name in need if name not in places]
    if missing:
        wanted = "、".join(f"{name}（或 {'、'.join(COLUMNS[name].split()[1:4])}）" for name in missing)
        raise TableError(f"{path} 缺少列 {wanted}；现有的列：{'、'.join(records[0])}")
    rows = [_row(record, places, number) for number, record in enumerate(records[1:], start=2) if any(record)]
    if not rows:
        raise TableError(f"{path} 只有列名，没有内容")
    return rows


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise TableError(f"{path} 超过 2 GB，请分成几个文件")
        return path.read_bytes()
    except OSError as error:
        raise TableError(f"读不到文件 {path}：{error.strerror}") from error


def _decode(raw: bytes, path: Path) -> str:
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(f"{path} 是 Excel 文件；请另存为 CSV 再用")
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            # A NUL stops the csv reader; no message means anything by it.
            return raw.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise TableError(f"{path} 的文字编码既不是 UTF-8 也不是 GB18030")


def _columns(heading: list[str]) -> dict[str, int]:
    """Where each known column stands; an exact English name goes before another title for the same thing."""
    found: dict[str, int] = {}
    for at, title in enumerate(heading):
        clean = title.strip().strip("﻿").lower()
        name = _NAMES.get(clean)
        if name and (name not in found or clean == name):
            found[name] = at
    return found


def _row(record: list[str], columns: dict[str, int], line: int) -> Row:
    def value(name: str) -> str:
        at = columns.get(name, len(record))
        return record[at].strip() if at < len(record) else ""

    return Row(
        line=line,
        id=value("id") or f"行{line}",
        title=value("title"),
        text=value("text"),
        time=value("time"),
        user=value("user"),
        label=value("label"),
        group=value("group"),
    )


def parse_time(text: str) -> datetime | None:
    """A moment in one of the usual spellings (2019/2/28 11:25:05, 2019年2月28日, ISO with zone), or None.

    Without a zone of its own it is taken as China's time.
    """
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        return moment.astimezone(CHINA) if moment.tzinfo else moment.replace(tzinfo=CHINA)
    except (ValueError, OverflowError):
        clean = " ".join(text.translate(str.maketrans(_SIGNS)).split())
    for pattern in _TIMES:
        try:
            return datetime.strptime(clean, pattern).replace(tzinfo=CHINA)
        except ValueError:
            continue
    return None
