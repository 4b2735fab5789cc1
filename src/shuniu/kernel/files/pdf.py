"""PDF: what would act on opening is refused; the first page gives its text and a picture."""

from __future__ import annotations

import re
import threading
import zlib
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from shuniu.kernel.files.refusals import Refused

ONE_AT_A_TIME = threading.Lock()
"""PDFium must not be entered by two threads of a process."""
MOST_INFLATED = 64_000_000
PASSWORD_ERROR = 4
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_OBJECTS = re.compile(rb"/(?:Type\s*/)?ObjStm\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA|ImportData|SubmitForm)(?=[\s/<(\[{>]|$)")
_HARMLESS_PARTS = (".xml", ".ofd", ".txt", ".csv", ".pdf")
"""Electronic invoices carry their figures as a file inside."""


def check_pdf(path: Path) -> None:
    """Raise ``Refused`` for a PDF that is locked, broken, or holds scripts, launches, forms that send, or programs."""
    data = path.read_bytes()
    if b"%%EOF" not in data[-4096:]:
        raise Refused("damaged")
    if _ACTIVE.search(_names(_STREAM.sub(b" ", data))) or any(
        _ACTIVE.search(_names(one)) for one in _object_streams(data)
    ):
        raise Refused("active")
    with ONE_AT_A_TIME:
        document = _opened(path)
        try:
            if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
                raise Refused("active")
            for number in range(document.count_attachments()):
                if not document.get_attachment(number).get_name().lower().endswith(_HARMLESS_PARTS):
                    raise Refused("active")
        finally:
            document.close()


def _names(data: bytes) -> bytes:
    """The text of objects with names spelled out: ``/J#61vaScript`` is ``/JavaScript``."""
    return _HEX.sub(lambda match: bytes([int(match[1], 16)]), data)


def _object_streams(data: bytes) -> list[bytes]:
    """Objects that are kept compressed, unpacked as far as there is room."""
    found, room, last = list[bytes](), MOST_INFLATED, 0
    for match in _STREAM.finditer(data):
        if _OBJECTS.search(data, max(last, match.start() - 2000), match.start()):
            inflated = zlib.decompressobj().decompress(match[1].lstrip(b"\r\n"), room) if match[1][:1] else b""
            found.append(inflated)
            room -= len(inflated)
            if room <= 0:
                raise Refused("bomb")
        last = match.end()
    return found


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if getattr(error, "err_code", 0) == PASSWORD_ERROR else "damaged") from error
    if len(document) == 0:
        document.close()
        raise Refused("damaged")
    return document


def first_page_text(path: Path, most: int = 6000) -> str:
    with ONE_AT_A_TIME:
        document = _opened(path)
        try:
            page = document[0].get_textpage()
            return str(page.get_text_range(0, min(most, max(page.count_chars(), 0)))) if page.count_chars() else ""
        finally:
            document.close()


def first_page_picture(path: Path, side: int) -> Image.Image:
    """The first page, its longer side ``side`` pixels."""
    with ONE_AT_A_TIME:
        document = _opened(path)
        try:
            page = document[0]
            scale = side / max(*page.get_size(), 1.0)
            picture: Image.Image = page.render(scale=scale).to_pil()
            return picture.convert("RGB")
        finally:
            document.close()
