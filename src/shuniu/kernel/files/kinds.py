"""What a file is, by its content. The name and the browser's word for it are never believed."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.files.old_word import is_word
from shuniu.kernel.files.refusals import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HEAD = 65_536
_PRINTABLE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    r"^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|svg|iframe|\?php|math|xsl:|meta)", re.I | re.S
)
_XML_MARKUP = re.compile(r"<([a-z0-9]+:)?(svg|html|script|xsl)\b", re.I)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be taken."""

    name: str
    label: StrOrPromise
    content_type: str
    suffixes: tuple[str, ...]
    group: str
    """``image``, ``document``, ``text`` or ``media``."""


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.name: kind
    for kind in (
        Kind("jpeg", _("JPG 图片"), "image/jpeg", (".jpg", ".jpeg"), "image"),
        Kind("png", _("PNG 图片"), "image/png", (".png",), "image"),
        Kind("webp", _("WebP 图片"), "image/webp", (".webp",), "image"),
        Kind("gif", _("GIF 图片"), "image/gif", (".gif",), "image"),
        Kind("pdf", _("PDF"), "application/pdf", (".pdf",), "document"),
        Kind("docx", _("Word 文档"), _OFFICE + "wordprocessingml.document", (".docx",), "document"),
        Kind("doc", _("旧版 Word 或 WPS 文档"), "application/msword", (".doc", ".wps"), "document"),
        Kind("xlsx", _("Excel 表格"), _OFFICE + "spreadsheetml.sheet", (".xlsx",), "document"),
        Kind("pptx", _("PowerPoint 演示"), _OFFICE + "presentationml.presentation", (".pptx",), "document"),
        Kind("ofd", _("OFD 版式文件"), "application/ofd", (".ofd",), "document"),
        Kind("txt", _("文本"), "text/plain", (".txt",), "text"),
        Kind("csv", _("CSV 表格"), "text/csv", (".csv",), "text"),
        Kind("mp3", _("MP3 录音"), "audio/mpeg", (".mp3",), "media"),
        Kind("m4a", _("M4A 录音"), "audio/mp4", (".m4a",), "media"),
        Kind("wav", _("WAV 录音"), "audio/wav", (".wav",), "media"),
        Kind("mp4", _("MP4 录像"), "video/mp4", (".mp4",), "media"),
    )
}
IMAGES = frozenset(name for name, kind in KINDS.items() if kind.group == "image")
OLD = frozenset({"doc"})
"""Taken only where the caller asks for it by name: papers from other organs still come so."""
EVERY_KIND = frozenset(KINDS) - OLD
PAPERS = IMAGES | {"pdf", "docx", "ofd", "txt"} | OLD
"""As what an official paper may come in."""
_EXECUTABLE = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
    b"\x00asm",
)
_ARCHIVE = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
    b"PK\x05\x06",
    b"PK\x07\x08",
)
_PLAIN = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
)
_PARTS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_MP4 = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"M4VH",
    b"MSNV",
    b"dash",
    b"3gp4",
    b"3gp5",
)


def kind_of(path: Path, name: str) -> Kind:
    """The kind of a file. Raises ``Refused`` for what is no kind of ours; ``name`` only tells CSV from plain text."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(_EXECUTABLE):
        raise Refused("executable")
    if head.startswith(_ARCHIVE):
        raise Refused("archive")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if not is_word(path):
            raise Refused("old_office")
        return KINDS["doc"]
    found = next((kind for sign, kind in _PLAIN if head.startswith(sign)), "") or _container(path, head)
    return KINDS[found or _text(path, head, name)]


def _container(path: Path, head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    if head.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "")
    if head.startswith(b"ID3") or _is_mpeg_audio(head):
        return "mp3"
    return ""


def _boxed(brand: bytes) -> str:
    if brand in _HEIC:
        raise Refused("heic")
    if brand in (b"M4A ", b"M4B "):
        return "m4a"
    return "mp4" if brand in _MP4 else ""


def _is_mpeg_audio(head: bytes) -> bool:
    """A frame of MPEG audio: eleven bits of synchronisation, layer III, no reserved rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused("damaged") from error
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        found = next((kind for part, kind in _PARTS if part in names), "")
        if found:
            return found
    raise Refused("archive")


def decoded(data: bytes, *, cut: bool = False) -> tuple[str, str] | None:
    """Text and its encoding, UTF-8 or GB18030; None when it is neither. ``cut``: the end may split a character."""
    for encoding in ("utf-8-sig", "gb18030"):
        for end in range(4 if cut else 1):
            try:
                return data[: len(data) - end].decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                continue
    return None


def _text(path: Path, head: bytes, name: str) -> str:
    if not head or _PRINTABLE.search(head):
        raise Refused("unknown")
    found = decoded(head, cut=len(head) == HEAD)
    if found is None:
        raise Refused("unknown")
    start = found[0][:8192].lstrip("﻿")
    if _MARKUP.match(start) or (start.lstrip().startswith("<?xml") and _XML_MARKUP.search(start)):
        raise Refused("web_page")
    return "csv" if name.lower().endswith(".csv") else "txt"
