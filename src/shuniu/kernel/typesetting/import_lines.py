"""Lines and tables on their way into the notation: cleaned, and nothing in them taken for structure that it is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f ]+")
_BROKEN = re.compile(r"[ \t\r\n\f]*\n[ \t\r\n\f]*")
SOFT = "\x1e"
_CHINESE = r"[\u2e80-\u9fff\uff00-\uffef\u2014\u2018-\u201d\u2026]"
_BETWEEN_CHINESE = re.compile(rf"(?<={_CHINESE}){SOFT}(?={_CHINESE})")
MOST_SPAN = 200
_EDGES = " \t\r\n\u3000"


def clean(text: str) -> str:
    """Without characters that nobody sees; every kind of blank is one blank. Private use may be a rare name: it stays."""
    kept = "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return _SPACES.sub(" ", kept)


def collapsed(text: str) -> str:
    """Text of a web page: a line break in its source is no more than a blank, and is marked until both sides are known."""
    return _BROKEN.sub(SOFT, text) if "\n" in text else text


def settled(text: str) -> str:
    """Between Chinese characters a break in the source was nothing, else it was a blank."""
    return _BETWEEN_CHINESE.sub("", text).replace(SOFT, " ")


def line(text: str) -> str:
    """A paragraph as a line of the notation; what looks like a row of a table and is none is written otherwise."""
    plain = clean(text).strip(_EDGES)
    if len(plain) > 2 and plain.startswith("|") and plain.endswith("|"):
        plain = "｜" + plain[1:-1] + "｜"
    return plain


def row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(clean(cell).split()).replace("|", "\\|") for cell in cells) + " |"


@dataclass
class Grid:
    """A table that is being read, with cells over several columns and rows."""

    rows: list[list[str]] = field(default_factory=list)
    waiting: dict[int, int] = field(default_factory=dict)
    """Columns that a cell from above still covers, and for how many rows."""

    def add(self, cells: Sequence[tuple[str, int, int]]) -> None:
        """A row of cells: text, columns, rows. Covered places are empty."""
        made: list[str] = []
        rest = list(cells)
        while rest or any(column >= len(made) and count for column, count in self.waiting.items()):
            if self.waiting.get(len(made), 0):
                self.waiting[len(made)] -= 1
                made.append("")
            elif rest:
                text, columns, height = rest.pop(0)
                for place in range(min(max(columns, 1), MOST_SPAN)):
                    self.waiting[len(made)] = min(max(height, 1), MOST_SPAN) - 1
                    made.append(text if place == 0 else "")
            else:
                made.append("")
        self.rows.append(made)

    def lines(self) -> list[str]:
        """The table in the notation; one of a single column is only a frame: its cells are paragraphs."""
        filled = [one for one in self.rows if any(cell.strip() for cell in one)]
        width = max(map(len, filled), default=0)
        if width < 2:
            return [text for one in filled for cell in one for text in map(line, cell.split("\n")) if text]
        return [row([*one, *[""] * (width - len(one))]) for one in filled]
