"""Reading an uploaded XLSX or CSV into rows of texts, whatever somebody sends."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from shuniu.kernel.organisation.errors import Refused

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 5_000
LONGEST_CELL = 4_000


def read(file: UploadedFile[Any], wanted: dict[str, str]) -> list[dict[str, str]]:
    """The rows below the headings, as texts under the keys of ``wanted`` (heading → key). Raises Refused.

    The sort of file is told from its first bytes, never from its name.
    """
    if not file.size or file.size > LARGEST:
        raise Refused(_("文件为空或超过 5 MB。"))
    data = file.read()
    table = _xlsx(data) if data.startswith(b"PK\x03\x04") else _csv(data)
    head = [str(cell).strip() for cell in table[0]] if table else []
    missing = [label for label in wanted if label not in head]
    if missing:
        raise Refused(_("第一行应为标题，缺少这些列：%(columns)s。") % {"columns": "、".join(missing)})
    places = {wanted[label]: head.index(label) for label in wanted}
    rows = [{key: _text(line, at) for key, at in places.items()} for line in table[1:]]
    while rows and not any(rows[-1].values()):
        rows.pop()
    if not rows:
        raise Refused(_("表格中没有数据行。"))
    if len(rows) > MOST_ROWS:
        raise Refused(_("一次最多导入 %(most)d 行，请分成几个文件。") % {"most": MOST_ROWS})
    return rows


def _text(line: Sequence[Any], at: int) -> str:
    value = line[at] if at < len(line) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text.strip().removeprefix("'")[:LONGEST_CELL]


def _xlsx(data: bytes) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise Refused(_("文件解开后过大，不予读取。"))
        return list(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError, OSError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_("这不是可以读取的 XLSX 表格，请另存为 XLSX 或 CSV 后重试。")) from error


def _csv(data: bytes) -> list[list[str]]:
    """UTF-8 or, as older spreadsheets write it, GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return _lines(csv.reader(io.StringIO(text)))
    raise Refused(_("文件既不是 XLSX，也不是 UTF-8 或 GB18030 编码的 CSV。"))


def _lines(reader: Iterable[list[str]]) -> list[list[str]]:
    try:
        return list(reader)
    except csv.Error as error:
        raise Refused(_("CSV 文件有一行无法读取，请检查引号是否成对。")) from error
