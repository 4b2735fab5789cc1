"""Two versions of a paper, side by side: paragraphs first, within a changed one sentences, within a sentence characters.

Pure and bounded: whatever is given, no step looks at more pairs than the limits below; beyond them a stretch counts as
replaced. Paragraphs that went elsewhere are told as moved, whether or not their number changed on the way.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from rapidfuzz import fuzz

from shuniu.kernel.typesetting.notation import LEVELS

PAIRS = 40_000
"""So many pairs of paragraphs are weighed against each other in one gap."""
CHARACTERS = 1_000_000
"""Length times length of two passages whose characters are compared one by one."""
ALIKE, MOVED = 45.0, 90.0
"""Per cent of likeness from which two paragraphs are one that was changed; and one that was moved."""
SHORT = 8
"""A paragraph of fewer characters is too common to be called moved."""
SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; ``mark`` is empty, ``del`` or ``ins``."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the old version beside one of the new. ``sort``: same, changed, added, removed, moved.

    A moved paragraph has two rows: where it was (``new`` empty) and where it is now (``old`` empty).
    """

    sort: str
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    to: int = 0
    """Of a moved one: the number of its pair, the same in both rows, from 1."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """So many paragraphs that did not change, left out of the view of changes."""

    count: int
    sort: str = "skipped"


@dataclass(frozen=True, slots=True)
class Part:
    """The text, or one annex."""

    title: str
    rows: tuple[Row, ...]

    @property
    def changed(self) -> bool:
        return any(row.sort != "same" for row in self.rows)

    def only_changes(self) -> list[Row | Skipped]:
        shown: list[Row | Skipped] = []
        same = 0
        for row in self.rows:
            if row.sort == "same":
                same += 1
                continue
            shown += [Skipped(same)] if same else []
            shown.append(row)
            same = 0
        return [*shown, Skipped(same)] if same else shown


@dataclass(frozen=True, slots=True)
class Element:
    """An element besides the text that is not what it was."""

    name: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    elements: tuple[Element, ...]
    parts: tuple[Part, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by sort, and characters under ``del`` and ``ins``."""

    @property
    def same(self) -> bool:
        return not self.elements and not any(part.changed for part in self.parts)


COMPARED = (
    "title", "organs", "mark", "recipients", "copies", "urgency", "number", "signers", "signed_on", "note",
    "present", "absent", "attending",
)  # fmt: skip
"""The elements of a version's content that are compared as words, in the order of the paper."""


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """What became of a version's content (``paper.data_of``) in another."""
    elements = []
    for name in COMPARED:
        before, after = _words(old.get(name)), _words(new.get(name))
        if before != after:
            elements.append(Element(name, *_characters(before, after)))
    parts = [Part("", tuple(_rows(str(old.get("text", "")), str(new.get("text", "")))))]
    for title, before, after in _annexes(old.get("annexes") or [], new.get("annexes") or []):
        parts.append(Part(title, tuple(_rows(before, after))))
    return Comparison(tuple(elements), tuple(parts), _counts(parts, elements))


