"""What stands on the pages of a PDF, in millimetres from the upper left corner: lines of characters, rules, pictures."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from shuniu.kernel.pdfium import ONE_AT_A_TIME

MM = 25.4 / 72
SAME_LINE = 0.7
"""Millimetres between baselines of one line."""
RULE_LEAST, RULE_MOST = 20.0, 2.5
"""A rule is longer than the one and thinner than the other."""
TOUCHING = 0.05
LEVEL = 0.2
"""Radians by which upright text may lean."""
REDDISH, NOT_RED = 140, 110
HIGHEST_BYTE = 255


@dataclass(frozen=True, slots=True)
class Character:
    text: str
    x: float
    """Where its cell begins."""
    baseline: float
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Points, as it is seen."""
    font: str
    red: bool

    @property
    def full(self) -> bool:
        return unicodedata.east_asian_width(self.text) in "WFA"

    @property
    def ideograph(self) -> bool:
        return unicodedata.category(self.text) == "Lo" and self.full


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, from left to right, without blanks."""

    characters: tuple[Character, ...]

    @cached_property
    def text(self) -> str:
        return "".join(one.text for one in self.characters)

    @property
    def x(self) -> float:
        """Where the first cell begins."""
        return self.characters[0].x

    @property
    def end(self) -> float:
        """Where the last cell ends."""
        last = self.characters[-1]
        return last.x + last.size * MM if last.full else last.right

    @property
    def left(self) -> float:
        return min(one.left for one in self.characters)

    @property
    def right(self) -> float:
        return max(one.right for one in self.characters)

    @property
    def top(self) -> float:
        return min(one.top for one in self.characters)

    @property
    def bottom(self) -> float:
        return max(one.bottom for one in self.characters)

    @property
    def baseline(self) -> float:
        return self.characters[0].baseline

    @property
    def middle(self) -> float:
        return (self.x + self.end) / 2

    @property
    def size(self) -> float:
        return max(sorted({one.size for one in self.characters}), key=[one.size for one in self.characters].count)

    @property
    def font(self) -> str:
        fonts = [one.font for one in self.characters if one.ideograph] or [one.font for one in self.characters]
        return max(sorted(set(fonts)), key=fonts.count)

    @property
    def red(self) -> bool:
        return sum(one.red for one in self.characters) * 2 > len(self.characters)

    def part(self, pattern: str) -> Line | None:
        """The part of the line that a pattern finds."""
        found = re.search(pattern, self.text)
        return Line(self.characters[found.start() : found.end()]) if found and found.group() else None


@dataclass(frozen=True, slots=True)
class Box:
    """A horizontal rule or a picture."""

    left: float
    top: float
    right: float
    bottom: float
    red: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def meets(self, other: Line | Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Box, ...]
    uprights: tuple[Box, ...]
    """Vertical rules: where they stand is a table."""
    pictures: tuple[Box, ...]
    turned: int
    """Characters that are not upright."""


def pages_of(file: bytes) -> list[Page]:
    """Raises ValueError for bytes that are no PDF that can be opened."""
    with ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as error:
            raise ValueError(str(error)) from error
        with document:
            return [page_of(document[number], number + 1) for number in range(len(document))]


def page_of(page: Any, number: int) -> Page:
    """What stands on one page of an open document; the caller holds the lock."""
    width, height = page.get_size()
    characters, turned = _characters(page.get_textpage(), height)
    boxes = [(kind, box) for kind, box in _objects(page, height) if box.width > 0 or box.height > 0]
    rules = _joined([box for kind, box in boxes if kind == pdfium.FPDF_PAGEOBJ_PATH and _is_rule(box)])
    uprights = tuple(box for kind, box in boxes if kind == pdfium.FPDF_PAGEOBJ_PATH and _is_upright(box))
    pictures = tuple(box for kind, box in boxes if kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    return Page(number, width * MM, height * MM, tuple(_lines(characters)), rules, uprights, pictures, turned)


def _characters(words: Any, height: float) -> tuple[list[Character], int]:
    found, turned, known = [], 0, dict[int, tuple[float, str, bool]]()
    for number in range(words.count_chars()):
        text = _letter(words, number)
        if not text:
            continue
        if abs((pdfium.FPDFText_GetCharAngle(words, number) + LEVEL) % (2 * 3.14159265)) > 2 * LEVEL:
            turned += 1
            continue
        thing = pdfium.FPDFText_GetTextObject(words, number)
        key = ctypes.addressof(thing.contents) if thing else -1
        if key not in known:
            known[key] = _look(words, number)
        found.append(_character(words, number, text, known[key], height))
    return found, turned


def _letter(words: Any, number: int) -> str:
    """The character, nothing for a blank or for what cannot be seen."""
    code = pdfium.FPDFText_GetUnicode(words, number)
    if not code or 0xD800 <= code <= 0xDFFF or pdfium.FPDFText_IsGenerated(words, number) == 1:
        return ""
    text = chr(code)
    return "" if text.isspace() or unicodedata.category(text) in ("Cc", "Cf") else text


def _look(words: Any, number: int) -> tuple[float, str, bool]:
    """Size, font and redness, the same for all characters of a text object."""
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(words, number)
    if pdfium.FPDFText_GetMatrix(words, number, matrix):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5
    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(256)
    length = pdfium.FPDFText_GetFontInfo(words, number, buffer, 256, flags)
    name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(words, number, red, green, blue, alpha)
    return round(size, 3), re.sub(r"^[A-Z]{6}\+", "", name), _is_red(red.value, green.value, blue.value)


def _is_red(red: int, green: int, blue: int) -> bool:
    return red > REDDISH and green < NOT_RED and blue < NOT_RED


def _character(words: Any, number: int, text: str, look: tuple[float, str, bool], height: float) -> Character:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(words, number, x, y)
    left, bottom, right, top = words.get_charbox(number)
    return Character(
        text,
        x.value * MM,
        (height - y.value) * MM,
        left * MM,
        (height - top) * MM,
        right * MM,
        (height - bottom) * MM,
        *look,
    )


def _lines(characters: list[Character]) -> Iterator[Line]:
    line: list[Character] = []
    for one in sorted(characters, key=lambda one: one.baseline):
        if line and one.baseline - line[-1].baseline > SAME_LINE:
            yield Line(tuple(sorted(line, key=lambda each: each.x)))
            line = []
        line.append(one)
    if line:
        yield Line(tuple(sorted(line, key=lambda each: each.x)))


def _objects(page: Any, height: float) -> Iterator[tuple[int, Box]]:
    for thing in page.get_objects(max_depth=3):
        if thing.type not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        left, bottom, right, top = thing.get_bounds()
        yield thing.type, Box(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM, _painted_red(thing))


def _painted_red(thing: Any) -> bool:
    if thing.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    ask = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(ask(thing, red, green, blue, alpha)) and _is_red(red.value, green.value, blue.value)


def _joined(rules: list[Box]) -> tuple[Box, ...]:
    """Rules that lie on each other are one: many programs fill a rule and draw its outline, or draw it in pieces."""
    made: list[Box] = []
    for one in sorted(rules, key=lambda box: (box.top, box.left)):
        last = made[-1] if made else None
        if last and one.top <= last.bottom + TOUCHING and one.left <= last.right + 1 and one.red == last.red:
            one = Box(
                min(last.left, one.left), last.top, max(last.right, one.right), max(last.bottom, one.bottom), one.red
            )
            made.pop()
        made.append(one)
    return tuple(made)


def _is_rule(box: Box) -> bool:
    return box.width > RULE_LEAST and box.height < RULE_MOST


def _is_upright(box: Box) -> bool:
    return box.height > RULE_MOST and box.width < RULE_MOST
