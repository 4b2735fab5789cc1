"""Lines as they stand on a page, made into paragraphs: what PDF and OFD hold is places, not paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

_NUMBER = re.compile(
    r"^(?:[—–―\-－·\s]*\d{1,4}[—–―\-－·\s]*|第\s*\d+\s*页(?:\s*[，,/／]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+)$"
)
_LATIN = re.compile(r"[A-Za-z0-9,.;:)%]$")
_LATIN_START = re.compile(r"[A-Za-z0-9(]")
EDGE = 0.16
"""Page numbers stand in so much of the page's height at its head and foot."""
APART, FAR = 0.35, 0.75
"""Gaps inside a line, in sizes of type: from the one on there is a space between Latin words, from the other on a new cell."""
SPREAD = 3.0
FULL, FLUSH = 1.6, 0.6
"""A line is full when it ends within so many sizes of the right edge, flush when it begins within so many of the left."""
SAME_SIZE = 0.12
LOOSE = 1.9
"""So many times the usual distance of lines stand between paragraphs."""


Sign = tuple[str, float, float, float, float]
"""A character with the left, right, upper and lower edge of its box; heights are counted downwards."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text on one line: its edges, the middle of its height from the page's top, and its size, in one unit."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    pictures: int = 0
    turned: tuple[Piece, ...] = ()
    """What is written at a right angle to the rest, as it is read when the page is turned."""


def text_of(sheets: Sequence[Sheet]) -> str:
    """The paragraphs of some pages, one a line; page numbers are left out, a table's cells stand behind tabs."""
    pages = [
        page
        for sheet in sheets
        for page in (_without_numbers(_lines(sheet.pieces), sheet.height), _lines(sheet.turned))
        if page
    ]
    every = [line for page in pages for line in page]
    if not every:
        return ""
    left, right = _edges(every)
    paragraphs: list[str] = []
    before: Piece | None = None
    for page in pages:
        pitch = _pitch(page)
        for number, line in enumerate(page):
            apart = number > 0 and before is not None and line.middle - before.middle > LOOSE * pitch
            if before is not None and not apart and _goes_on(before, line, left, right):
                paragraphs[-1] = joined(paragraphs[-1], line.text)
            else:
                paragraphs.append(line.text)
            before = line
    return "\n".join(paragraphs)


def joined(first: str, second: str) -> str:
    """Two halves of a paragraph; only Latin words have a space between them."""
    space = " " if _LATIN.search(first) and _LATIN_START.match(second) and not first.endswith("-") else ""
    return first + space + second


def _lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces on one height as one line, from the top."""
    ordered = sorted((one for one in pieces if one.text.strip()), key=lambda one: (one.middle, one.left))
    rows: list[list[Piece]] = []
    for one in ordered:
        if rows and abs(one.middle - rows[-1][0].middle) < 0.4 * max(one.size, rows[-1][0].size):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [_line(sorted(row, key=lambda one: one.left)) for row in rows]


def _line(row: list[Piece]) -> Piece:
    text = row[0].text
    for before, after in pairwise(row):
        gap = (after.left - before.right) / max(after.size, 0.1)
        if gap > FAR and not _spread(before, after, gap):
            text = text.rstrip() + "\t" + after.text.lstrip()
        elif gap > APART and _LATIN.search(text) and _LATIN_START.match(after.text):
            text += " " + after.text
        else:
            text += after.text
    sizes = Counter(round(one.size, 1) for one in row for _ in one.text)
    first, last = row[0], max(row, key=lambda one: one.right)
    return Piece(text.strip(), first.left, last.right, first.middle, sizes.most_common(1)[0][0])


def _spread(before: Piece, after: Piece, gap: float) -> bool:
    """A short name spread out to the breadth of a longer one: single characters, not too far from each other."""
    return (
        gap < SPREAD
        and len(before.text.strip()) == len(after.text.strip()) == 1
        and min(before.text, after.text) > "\u2e80"
    )


def _without_numbers(lines: list[Piece], height: float) -> list[Piece]:
    def is_number(one: Piece) -> bool:
        at_edge = one.middle < EDGE * height or one.middle > (1 - EDGE) * height
        return at_edge and bool(_NUMBER.match(one.text))

    return [one for place, one in enumerate(lines) if not (place in (0, len(lines) - 1) and is_number(one))]


def _edges(lines: list[Piece]) -> tuple[float, float]:
    """Where the text begins and ends: the edges of its full lines, in the size that most of it has."""
    sizes = Counter[int]()
    for one in lines:
        sizes[round(one.size)] += len(one.text)
    usual = sizes.most_common(1)[0][0]
    body = [one for one in lines if abs(one.size - usual) <= max(SAME_SIZE * usual, 0.5)] or lines
    right = max(one.right for one in body)
    lefts = sorted(one.left for one in body if one.right > right - FULL * one.size)
    often = [one for one in lefts if sum(abs(one - other) < FLUSH * usual for other in lefts) > 1]
    return (often or lefts)[0], right


def _pitch(lines: list[Piece]) -> float:
    steps = sorted(after.middle - before.middle for before, after in pairwise(lines))
    return steps[len(steps) // 2] if steps else float("inf")


def _goes_on(before: Piece, line: Piece, left: float, right: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if "\t" in before.text or "\t" in line.text or abs(before.size - line.size) > SAME_SIZE * line.size:
        return False
    return before.right > right - FULL * before.size and abs(line.left - left) < FLUSH * line.size


def pieces(signs: Iterable[Sign]) -> list[Piece]:
    """Characters of one page put together where they follow each other."""
    made: list[Piece] = []
    for _, group in groupby(_marked(signs), key=lambda one: one[0]):
        row = [one[1] for one in group]
        text = "".join(sign for sign, *_ in row)
        top, bottom = row[0][3], row[0][4]
        if text.strip():
            made.append(Piece(text, row[0][1], row[-1][2], (top + bottom) / 2, max(bottom - top, 0.1)))
    return made


def _marked(
    signs: Iterable[Sign],
) -> Iterable[tuple[int, Sign]]:
    """Each character with the piece that it belongs to: a jump to the side or in height begins a new one."""
    number, before = 0, None
    for one in signs:
        if before is not None:
            size = max(one[4] - one[3], 0.1)
            aside = one[1] - before[2] > APART * size or one[1] < before[1]
            if aside or abs(one[4] - before[4]) > 0.3 * size:
                number += 1
        before = one
        yield number, one