def _words(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _annexes(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Annexes of the same title, else of the same place; the title stands as the first paragraph of each."""
    left = {index: str(one.get("title", "")) for index, one in enumerate(old)}

    def whole(one: Mapping[str, Any]) -> str:
        return f"{one.get('title', '')}\n{one.get('text', '')}"

    pairs: list[tuple[int | None, int | None]] = []
    for index, one in enumerate(new):
        match = next((at for at, title in left.items() if title == one.get("title")), None)
        if match is None and index in left and not any(left[index] == two.get("title") for two in new):
            match = index
        if match is not None:
            del left[match]
        pairs.append((match, index))
    pairs += [(at, None) for at in left]
    for before, after in pairs:
        number = (after if after is not None else before or 0) + 1
        yield f"附件{number}", "" if before is None else whole(old[before]), "" if after is None else whole(new[after])


def _counts(parts: Sequence[Part], elements: Sequence[Element]) -> dict[str, int]:
    found: Counter[str] = Counter()
    rows = [row for part in parts for row in part.rows]
    for row in rows:
        # A moved paragraph has two rows and counts once.
        found[row.sort] += 0 if row.sort == "moved" and row.old else 1
    sides = [(*row.old, *row.new) for row in rows] + [(*one.old, *one.new) for one in elements]
    for piece in (piece for side in sides for piece in side):
        if piece.mark:
            found[piece.mark] += len(piece.text)
    return dict(found)


# --- Paragraphs ----------------------------------------------------------------------------------------------------
def _lines(text: str) -> list[str]:
    return [line for line in (one.strip(" \t\r\u3000") for one in text.split("\n")) if line]


def _rows(before: str, after: str) -> list[Row]:
    old, new = _lines(before), _lines(after)
    pairs = list(_aligned(old, new))
    gone = [at for at, (left, right) in enumerate(pairs) if right is None and left is not None]
    come = [at for at, (left, right) in enumerate(pairs) if left is None and right is not None]
    moved = _moves(pairs, gone, come, old, new)
    return [_row(at, pair, moved, old, new) for at, pair in enumerate(pairs)]


Pair = tuple[int | None, int | None]


def _row(at: int, pair: Pair, moved: Mapping[int, tuple[int, int]], old: list[str], new: list[str]) -> Row:
    left, right = pair
    if at in moved:
        number, other = moved[at]
        if right is None:
            assert left is not None
            return Row("moved", old=(Piece(old[left]),), to=number)
        return Row("moved", new=_characters(old[other], new[right])[1], to=number)
    if left is None:
        assert right is not None
        return Row("added", new=(Piece(new[right], "ins"),))
    if right is None:
        return Row("removed", old=(Piece(old[left], "del"),))
    if old[left] == new[right]:
        return Row("same", (Piece(old[left]),), (Piece(new[right]),))
    return Row("changed", *_sentences(old[left], new[right]))


def _aligned(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Pairs of indexes in reading order: paragraphs that stand only once in both are the anchors."""
    here = there = 0
    for left, right in [*_anchors(old, new), (len(old), len(new))]:
        yield from _gap(old, new, (here, left), (there, right))
        if left < len(old):
            yield left, right
        here, there = left + 1, right + 1


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Lines unique in both, as many as keep their order (the longest increasing row)."""
    once_old, once_new = Counter(old), Counter(new)
    places = {line: at for at, line in enumerate(new) if once_new[line] == 1}
    found = [(at, places[line]) for at, line in enumerate(old) if once_old[line] == 1 and line in places]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_left, right) in enumerate(found):
        at = bisect_left(tails, right)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [right]
        ends[at : at + 1] = [index]
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]


def _gap(old: list[str], new: list[str], left: tuple[int, int], right: tuple[int, int]) -> Iterator[Pair]:
    """Between two anchors: the pairing with the most likeness in all, where it can be afforded."""
    (a, b), (c, d) = left, right
    if a == b or c == d:
        yield from ((at, None) for at in range(a, b))
        yield from ((None, at) for at in range(c, d))
    elif (b - a) * (d - c) > PAIRS:
        width = min(b - a, d - c)
        yield from ((a + at, c + at) for at in range(width))
        yield from ((at, None) for at in range(a + width, b))
        yield from ((None, at) for at in range(c + width, d))
    else:
        yield from _most_alike(old[a:b], new[c:d], a, c)


def _most_alike(old: list[str], new: list[str], a: int, c: int) -> Iterator[Pair]:
    alike = [[fuzz.ratio(_bare(one), _bare(two), score_cutoff=ALIKE) for two in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            yield a + i, c + j
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            yield a + i, None
            i += 1
        else:
            yield None, c + j
            j += 1


def _bare(line: str) -> str:
    """A paragraph without its number: 二、 becoming 三、 is no change of its words."""
    for begins in LEVELS:
        found = begins.match(line)
        if found:
            return line[found.end() :]
    return line


def _moves(
    pairs: list[Pair], gone: list[int], come: list[int], old: list[str], new: list[str]
) -> dict[int, tuple[int, int]]:
    """Place among the pairs → (number of the move, the old paragraph), for both ends of each move."""
    moved: dict[int, tuple[int, int]] = {}
    left = [(at, index, _bare(old[index])) for at in gone if (index := pairs[at][0]) is not None]
    left = [one for one in left if len(one[2]) >= SHORT]
    if len(left) * len(come) > PAIRS:
        return moved
    for at in come:
        index = pairs[at][1]
        assert index is not None
        words = _bare(new[index])
        if len(words) < SHORT or not left:
            continue
        likeness = [fuzz.ratio(one[2], words, score_cutoff=MOVED) for one in left]
        best = max(range(len(left)), key=likeness.__getitem__)
        if likeness[best]:
            where, paragraph, _words_of = left.pop(best)
            number = len(moved) // 2 + 1
            moved[where] = moved[at] = (number, paragraph)
    return moved


# --- Within a paragraph --------------------------------------------------------------------------------------------
Pieces = tuple[tuple[Piece, ...], tuple[Piece, ...]]


def _sentences(before: str, after: str) -> Pieces:
    """Whole sentences are kept, dropped or added; those that stand in each other's place are compared by character."""
    old = [one for one in SENTENCE.findall(before) if one]
    new = [one for one in SENTENCE.findall(after) if one]
    if len(old) * len(new) > PAIRS:
        return _characters(before, after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        one, two = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            left.append(Piece(one))
            right.append(Piece(two))
        else:
            was, now = _characters(one, two)
            left += was
            right += now
    return _joined(left), _joined(right)


def _characters(before: str, after: str) -> Pieces:
    if not before or not after or len(before) * len(after) > CHARACTERS:
        return (Piece(before, "del"),) if before else (), (Piece(after, "ins"),) if after else ()
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    kept = sum(b - a for tag, a, b, _c, _d in codes if tag == "equal")
    if kept * 3 < min(len(before), len(after)):
        return (Piece(before, "del"),), (Piece(after, "ins"),)  # Scattered single characters in common are no likeness.
    left: list[Piece] = []
    right: list[Piece] = []
    for at, (tag, a, b, c, d) in enumerate(codes):
        island = tag == "equal" and b - a == 1 and 0 < at < len(codes) - 1
        mark = tag != "equal" or island
        left += [Piece(before[a:b], "del" if mark else "")] if b > a else []
        right += [Piece(after[c:d], "ins" if mark else "")] if d > c else []
    return _joined(left), _joined(right)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of the same mark as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].mark == piece.mark:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.mark)
        else:
            joined.append(piece)
    return tuple(joined)
