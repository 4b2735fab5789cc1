"""移交包: one shelf as a ZIP that stands by itself: files, metadata for each item, a list, checksums, and how to check them.

What the archive must find: 归档电子文件 with its metadata (国家档案局令第8号 art. 10), the 文件处理单 with the paper (same article).
The names of the metadata follow DA/T 46-2009; not all of its elements are known here, and what is not known is left out.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as etree

from django.conf import settings
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.files.storage import keep, store
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.archiving import Described, kept_of
from shuniu.office.documents.events_archive import PACKAGED, STEM
from shuniu.office.documents.models.archive import ArchiveItem, Retention, Shelf, TransferPackage
from shuniu.office.documents.packages import LIST, README, SUMS, Entry, Sums, manifest_of, sums_of
from shuniu.office.documents.queries.archive import CODES

PIECE = 262_144
_README = """移交说明

本包是%(city)s人民政府办公室%(year)s年度、保管期限%(retention)s的归档文件，共%(items)s件，%(day)s制作。
每件一个文件夹，文件夹名为保管期限代码和件号，内有来文或者发文的电子文件、文件处理单（如有）和元数据（XML、JSON各一份，内容相同）。
“归档文件目录.csv”是本包目录。

怎样核对
一、%(sums)s 列出每个文件的 SHA-256，在本文件夹内执行 sha256sum -c %(sums)s 即可核对。
二、%(list)s 列出每个文件的大小、SM3 和 SHA-256；shuniu archive-check 移交包.zip 逐个核对。
三、整个移交包的 SM3 和 SHA-256 记载在枢纽系统的移交记录和台账中。

没有归档的：重份文件、一般性文件的历次修改稿和校对稿，以及国家档案局令第8号第四条所列其他文件。
扫描件和图片入库时重新编码并去除拍摄信息，元数据中记有收到时和保存后的两个摘要。
"""
"""What goes to the archive is Chinese, in whatever language the archivist works."""
_SAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|\x00', "_"))


@dataclass(frozen=True, slots=True)
class _Item:
    item: ArchiveItem
    paper: Described
    passages: list[Passage]
    files: list[Attachment]

    @property
    def folder(self) -> str:
        return f"{CODES[Retention(self.item.shelf.retention)]}-{self.item.item:04d}"


def make(year: int, retention: str, *, actor: Actor, at: datetime) -> TransferPackage:
    """Make the package of one shelf. Raises ``StepRefused`` when there is nothing on it that was not handed over."""
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic(), tempfile.TemporaryFile() as file:
        shelf = Shelf.objects.select_for_update().filter(year=year, retention=retention).first()
        items = _items(shelf) if shelf is not None else []
        if shelf is None or not items:
            raise StepRefused(_("这一年度、这一期限没有还没移交的归档文件。"))
        entries = _write(file, items, shelf, at)
        made = _kept(file, shelf, len(items), len(entries), actor, at)
        ArchiveItem.objects.filter(pk__in=[one.item.pk for one in items]).update(package=made)
        body = {
            "year": year, "retention": str(shelf.get_retention_display()), "items": len(items), "sm3": made.sm3,
            "sha256": made.sha256,
        }  # fmt: skip
        append_shared(STEM, PACKAGED, at=at, actor=actor, body=body)
    return made


def _items(shelf: Shelf) -> list[_Item]:
    rows = list(
        ArchiveItem.objects.filter(shelf=shelf, package=None).select_related("matter", "shelf").order_by("item")
    )
    papers: dict[int, Described] = {}
    for kind in {row.matter.kind for row in rows}:
        papers.update(kept_of(kind).describe([row.matter_id for row in rows if row.matter.kind == kind]))
    passages: dict[int, list[Passage]] = {row.matter_id: [] for row in rows}
    for passage in Passage.objects.filter(matter_id__in=list(passages)).order_by("matter_id", "seq"):
        passages[passage.matter_id].append(passage)
    return [_Item(row, papers[row.matter_id], passages[row.matter_id], attachments_of(row.matter_id)) for row in rows]


def _write(file: IO[bytes], items: list[_Item], shelf: Shelf, at: datetime) -> list[Entry]:
    entries: list[Entry] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for one in items:
            for name, source in _contents(one, at):
                entries.append(_put(archive, f"{one.folder}/{name}", source, at))
        for name, text in (("归档文件目录.csv", _list(items)), (README, _readme(shelf, items, at))):
            entries.append(_put(archive, name, io.BytesIO(text.encode("utf-8-sig")), at))
        head = {
            "全宗号": settings.FONDS,
            "年度": shelf.year,
            "保管期限": str(shelf.get_retention_display()),
            "件数": len(items),
        }
        _put(archive, LIST, io.BytesIO(manifest_of(head, entries)), at)
        _put(archive, SUMS, io.BytesIO(sums_of(entries)), at)
    return entries


def _put(archive: zipfile.ZipFile, name: str, source: IO[bytes], at: datetime) -> Entry:
    """Write one file in pieces, reckoning both checksums on the way."""
    found = Sums()
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            target.write(piece)
            found.update(piece)
    return Entry(name, found.size, found.sm3, found.sha256)


def _contents(one: _Item, at: datetime) -> Iterator[tuple[str, IO[bytes]]]:
    """The item's own files, what is made for it, and its metadata twice: for programs that read XML, and JSON."""
    place: Storage = store()
    for position, attachment in enumerate(one.files, 1):
        with place.open(attachment.storage_key) as kept:
            yield f"{position:02d}-{attachment.name.translate(_SAFE)}", kept
    for made in kept_of(one.item.matter.kind).sheets(one.item.matter_id, at):
        yield made.name.translate(_SAFE), io.BytesIO(made.data)
    found = metadata(one.item, one.paper, one.passages, one.files)
    yield "元数据.json", io.BytesIO(json.dumps(found, ensure_ascii=False, indent=1).encode())
    yield "元数据.xml", io.BytesIO(_xml(found))


