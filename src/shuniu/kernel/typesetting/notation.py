"""The text of an official paper as its drafter types it: plain lines that carry their structure in themselves.

A line is a paragraph. Its level is its own numbering (一、 （一） 1. （1）), as the standard orders the four levels
(GB/T 9704-2012, 7.3.3); a run of lines that begin and end with ``|`` is a table whose first row is its head. Nobody
formats anything: screen, comparison of versions, proofreading, PDF, DOCX and OFD all read this one notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

NUMERALS = "一二三四五六七八九十百零〇"
LEVELS = (
    re.compile(rf"^[{NUMERALS}]+、"),
    re.compile(rf"^（[{NUMERALS}]+）"),
    re.compile(r"^\d{1,3}[.．]\s?(?!\d)"),
    re.compile(r"^（\d{1,3}）"),
)
"""How each of the four levels begins, the highest first."""
HEADED = 2
"""Levels 1 and 2 have a typeface of their own (黑体, 楷体); 3 and 4 are set like the text."""
PHRASES = {1: 15, 2: 28}
"""Characters that a heading before text on the same line has at most, its number with it."""
SENTENCE = frozenset("，；：")
"""What stands in sentences, not in headings."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``level`` is 1 to 4 for a numbered one, 0 for plain text."""

    text: str
    level: int = 0

    @property
    def heading(self) -> str:
        """The part that is set in the level's typeface: all of a line without full stop, else a short first phrase.

        A numbered line that is a whole sentence is text, as in a letter's numbered points, and has no heading.
        """
        if not 0 < self.level <= HEADED:
            return ""
        head, stop, rest = self.text.partition("。")
        if not stop:
            return self.text
        short = len(head) <= PHRASES[self.level] and not set(head) & SENTENCE
        return head + stop if rest and short else ""

    @property
    def rest(self) -> str:
        return self.text[len(self.heading) :]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, the first one the head; all rows have the same number of cells."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


def level_of(line: str) -> int:
    """1 to 4 when a line begins as a level of the standard does, else 0."""
    return next((level for level, begins in enumerate(LEVELS, 1) if begins.match(line)), 0)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in the notation. Never fails: what is no table is a paragraph."""
    lines = (line.strip(" \t\r\u3000") for line in text.split("\n"))
    return tuple(_blocks(line for line in lines if line))


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    for tabular, run in groupby(lines, key=_is_row):
        if tabular:
            yield _table(list(run))
        else:
            yield from (Paragraph(line, level_of(line)) for line in run)


def _is_row(line: str) -> bool:
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def _table(lines: list[str]) -> Table:
    rows = [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line[1:-1])] for line in lines]
    width = max(map(len, rows))
    return Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows))


def text_of(found: Iterable[Block]) -> str:
    """The notation of some blocks: the inverse of ``blocks``, up to blank lines and spaces at the ends."""
    return "\n".join(
        one.text
        if isinstance(one, Paragraph)
        else "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in one.rows)
        for one in found
    )
