"""PDF: what would act on opening is refused; the first page gives its text and a picture."""

from __future__ import annotations

import math
import re
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from shuniu.kernel.files.lines import Sheet, Sign, pieces
from shuniu.kernel.files.refusals import Refused

ONE_AT_A_TIME = threading.Lock()
"""PDFium must not be entered by two threads of a process."""
MOST_INFLATED = 64_000_000
MOST_PACKED = 8_000_000
PASSWORD_ERROR = 4
MOST_PAGES = 1000
QUARTER_UP, QUARTER_DOWN = 3, 1
"""Quarter turns, as PDFium counts them, of words that are read upwards and downwards."""
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


def sheets(path: Path, most: int) -> list[Sheet]:
    """Its pages as lines in their places, until so many characters are read."""
    made: list[Sheet] = []
    with ONE_AT_A_TIME:
        document = _opened(path)
        try:
            for page in document:
                made.append(_sheet(page))
                most -= sum(len(one.text) for one in made[-1].pieces)
                page.close()
                if most < 0 or len(made) >= MOST_PAGES:
                    break
        finally:
            document.close()
    return made


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    words = page.get_textpage()
    pictures = sum(1 for one in page.get_objects(max_depth=3) if one.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    signs = list(_signs(words, width, height))
    words.close()
    upright, turned = ([sign for angle, sign in signs if bool(angle) is side] for side in (False, True))
    return Sheet(width, height, tuple(pieces(upright)), pictures, tuple(pieces(turned)))


def _signs(words: pypdfium2.PdfTextPage, width: float, height: float) -> Iterator[tuple[int, Sign]]:
    """The characters that are really on the page, with the quarter turns of each and its box as it is read."""
    box, high = pdfium.FS_RECTF(), ""
    for number in range(words.count_chars()):
        code = pdfium.FPDFText_GetUnicode(words.raw, number)
        if code in (0, 10, 13) or pdfium.FPDFText_IsGenerated(words.raw, number) == 1:
            continue
        sign = chr(code)
        if "\ud800" <= sign <= "\udbff":
            high = sign
            continue
        if "\udc00" <= sign <= "\udfff":
            sign = (high + sign).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        pdfium.FPDFText_GetLooseCharBox(words.raw, number, box)
        left, right, top, bottom = box.left, box.right, height - box.top, height - box.bottom
        turns = round(pdfium.FPDFText_GetCharAngle(words.raw, number) / (math.pi / 2)) % 4
        if turns == QUARTER_DOWN:
            yield turns, (sign, top, bottom, width - right, width - left)
        elif turns == QUARTER_UP:
            yield turns, (sign, height - bottom, height - top, left, right)
        else:
            yield 0, (sign, left, right, top, bottom)


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
