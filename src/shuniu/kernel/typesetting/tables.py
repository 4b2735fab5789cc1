"""How a table is set: in which size, upright or on a page of its own turned by a quarter, in one part or several.

A table is never cut off. It is as wide as the type area; what does not fit is set in smaller type, then on a turned
page (8: head at the left edge, which is 订口 on odd and 切口 on even pages), then in parts that repeat the first column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.breaking import width, wrapped
from shuniu.kernel.typesetting.cleaning import breakable
from shuniu.kernel.typesetting.notation import Table

UPRIGHT = standard.points(standard.AREA_WIDTH) - 0.5  # the outer rules are drawn on the edges
TURNED = standard.points(standard.AREA_HEIGHT)
SIZES = (standard.SIZE_4, standard.SIZE_SMALL_4, standard.SIZE_5, standard.SIZE_SMALL_5)
INSET = 4.0
"""Points between a cell's edge and its text."""
EASY, LEAST, SHORT, MOST = 6.0, 3.0, 9.0, 24.0
"""Characters a column wants, cannot do without, is not broken below, and profits from."""
LINE = 1.4
"""Height of a line, in sizes of type."""
HEAD_LINES = 6
"""A taller head is not repeated on the next page."""
_TOKEN = re.compile(r"[!-~]+")
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One table, or one part of it, as it is set."""

    rows: Rows
    widths: list[float]
    size: float
    turned: bool = False
    part: str = ""
    repeat: bool = True


def settings(table: Table) -> list[Setting]:
    """How a table is set: one setting, or one for each part of a table that no page is wide enough for."""
    rows = [[breakable(cell) for cell in row] for row in table.rows]
    for across, turned, wants in (
        (UPRIGHT, False, EASY),
        (UPRIGHT, False, LEAST),
        (TURNED, True, EASY),
        (TURNED, True, LEAST),
    ):
        for size in SIZES:
            if _need(rows, size, wants) <= across:
                return [_setting(rows, size, across, turned=turned)]
    return _parts(rows)


def _need(rows: Rows, size: float, wants: float) -> float:
    return sum(size * least + 2 * INSET for least, _ in _columns(rows, wants))


def _columns(rows: Rows, wants: float) -> list[tuple[float, float]]:
    """Of each column the characters that it needs and those that it could use."""
    made = []
    for cells in zip(*rows, strict=True):
        could = max(1.0, *map(width, cells)) + 0.2
        token = max((width(one) for cell in cells for one in _TOKEN.findall(cell)), default=0.0) + 0.2
        made.append((min(could, max(wants, min(token, MOST))), min(could, MOST)))
    return made


def _setting(rows: Rows, size: float, across: float, *, turned: bool, part: str = "") -> Setting:
    widths = _widths(_columns(rows, LEAST), size, across)
    head = _height(rows[0], widths, size)
    if turned:
        rows = _lower(rows, widths, size, head)
    return Setting(rows, widths, size, turned, part, head <= HEAD_LINES)


def _widths(columns: list[tuple[float, float]], size: float, across: float) -> list[float]:
    """Short columns (a number, a date, a name) are not broken when the others can spare the room; these share the rest."""
    kept = [could if could <= SHORT else least for least, could in columns]
    if sum(kept) * size + 2 * INSET * len(columns) > across:
        kept = [least for least, _ in columns]
    spare = across - size * sum(kept) - 2 * INSET * len(columns)
    profit = [could - have for (_, could), have in zip(columns, kept, strict=True)]
    shares = [one / sum(profit) for one in profit] if sum(profit) > 0 else [1 / len(columns)] * len(columns)
    return [size * have + 2 * INSET + spare * share for have, share in zip(kept, shares, strict=True)]


def _height(row: list[str], widths: list[float], size: float) -> int:
    """Lines of a row."""
    return max(wrapped(cell, (across - 2 * INSET) / size) for cell, across in zip(row, widths, strict=True))


def _lower(rows: Rows, widths: list[float], size: float, head: int) -> Rows:
    """Rows too tall for a turned page go on in a row below: a turned table cannot break inside a row."""
    most = max(3, int(UPRIGHT / (size * LINE)) - min(head, HEAD_LINES) - 4)
    made: Rows = []
    for row in rows:
        made += _slices(row, widths, size, most) if _height(row, widths, size) > most else [row]
    return made


def _slices(row: list[str], widths: list[float], size: float, most: int) -> Rows:
    room = [max(1, int((across - 2 * INSET) / size * most * 0.9)) for across in widths]
    count = max(-(-int(width(cell) + 1) // one) for cell, one in zip(row, room, strict=True))
    cut = [_pieces(cell, one) for cell, one in zip(row, room, strict=True)]
    return [
        [pieces[number] if number < len(pieces) else "" for pieces in cut]
        for number in range(max(count, *map(len, cut)))
    ]


def _pieces(text: str, room: int) -> list[str]:
    made, used = [""], 0.0
    for one in text:
        if used + width(one) > room:
            made, used = [*made, ""], 0.0
        made[-1] += one
        used += width(one)
    return made


def _parts(rows: Rows) -> list[Setting]:
    """The columns in groups, each with the first column before it."""
    size = SIZES[-1]
    needs = [size * least + 2 * INSET for least, _ in _columns(rows, LEAST)]
    groups: list[list[int]] = [[]]
    used = needs[0]
    for number, need in enumerate(needs[1:], 1):
        if groups[-1] and used + need > TURNED:
            groups.append([])
            used = needs[0]
        groups[-1].append(number)
        used += need
    return [
        _setting(
            [[row[0], *(row[one] for one in group)] for row in rows],
            size,
            TURNED,
            turned=True,
            part=f"{number}/{len(groups)}",
        )
        for number, group in enumerate(groups, 1)
    ]
