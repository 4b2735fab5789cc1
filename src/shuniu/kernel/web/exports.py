"""Lists as XLSX and CSV, from the same columns as on the screen.

The file is finished before the answer begins, so that the audit hook records what really left: how many rows, and
whether the list was cut. Memory stays flat: both formats are written row by row into a temporary file.
"""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext

from shuniu.kernel.web.marks import LIGHTS
from shuniu.kernel.web.tables import Column

CAP = 50_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LIMIT = 32_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Export:
    """What was taken out, for the audit record."""

    name: str
    format: str
    rows: int
    cut: bool


Hook = Callable[[Export], None]


def _value(column: Column, row: Any) -> Any:
    """What a cell says in a file: words for marks, local time for moments, numbers as numbers."""
    value = column.of(row)
    if column.kind == "light":
        return str(LIGHTS.get(str(value), LIGHTS["none"])[0])
    if column.kind == "badge" and isinstance(value, tuple):
        value = value[0]
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value if isinstance(value, date | int | float) or value is None else str(value)


def _lines(columns: list[Column], rows: Iterable[Any], cap: int) -> Iterator[list[Any]]:
    for row in islice(rows, cap + 1):
        yield [_value(column, row) for column in columns]


def _cut_note(cap: int) -> str:
    return gettext("记录超过上限，仅导出前 %(cap)s 条。请缩小筛选范围后分次导出。") % {"cap": f"{cap:,}"}


def _answer(file: IO[bytes], done: Export, content_type: str, on_export: Hook | None) -> FileResponse:
    if on_export is not None:
        on_export(done)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{done.name}.{done.format}", content_type=content_type)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, described like a table on the screen."""

    name: Any
    columns: Iterable[Column]
    rows: Iterable[Any]


def xlsx(
    columns: Iterable[Column], rows: Iterable[Any], *, name: str, on_export: Hook | None = None, cap: int = CAP
) -> FileResponse:
    """A workbook ``NAME.xlsx`` of one sheet. Texts are written as texts: what begins with ``=`` is never a formula."""
    return workbook([Sheet(name, columns, rows)], name=name, on_export=on_export, cap=cap)


def workbook(sheets: Iterable[Sheet], *, name: str, on_export: Hook | None = None, cap: int = CAP) -> FileResponse:
    """A workbook ``NAME.xlsx`` of several sheets, each cut at ``cap`` rows."""
    file = TemporaryFile()  # noqa: SIM115 - FileResponse closes it when the last byte has left
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    counts = [_fill(book, sheet, cap) for sheet in sheets]
    book.close()
    done = Export(name, "xlsx", sum(min(count, cap) for count in counts), any(count > cap for count in counts))
    return _answer(file, done, XLSX_TYPE, on_export)


def _fill(book: Any, sheet: Sheet, cap: int) -> int:
    """Write one sheet; how many rows there were, one over the cap when it was cut."""
    shown = [column for column in sheet.columns if column.export]
    page, bold = book.add_worksheet(_sheet_name(str(sheet.name))), book.add_format({"bold": True})
    hours = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page.freeze_panes(1, 0)
    for at, column in enumerate(shown):
        page.set_column(at, at, 40 if column.wide else 18)
        page.write_string(0, at, str(column.label), bold)
    count = 0
    for count, line in enumerate(_lines(shown, sheet.rows, cap), 1):
        if count > cap:
            page.write_string(count, 0, _cut_note(cap), bold)
            break
        for at, value in enumerate(line):
            _write(page, count, at, value, hours)
    return count


def _sheet_name(name: str) -> str:
    return name[:31].translate(str.maketrans("[]:*?/\\", "       "))


def _write(sheet: Any, row: int, at: int, value: Any, hours: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, at, value, hours)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a sheet has no zone
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, at, value)
    elif value is not None:
        sheet.write_string(row, at, str(value)[:CELL_LIMIT])


def safe_cell(value: Any) -> str:
    """A CSV cell that no spreadsheet reads as a formula: an apostrophe goes before = + - @ at the start of a text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def csv(
    columns: Iterable[Column], rows: Iterable[Any], *, name: str, on_export: Hook | None = None, cap: int = CAP
) -> FileResponse:
    """A file ``NAME.csv`` in UTF-8 with a byte order mark, as the office's spreadsheets expect it."""
    shown = [column for column in columns if column.export]
    file = TemporaryFile()  # noqa: SIM115 - FileResponse closes it when the last byte has left
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv_module.writer(text)
    writer.writerow([safe_cell(str(column.label)) for column in shown])
    count = 0
    for count, line in enumerate(_lines(shown, rows, cap), 1):
        if count > cap:
            writer.writerow([_cut_note(cap)])
            break
        writer.writerow([safe_cell(value) for value in line])
    text.detach()
    return _answer(file, Export(name, "csv", min(count, cap), count > cap), "text/csv; charset=utf-8", on_export)
