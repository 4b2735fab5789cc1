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
MOST_PACKED = 8_000_000
PASSWORD_ERROR = 4
_STREAM = re.compile(rb"stream\r?\n")
_OBJECTS = re.compile(rb"/(?:Type\s*/)?ObjStm\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia|XFA|ImportData|SubmitForm)(?=[\s/<(\[{>]|$)")
_HARMLESS_PARTS = (".xml", ".ofd", ".txt", ".csv", ".pdf")
"""Electronic invoices carry their figures as a file inside."""


def check_pdf(path: Path) -> None:
    """Raise ``Refused`` for a PDF that is locked, broken, or holds scripts, launches, forms that send, or programs."""
    data = path.read_bytes()
    if b"%%EOF" not in data[-4096:]:
        raise Refused("damaged")
    # Streams are searched as well: where one begins is the attacker's word. /JS alone is no action without /JavaScript.
    if _ACTIVE.search(_names(data)) or any(_ACTIVE.search(_names(one)) for one in _object_streams(data)):
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
    """The objects that the file keeps compressed, unpacked as far as there is room."""
    objects, room, budget = list[bytes](), MOST_INFLATED, 4 * len(data) + MOST_PACKED
    locked = b"/Encrypt" in data
    for match in _OBJECTS.finditer(data):
        begin = _STREAM.search(data, match.end(), match.end() + 2000)
        if begin is None:
            continue
        end = data.find(b"endstream", begin.end(), begin.end() + MOST_PACKED)
        packed = data[begin.end() : end if end >= 0 else begin.end() + MOST_PACKED]
        # Beginnings without an end would have the same octets read again for each of them.
        budget -= len(packed) + len(match.group())
        if budget < 0:
            raise Refused("bomb")
        objects.append(_inflated(packed, room, locked=locked))
        room -= len(objects[-1])
    return objects


def _inflated(packed: bytes, room: int, *, locked: bool) -> bytes:
    try:
        found = zlib.decompressobj().decompress(packed, max(room, 1))
    except zlib.error as error:
        raise Refused("encrypted" if locked else "damaged") from error
    if len(found) >= room:
        raise Refused("bomb")
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


def all_text(path: Path) -> str:
    """The text of all pages, one after another."""
    with ONE_AT_A_TIME:
        document = _opened(path)
        try:
            pages = [document[number].get_textpage() for number in range(len(document))]
            return "\n".join(str(page.get_text_range()) for page in pages if page.count_chars() > 0)
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
