"""Spreadsheet import: a dry run that names every error by row and column, then the same rows, once, as requests."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from python_calamine import CalamineError, load_workbook

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.archives import check_archive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import Actor, actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.personal import decrypt, encrypt
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.public.hotline.models import ImportRun
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.operations.intake import PHONE, TEXT_MOST, Report, refuse_secrets, submit
from shuniu.public.hotline.queries.subjects import subjects

ROWS_MOST = 5000
COLUMNS_MOST = 100
CHUNK = 100
ERRORS_MOST = 500
TEXT_LEAST = 6

HEADINGS: dict[str, tuple[str, ...]] = {
    "received_at": ("反映时间", "留言时间", "时间", "time"),
    "type": ("类型", "诉求类型", "type"),
    "title": ("标题", "留言主题", "主题", "title"),
    "text": ("内容", "留言详情", "诉求内容", "text"),
    "place": ("地点", "地址", "place"),
    "subject": ("类别", "事项分类", "subject"),
    "name": ("姓名", "反映人", "name"),
    "phone": ("电话", "联系电话", "phone"),
}
"""Columns by the headings under which they are found; the first one stands in the template."""

MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RowError:
    row: int
    column: str
    words: str


def check_file(upload: UploadedFile[Any], *, person: Person, at: datetime) -> ImportRun:
    """The dry run: read, check every row, keep the right ones encrypted. Nothing becomes a matter yet."""
    content = upload.read()
    table = list(rows_of(content))
    if not table:
        raise FileRefused(_("表格里没有数据行。第一行应是列名，可以下载模板对照填写。"))
    columns = _columns(table[0])
    good: list[dict[str, Any]] = []
    errors: list[RowError] = []
    for number, cells in enumerate(table[1:], start=2):
        if any(str(cell).strip() for cell in cells):
            row, wrong = _read(
                {name: cells[place] for name, place in columns.items() if place < len(cells)}, number, at
            )
            errors += wrong
            good += [{**row, "row": number}] if not wrong else []
    return ImportRun.objects.create(
        file=(upload.name or "")[:200],
        digest=hashlib.sha256(content).hexdigest(),
        person=person,
        state=ImportRun.State.CHECKED,
        rows=encrypt(json.dumps(good, ensure_ascii=False)),
        errors=[[one.row, one.column, one.words] for one in errors[:ERRORS_MOST]],
        total=len(good),
        created_at=at,
    )


def rows_of(content: bytes) -> Iterator[list[Any]]:
    """The cells of the first sheet of an XLSX file, or of a CSV in UTF-8 or GB18030."""
    if content[:2] == b"PK":
        yield from _cells_of_workbook(content)
        return
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or b"\0" in content[:4000]:
        raise FileRefused(_("只能导入XLSX或CSV。旧的XLS请另存为XLSX后再试。"))
    try:
        for number, row in enumerate(csv.reader(io.StringIO(_text(content), newline=""))):
            if number > ROWS_MOST:
                raise FileRefused(_("一次最多导入%(most)s行，请分成几个文件。") % {"most": ROWS_MOST})
            yield row
    except csv.Error as error:
        raise FileRefused(_("表格读不下去：有一格特别长，或者引号没有成对。请检查后再试。")) from error


def _cells_of_workbook(content: bytes) -> Iterator[list[Any]]:
    _refuse_bombs(content)
    try:
        sheet = load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, ValueError, OSError) as error:
        raise FileRefused(_("表格打不开，文件可能已损坏。请另存为XLSX后再试。")) from error
    if sheet.total_height > ROWS_MOST + 1:
        raise FileRefused(_("一次最多导入%(most)s行，请分成几个文件。") % {"most": ROWS_MOST})
    if sheet.total_width > COLUMNS_MOST:
        # One stray cell far to the right would make eighty million empty ones.
        raise FileRefused(_("表格超过%(most)s列，请删去右边多余的列。") % {"most": COLUMNS_MOST})
    yield from sheet.to_python(skip_empty_area=False)


def _refuse_bombs(content: bytes) -> None:
    """A workbook is a zip: what would burst, act or hide is refused before it is opened."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        try:
            check_archive(Path(file.name))
        except Refused as refusal:
            raise FileRefused(str(refusal)) from refusal


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("文件的编码认不出来，请另存为UTF-8编码的CSV或XLSX后再试。"))


