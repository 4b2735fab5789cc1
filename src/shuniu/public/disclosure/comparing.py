"""Two versions of a text beside each other: which paragraphs came, went or changed, and which words in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS_UP_TO = 3000
"""Paragraphs longer than this are shown as a whole, old and new: comparing their words would take too long."""
PARAGRAPHS_UP_TO = 3000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words. ``sort`` is same, gone or come."""

    sort: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the comparison: same, gone, come or changed, with its pieces."""

    sort: str
    pieces: tuple[Piece, ...]


def compare(old: str, new: str) -> list[Line]:
    """The whole of both texts as one, paragraph by paragraph."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > PARAGRAPHS_UP_TO:
        return [*(_whole("gone", one) for one in before), *(_whole("come", one) for one in after)]
    found: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole("same", one) for one in before[a:b]]
        else:
            found += _between(before[a:b], after[c:d])
    return found


def _between(gone: list[str], come: list[str]) -> Iterator[Line]:
    """Paragraphs that took each other's place, pair by pair as long as they are alike."""
    paired = min(len(gone), len(come))
    for old, new in zip(gone, come, strict=False):
        if _alike(old, new):
            yield Line("changed", tuple(_pieces(old, new)))
        else:
            yield _whole("gone", old)
            yield _whole("come", new)
    yield from (_whole("gone", one) for one in gone[paired:])
    yield from (_whole("come", one) for one in come[paired:])


def _alike(old: str, new: str) -> bool:
    if max(len(old), len(new)) > WORDS_UP_TO:
        return False
    return SequenceMatcher(None, old, new, autojunk=False).ratio() > 0.4


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", old[a:b])
            continue
        if old[a:b]:
            yield Piece("gone", old[a:b])
        if new[c:d]:
            yield Piece("come", new[c:d])


def _whole(sort: str, text: str) -> Line:
    return Line(sort, (Piece(sort, text),))