def metadata(
    item: ArchiveItem, paper: Described, passages: Iterable[Passage], files: Iterable[Attachment]
) -> dict[str, Any]:
    """What describes the item, its files and what was done with it."""
    matter = item.matter
    procedure = procedure_of(matter.kind, matter.procedure_version)
    return {
        "聚合层次": "件",
        "全宗号": settings.FONDS,
        "立档单位名称": f"{settings.CITY}人民政府办公室",
        "档号": item.number,
        "年度": item.shelf.year,
        "保管期限": item.shelf.get_retention_display(),
        "件号": item.item,
        "归档范围": item.category_name,
        "题名": item.title,
        "责任者": item.organ,
        "文件编号": item.document_number,
        "文种": str(kept_of(matter.kind).types.get(paper.type, paper.type)),
        "日期": item.signed_on.isoformat() if item.signed_on else "",
        "办理编号": matter.number,
        "归档时间": item.filed_at.isoformat(),
        **paper.facts,
        "文件": [
            {
                "文件名": f"{position:02d}-{one.name.translate(_SAFE)}", "格式": one.kind, "大小": one.size,
                "收到时SHA256": one.received_sha256, "保存的SHA256": one.sha256, "收到时间": one.uploaded_at.isoformat(),
            }
            for position, one in enumerate(files, 1)
        ],
        "业务行为": [
            {
                "次序": one.seq, "行为": procedure.steps[one.step].label, "时间": one.at.isoformat(), "责任人": one.by,
                "单位": tree().name(one.unit_id), "状态": procedure.states[one.to_state].label, "意见": _said(one),
            }
            for one in passages
        ],
    }  # fmt: skip


def _said(passage: Passage) -> str:
    words = [str(passage.data[name]) for name in ("opinion", "text", "answer", "reason") if passage.data.get(name)]
    return "；".join([*words, *([passage.note] if passage.note else [])])


def _xml(found: dict[str, Any]) -> bytes:
    root = etree.Element("归档文件")
    _grow(root, found)
    etree.indent(root)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _grow(parent: Any, found: dict[str, Any]) -> None:
    for name, value in found.items():
        if isinstance(value, list):
            for one in value:
                _grow(etree.SubElement(parent, name), one)
        else:
            etree.SubElement(parent, name).text = "".join(
                sign for sign in str(value) if sign.isprintable() or sign in "\n\t"
            )


def _list(items: list[_Item]) -> str:
    head = ["件号", "档号", "题名", "责任者", "文号", "日期", "文件数", "备注"]
    rows = [
        [str(one.item.item), one.item.number, one.item.title, one.item.organ, one.item.document_number,
         one.item.signed_on.isoformat() if one.item.signed_on else "", str(len(one.files)), one.item.category_name]
        for one in items
    ]  # fmt: skip
    return "\r\n".join(",".join(_cell(cell) for cell in row) for row in [head, *rows]) + "\r\n"


def _cell(text: str) -> str:
    safe = f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
    return '"' + safe.replace('"', '""') + '"'


def _readme(shelf: Shelf, items: list[_Item], at: datetime) -> str:
    return _README % {
        "city": settings.CITY, "year": shelf.year, "retention": shelf.get_retention_display(), "items": len(items),
        "day": at.date().isoformat(), "sums": SUMS, "list": LIST,
    }  # fmt: skip


def _kept(file: IO[bytes], shelf: Shelf, items: int, files: int, actor: Actor, at: datetime) -> TransferPackage:
    """Store the finished package beside the other files, with a row that says what it is."""
    size = file.seek(0, 2)
    sm3 = _sm3_of(file)
    key, sha256 = keep(file, size, ".zip")
    name = f"{settings.FONDS}-{shelf.year}-{CODES[Retention(shelf.retention)]}-{at:%Y%m%d%H%M}.zip"
    attachment = Attachment.objects.create(
        name=name, kind="zip", content_type="application/zip", size=size, sha256=sha256, received_sha256=sha256,
        storage_key=key, uploaded_by_id=actor.person_id, uploaded_at=at, role="transfer",
    )  # fmt: skip
    return TransferPackage.objects.create(
        year=shelf.year, retention=shelf.retention, attachment_id=attachment.pk, items=items, files=files, size=size, sm3=sm3,
        sha256=sha256, made_by_id=actor.person_id or 0, made_at=at,
    )  # fmt: skip


def _sm3_of(file: IO[bytes]) -> str:
    found = Sums()
    file.seek(0)
    while piece := file.read(PIECE):
        found.update(piece)
    return found.sm3


def copy_of(attachment: Attachment) -> Path:
    """A stored package as a file of our own, to be checked; the caller deletes it."""
    with store().open(attachment.storage_key) as kept, tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as copy:
        while piece := kept.read(PIECE):
            copy.write(piece)
    return Path(copy.name)
