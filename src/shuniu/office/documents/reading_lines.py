"""The lines of a paper's text without what reading and printing put into them, each character with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

_PAGE_NUMBER = re.compile(
    r"^(?:[—–―\-－·\s]*\d{1,4}[—–―\-－·\s]*|第?\s*\d{1,4}\s*页(?:[\s，,/／]*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3})$"
)
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
FULL_WIDTH = 0xFEE0
MOST_LINES = 20_000
MOST_CELLS = 2
"""A row with more cells is a table's."""


class Confidence(StrEnum):
    """How far what was found may be believed; a person confirms each."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Found:
    """A value, where it stands in the text (``text[start:end]``, as it is written there), and how sure that is."""

    value: str
    start: int
    end: int
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a cell of one: ``text`` without spaces between Chinese characters, ``places`` of its characters."""

    text: str
    places: tuple[int, ...]
    row: int
    tabular: bool = False

    def found(self, value: str, span: tuple[int, int], confidence: Confidence) -> Found:
        """A value that was read out of some characters of the line."""
        return Found(value, self.places[span[0]], self.places[span[1] - 1] + 1, confidence)

    def whole(self, confidence: Confidence, value: str = "") -> Found:
        return self.found(value or self.text, (0, len(self.text)), confidence)


def lines_of(text: str) -> list[Line]:
    """The lines that say something, from the top; a line cut by tabs gives one for each cell."""
    made: list[Line] = []
    start = 0
    for row, line in enumerate(text.split("\n")[:MOST_LINES]):
        if not _PAGE_NUMBER.match(line.strip()):
            made += _cells(line, start, row)
        start += len(line) + 1
    return made


def _cells(line: str, start: int, row: int) -> Iterator[Line]:
    cells = line.split("\t")
    tabular = len([cell for cell in cells if cell.strip()]) > MOST_CELLS or line.strip().startswith("|")
    for cell in cells:
        signs = list(_tight(cell, start))
        if signs:
            yield Line("".join(sign for sign, _ in signs), tuple(place for _, place in signs), row, tabular)
        start += len(cell) + 1


def _tight(cell: str, start: int) -> Iterator[tuple[str, int]]:
    """Each character that counts, in half width where it is a letter or a digit; a space stays between Latin words."""
    waiting, before = False, ""
    for place, sign in enumerate(cell, start):
        if sign.isspace():
            waiting = True
            continue
        if sign in _UNSEEN:
            continue
        plain = (
            chr(ord(sign) - FULL_WIDTH)
            if "０" <= sign <= "９" or "Ａ" <= sign <= "Ｚ" or "ａ" <= sign <= "ｚ"
            else sign
        )
        if waiting and before.isascii() and before.isalpha() and plain.isascii() and plain.isalpha():
            yield " ", place - 1
        waiting, before = False, plain
        yield plain, place


def part_of(line: Line, start: int, end: int) -> Line:
    """Some characters of a line as one."""
    return Line(line.text[start:end], line.places[start:end], line.row, line.tabular)


def apart(line: Line, proper: Callable[[str], bool]) -> list[Line]:
    """A line cut where blanks stood, if every part is then proper; else the line as it is."""
    cuts = [number for number, (one, other) in enumerate(pairwise(line.places), 1) if other - one > 1]
    parts = [part_of(line, start, end) for start, end in pairwise([0, *cuts, len(line.text)])]
    return parts if all(proper(part.text) for part in parts) else [line]


def joined(lines: Iterable[Line]) -> Line:
    """Several lines as one."""
    every = list(lines)
    return Line(
        "".join(line.text for line in every),
        tuple(place for line in every for place in line.places),
        every[0].row if every else 0,
    )
