"""Characters and words that the language model finds out of place, and what would fit. See ``model``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from shuniu.office.documents.proofing.finding import HINT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.model import KINDS, Model, model
from shuniu.office.documents.proofing.paper import Paper

PRIOR = (0.0, -1.0, -4.0, -1.5, -4.0, -3.0)
"""What each kind of likeness (``model.KINDS``) is worth beforehand."""
COMMON = 0.4
"""A character that is common everywhere fits everywhere: so much of its lead is taken back."""
EMPTY, EMPTY_COST = "的和是了在有被不也就为以与及", 4.0
"""Function words fit nearly everywhere; a slip for one of them must be all the clearer."""
LONGER = 1.0
"""What each character more of the longest known sequence is worth."""
LEAST = 13.0
"""From here on it is a finding; the bench chose it for three clean sentences of a hundred."""
PERHAPS = 10.5
"""From here on it is a hint."""
_PIECE = 4000
_TWINS = (frozenset("的地得"), frozenset("他她它"), frozenset("作做"), frozenset("像象"), frozenset("那哪"), frozenset("账帐"),
          frozenset("一二三四五六七八九十百千万两零"), frozenset("份分"), frozenset("订定"), frozenset("坐座"), frozenset("查察"))  # fmt: skip
"""Which of these is right is a matter of sense; their own rules know the clear cases."""
_POSTS = (
    "书记|局长|处长|科长|主任|市长|县长|区长|省长|镇长|乡长|部长|厅长|院长|校长|所长|队长|组长|站长|主席|"
    "委员|代表|教授|经理|同志|居民|村民|农民|记者|先生|女士|医生|老师"
)
_NAME = re.compile(
    rf"(?:{_POSTS})[\u4e00-\u9fff]{{2,3}}(?=[，。、；：（）\s“”]|同志|$)"
    r"|(?<=[、：\s])[\u4e00-\u9fff]{2,3}(?=同志|先生|女士|（)"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,6}[〔\[（(【]\d{2,4}[〕\]）)】]第?\d+号?")
"""Document numbers have words of their own."""
_ORGAN = re.compile(r"[省市州县区旗][\u4e00-\u9fff]{1,3}[局厅委]")
"""Organs by their short names (市资规局), which no statute and no dictionary has."""
Scored = tuple[float, int, int, str, int]
"""Score, place, length, what instead, kind of likeness."""
Doubts = tuple[Scored, ...]
_REMEMBERED: dict[str, Doubts] = {}
_MOST_REMEMBERED = 4000
_AT_ONCE = 400
"""Paragraphs that the model reads together."""


def check(paper: Paper) -> Iterator[Hit]:
    pieces = [
        (line.start + begin, line.text[begin : begin + _PIECE])
        for line in paper.paragraphs
        for begin in range(0, len(line.text), _PIECE)
    ]
    known = doubts([piece for _, piece in pieces])
    for start, piece in pieces:
        for value, place, length, words, kind in known[piece]:
            written = piece[place : place + length]
            message = f"“{written}”疑为“{words}”，{KINDS[kind]}"
            yield Hit(start + place, start + place + length, message, words, "" if value >= LEAST else HINT)


def doubts(pieces: Sequence[str]) -> dict[str, Doubts]:
    """For each paragraph the best proposals that do not touch each other.

    They are remembered: while somebody types only one paragraph changes.
    """
    found = {piece: _REMEMBERED[piece] for piece in pieces if piece in _REMEMBERED}
    fresh = [piece for piece in dict.fromkeys(pieces) if piece not in found]
    loaded = model()
    for begin in range(0, len(fresh), _AT_ONCE):
        part = fresh[begin : begin + _AT_ONCE]
        found |= scored(part, loaded) if loaded else dict.fromkeys(part, ())
    if len(_REMEMBERED) > _MOST_REMEMBERED:
        _REMEMBERED.clear()
    _REMEMBERED.update((piece, found[piece]) for piece in fresh if loaded)
    return found


def scored(pieces: Sequence[str], loaded: Model) -> dict[str, Doubts]:
    """The proposals that are worth a hint, settled for each piece."""
    found = loaded.propose(pieces)
    prior = np.array(PRIOR, np.float32)[found.kind]
    longer = found.better.astype(np.float32) - found.known
    values = found.gain + prior - COMMON * found.common + LONGER * longer
    empty = np.isin(found.codes[:, 0], loaded.encoded(EMPTY)) & (found.length == 1)
    values = values - EMPTY_COST * empty
    chosen = np.flatnonzero(values >= PERHAPS)
    sorted_: dict[int, list[Scored]] = defaultdict(list)
    for row in chosen[np.argsort(-values[chosen], kind="stable")].tolist():
        words = loaded.characters_of(found.codes[row])
        one = (float(values[row]), int(found.place[row]), int(found.length[row]), words, int(found.kind[row]))
        sorted_[int(found.piece[row])].append(one)
    return {piece: tuple(settled(piece, sorted_[number])) for number, piece in enumerate(pieces)}


def settled(text: str, proposals: list[Scored]) -> Iterator[Scored]:
    """One proposal for a place and its neighbours; none inside a name or between twins."""
    taken = {place for match in _NAME.finditer(text) for place in range(match.end() - 3, match.end())}
    taken.update(
        place for names in (_NUMBER, _ORGAN) for match in names.finditer(text) for place in range(*match.span())
    )
    for one in proposals:
        _, place, length, words, _ = one
        if taken.isdisjoint(range(place - 1, place + length + 1)) and not _twins(text[place : place + length], words):
            taken.update(range(place, place + length))
            yield one


def _twins(written: str, words: str) -> bool:
    return len(words) == 1 and any(written in group and words in group for group in _TWINS)


RULES = (Rule("spelling", "疑似错别字", USAGE, WARNING, check),)