def _columns(heading: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        for name, headings in HEADINGS.items():
            if str(cell).strip().lower() in headings:
                found.setdefault(name, place)
    if "text" not in found:
        raise FileRefused(_("找不到“内容”这一列。第一行应是列名，可以下载模板对照填写。"))
    return found


def _read(cells: Mapping[str, Any], number: int, at: datetime) -> tuple[dict[str, Any], list[RowError]]:
    """One row for the request's fields, and what is wrong with it."""
    row: dict[str, Any] = {}
    wrong: list[RowError] = []
    for name, reader in READERS.items():
        try:
            row[name] = reader(cells.get(name, ""), at)
        except (ValueError, StepRefused) as error:
            wrong.append(RowError(number, HEADINGS[name][0], str(error)))
    return row, wrong


def _moment(value: Any, at: datetime) -> str:
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the zone is given below
    else:
        found = _parsed(str(value).strip(), at)
    found = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    if found > at:
        raise ValueError(_("时间在将来，请检查。"))
    if found.year < 1990:
        raise ValueError(_("时间太早，请检查。"))
    return found.isoformat()


def _parsed(text: str, at: datetime) -> datetime:
    if not text:
        return at
    for form in MOMENTS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is given by the caller
        except ValueError:
            continue
    raise ValueError(_("时间“%(text)s”认不出来，请写成 2026-11-23 09:30。") % {"text": text[:30]})


def _type(value: Any, at: datetime) -> str:
    text = str(value).strip()
    found = next((kind.value for kind in Type if text in (kind.value, str(kind.label))), "")
    if text and not found:
        raise ValueError(
            _("类型“%(text)s”不在范围内，应是：%(types)s。")
            % {"text": text[:20], "types": "、".join(str(kind.label) for kind in Type)}
        )
    return found or Type.HELP.value


def _words(most: int, least: int = 0) -> Callable[[Any, datetime], str]:
    def read(value: Any, at: datetime) -> str:
        # A workbook keeps every number as a fraction: 13912345678.0 is a telephone.
        plain = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        text = "\n".join(line.strip() for line in plain.replace("\0", "").splitlines() if line.strip())
        if len(text) < least:
            raise ValueError(_("内容太短或为空。"))
        if len(text) > most:
            raise ValueError(_("超过%(most)s字。") % {"most": most})
        refuse_secrets(text)
        return text

    return read


def _subject(value: Any, at: datetime) -> int | None:
    text = str(value).strip()
    if not text:
        return None
    found = next((one.pk for one in subjects() if text in (one.code, one.name)), None)
    if found is None:
        raise ValueError(_("类别“%(text)s”不在事项分类中，可以留空。") % {"text": text[:30]})
    return found


def _phone(value: Any, at: datetime) -> str:
    text = _words(20)(value, at)
    if text and not PHONE.match(text):
        raise ValueError(_("电话号码只能有数字、空格和短横线，请检查。"))
    return text


READERS: dict[str, Callable[[Any, datetime], Any]] = {
    "received_at": _moment,
    "type": _type,
    "title": _words(120),
    "text": _words(TEXT_MOST, TEXT_LEAST),
    "place": _words(200),
    "subject": _subject,
    "name": _words(40),
    "phone": _phone,
}


def start(run: ImportRun) -> bool:
    """Begin a checked import; a second press, or the same file begun already, changes nothing (answers False)."""
    with transaction.atomic():
        fresh = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKED)
        if not fresh.update(state=ImportRun.State.RUNNING):
            return False
        import_chunk.enqueue(run.pk, 0)
    return True


@task()
def import_chunk(run_id: int, begin: int) -> None:
    """A hundred rows, then the next job: progress shows, and no intake waits for a long import.

    Each row is a transaction and its key is its place in the file, so a job that dies is simply run again.
    """
    run = ImportRun.objects.select_related("person").get(pk=run_id)
    rows = json.loads(decrypt(run.rows) or "[]")
    part = rows[begin : begin + CHUNK]
    actor = actor_of(run.person, on=local_day(run.created_at))
    try:
        for row in part:
            _submit(row, run, actor)
    except StepRefused as refusal:
        # What went in stays in; a second try of the same file begins where this one ended.
        ImportRun.objects.filter(pk=run_id).update(
            state=ImportRun.State.FAILED, rows="", finished_at=timezone.now(), errors=[[row["row"], "", str(refusal)]]
        )
        return
    done = begin + len(part)
    if done < len(rows):
        ImportRun.objects.filter(pk=run_id).update(done=done)
        import_chunk.enqueue(run_id, done)
    else:
        ImportRun.objects.filter(pk=run_id).update(
            done=done, state=ImportRun.State.DONE, rows="", finished_at=timezone.now()
        )


def _submit(row: Mapping[str, Any], run: ImportRun, actor: Actor) -> None:
    report = Report(
        text=row["text"],
        type=row["type"],
        title=row["title"],
        place=row["place"],
        subject_id=row["subject"],
        name=row["name"],
        phone=row["phone"],
    )
    # The key is the row of the file, whatever the run: a job that runs twice and a file sent twice make no doubles.
    key = f"import:{run.digest[:40]}:{row['row']}"
    submit(report, actor=actor, at=datetime.fromisoformat(row["received_at"]), source="import", key=key)
