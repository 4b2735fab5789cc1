"""The text of an OFD (GB/T 33190-2016), from its own places. Names are looked up inside the package and nowhere else."""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shuniu.kernel.files.lines import Piece, Sheet
from shuniu.kernel.files.refusals import Refused

MOST_PART = 20_000_000
MOST_PAGES = 1000
_ENCODING = re.compile(rb"^(<\?xml[^>]*encoding=[\"'])(gb[k0-9]+)([\"'])", re.I)
Affine = tuple[float, float, float, float, float, float]
STRAIGHT: Affine = (1, 0, 0, 1, 0, 0)
A4 = (0.0, 0.0, 210.0, 297.0)


def sheets(path: Path, most: int) -> list[Sheet]:
    """Its pages, until so many characters are read. Raises Refused for what is broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _sheets(archive, most)
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, ValueError, OverflowError, OSError) as error:
        raise Refused("damaged") from error


def _sheets(archive: zipfile.ZipFile, most: int) -> list[Sheet]:
    made: list[Sheet] = []
    count = 0
    for page in _pages(archive):
        sheet = _sheet(page)
        count += sum(len(one.text) for one in sheet.pieces)
        made.append(sheet)
        if count > most or len(made) >= MOST_PAGES:
            break
    return made


def _pages(archive: zipfile.ZipFile) -> Iterator[Element]:
    names = {name.casefold(): name for name in archive.namelist()}
    entrance = _read(archive, names, "OFD.xml")
    for root in _every(entrance, "DocRoot"):
        place = (root.text or "").strip().lstrip("/")
        document = _read(archive, names, place)
        for page in _every(document, "Page"):
            location = page.get("BaseLoc", "").replace("\\", "/")
            inside = (
                location.lstrip("/") if location.startswith("/") else posixpath.join(posixpath.dirname(place), location)
            )
            found = _read(archive, names, inside)
            if found is not None:
                yield found


def _read(archive: zipfile.ZipFile, names: dict[str, str], place: str) -> Element | None:
    name = names.get(posixpath.normpath(place).casefold())
    if name is None or archive.getinfo(name).file_size > MOST_PART:
        return None
    data = archive.read(name)
    declared = _ENCODING.match(data.lstrip())
    if declared:
        data = _ENCODING.sub(rb"\1utf-8\3", data.lstrip()).decode("gb18030", "replace").encode()
    root: Element = fromstring(data)
    return root


def _every(root: Element | None, name: str) -> list[Element]:
    return [] if root is None else [one for one in root.iter() if one.tag.rpartition("}")[2] == name]


def _sheet(page: Element) -> Sheet:
    boxes = _every(page, "PhysicalBox")
    box = _numbers(boxes[0].text or "") if boxes else []
    _, _, width, height = box if len(box) == 4 else A4
    things = _every(page, "TextObject")
    upright = tuple(piece for one in things if not _turns(one) for piece in _text(one))
    turned = tuple(_as_read(piece, _turns(one), width, height) for one in things if _turns(one) for piece in _text(one))
    return Sheet(width, height, upright, len(_every(page, "ImageObject")), turned)


def _turns(thing: Element) -> int:
    """Whether a text is read upwards (1), downwards (-1) or as usual (0)."""
    matrix = _numbers(thing.get("CTM", ""))
    if len(matrix) != 6 or abs(matrix[0]) > abs(matrix[1]):
        return 0
    return 1 if matrix[1] < 0 else -1


def _as_read(piece: Piece, turns: int, width: float, height: float) -> Piece:
    """A piece whose ``left`` and ``right`` are heights on the page, as it stands when the page is turned."""
    if turns > 0:
        return Piece(piece.text, height - piece.right, height - piece.left, piece.middle, piece.size)
    return Piece(piece.text, piece.left, piece.right, width - piece.middle, piece.size)


def _text(thing: Element) -> Iterator[Piece]:
    box = _numbers(thing.get("Boundary", ""))
    left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    matrix = _numbers(thing.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else STRAIGHT
    size = abs(sum(_numbers(thing.get("Size", "")))) * max(abs(d), abs(c), 0.01)
    x = y = 0.0
    for code in (one for one in thing if one.tag.rpartition("}")[2] == "TextCode"):
        x, y = sum(_numbers(code.get("X", str(x)))), sum(_numbers(code.get("Y", str(y))))
        text = code.text or ""
        end = x + sum(_steps(code.get("DeltaX", ""))[: max(len(text) - 1, 0)])
        start = (left + a * x + c * y + e, top + b * x + d * y + f)
        last = (left + a * end + c * y + e, top + b * end + d * y + f)
        if abs(b) > abs(a):  # Written up or down: what runs along the line are heights.
            start, last = (start[1], start[0] + size * 0.35 * (1 if b > 0 else -1)), (last[1], last[0])
        breadth = size if text and ord(text[-1]) > 0xFF else size / 2
        first, final = min(start[0], last[0]), max(start[0], last[0])
        if text.strip():
            yield Piece(text, first, final + breadth, start[1] - size * 0.35 * (abs(a) >= abs(b)), max(size, 0.1))


def _numbers(text: str) -> list[float]:
    found = [float(one) for one in text.split()]
    if not all(map(math.isfinite, found)):
        raise ValueError("a place that is no number")
    return found


def _steps(text: str) -> list[float]:
    """``g 3 5.5 2.75`` is three steps of 5.5 and one of 2.75."""
    words, made, place = text.split(), list[float](), 0
    while place < len(words):
        if words[place] == "g" and place + 2 < len(words):
            made += _numbers(words[place + 2]) * min(int(words[place + 1]), 10_000)
            place += 3
        else:
            made += _numbers(words[place])
            place += 1
    return made
