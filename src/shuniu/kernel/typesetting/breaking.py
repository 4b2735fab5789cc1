"""Where a title turns its lines: never inside a word, two to four lines that make a trapezium or a diamond.

GB/T 9704-2012, 7.3.1: 回行时要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import rjieba

OPENING, CLOSING = "《（“‘〔【〈「(", "》）”’〕】〉」，、。；：！？)%％…—"
CLINGING = ("的", "了", "等", "们", "之")
"""Words that do not begin a line."""
LEADING = ("关于", "对", "向", "在", "和", "与", "及", "为", "将", "以")
"""Words that do not end one."""
INSIDE_NAME, INSIDE_BOOK, AFTER_LEADING, BEFORE_CLINGING, BEFORE_ABOUT = 40.0, 5.0, 30.0, 30.0, -4.0
ANOTHER_LINE, SQUARE, VALLEY, STUB = 4.0, 8.0, 40.0, 12.0
NEVER = float("inf")
ABOUT = "关于"
_WORD = re.compile(r"[A-Za-z0-9.,:/_%+-]+|\s+|.", re.DOTALL)


def width(text: str) -> float:
    """In characters of the grid: a full-width one counts 1, a digit 1/2, letters what they take in most faces."""
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in "MWmw@%&":
        return 0.95
    return 0.75 if character.isupper() else 0.56 if character.isalpha() else 0.5


def lines_of(title: str, limit: float) -> list[str]:
    """The lines of a title of which none is wider than ``limit``. A line break in the title is kept as it is."""
    return [line for part in title.splitlines() if part.strip() for line in _lines(part.strip(), limit)]


@lru_cache(maxsize=512)
def _lines(title: str, limit: float) -> tuple[str, ...]:
    if width(title) <= limit:
        return (title,)
    pieces = _pieces(title, limit)
    least = -int(-width(title) // limit)
    found: list[tuple[float, tuple[str, ...]]] = []
    for count in range(least, least + 3):
        extra = (count - least) * ANOTHER_LINE
        for shape in _shapes(count):
            cost, lines = _best(pieces, shape, limit, width(title))
            found.append((cost + extra + _ugliness(lines), lines))
    return min(found, key=lambda one: one[0])[1]


def _pieces(title: str, limit: float) -> list[str]:
    """The title in pieces that stay together: words with the marks that cling to them."""
    made: list[str] = []
    for word in rjieba.cut(title):
        clings = made and (word[0] in CLOSING or word in CLINGING or made[-1][-1] in OPENING)
        if clings and width(made[-1] + word) <= limit:
            made[-1] += word
        else:
            made += [word] if width(word) <= limit else _chopped(word, limit)
    return made


def _chopped(word: str, limit: float) -> list[str]:
    """A word wider than a line (an address, a row of letters) in pieces of a line."""
    made = [""]
    for letter in word:
        if width(made[-1] + letter) > limit:
            made.append("")
        made[-1] += letter
    return made


def _shapes(count: int) -> list[list[float]]:
    """Relative widths of the lines: trapezium standing, trapezium on its head, diamond."""
    steps = [0.85 + 0.3 * number / max(1, count - 1) for number in range(count)]
    middle = (count - 1) / 2
    diamond = [1.12 - 0.3 * abs(number - middle) / max(1.0, middle) for number in range(count)]
    return [steps, steps[::-1], *([diamond] if count > 2 else [])]


def _best(pieces: list[str], shape: Sequence[float], limit: float, total: float) -> tuple[float, tuple[str, ...]]:
    """The breaks that come nearest to a shape, by dynamic programming over the pieces."""
    ends = [0.0, *accumulate(width(piece) for piece in pieces)]
    breaks = _break_costs(pieces, limit)
    wanted = [total * part / sum(shape) for part in shape]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, aim in enumerate(wanted):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, path) in best.items():
            for end in _ends(ends, start, limit, last=number == len(wanted) - 1):
                value = cost + (ends[end] - ends[start] - aim) ** 2 / aim + breaks[end]
                if end not in following or value < following[end][0]:
                    following[end] = (value, (*path, end))
        best = following
    if len(pieces) not in best:
        return NEVER, ()
    cost, path = best[len(pieces)]
    return cost, tuple("".join(pieces[start:end]).strip() for start, end in pairwise((0, *path)))


def _ends(ends: list[float], start: int, limit: float, *, last: bool) -> list[int]:
    fitting = [end for end in range(start + 1, len(ends)) if ends[end] - ends[start] <= limit]
    return [end for end in fitting if end == len(ends) - 1] if last else fitting


def _break_costs(pieces: list[str], limit: float) -> list[float]:
    """What a break after so many pieces costs; none at the end."""
    before = "".join(pieces).partition(ABOUT)[0]
    named = len(before) if ABOUT in "".join(pieces) and width(before) <= limit else 0
    costs, place, depth = [0.0], 0, 0
    for piece, following in pairwise([*pieces, ""]):
        place += len(piece)
        depth += sum(piece.count(mark) for mark in "《“（") - sum(piece.count(mark) for mark in "》”）")
        costs.append(_break_cost(piece, following, inside_name=place < named, inside_book=depth > 0))
    return costs


def _break_cost(piece: str, following: str, *, inside_name: bool, inside_book: bool) -> float:
    if not following:
        return 0.0
    cost = INSIDE_NAME * inside_name + INSIDE_BOOK * inside_book
    cost += AFTER_LEADING * (piece in LEADING or piece[-1] in OPENING)
    cost += BEFORE_CLINGING * (following[0] in CLOSING or following in CLINGING)
    return cost + BEFORE_ABOUT * following.startswith(ABOUT)


def _ugliness(lines: Sequence[str]) -> float:
    """Squares, hourglasses and a stub of one word are no trapezium."""
    if len(lines) < 2:
        return 0.0 if lines else NEVER
    widths = [width(line) for line in lines]
    turns = [after > before for before, after in pairwise(widths) if abs(after - before) >= 1]
    valley = any(later and not earlier for earlier, later in pairwise(turns))
    return VALLEY * valley + SQUARE * (not turns) + STUB * (min(widths) < max(widths) / 3)


def wrapped(text: str, cells: float) -> int:
    """How many lines a text takes that turns anywhere, ``cells`` wide."""
    count, used = 1, 0.0
    for word in _WORD.findall(text):
        one = width(word)
        if used + one > cells:
            count, used = count + int(one // cells) + (used > 0) - (one > cells and used == 0), 0.0
            one %= cells
        used += one
    return count
