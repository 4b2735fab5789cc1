"""The language model: how likely characters are where they stand, and which similar ones would be likelier.

The folder ``model`` beside this module is made at set-up (``making``) and read into memory page by page. Without it this
kind of finding is left out, which is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shuniu.office.documents.proofing import counting
from shuniu.office.documents.proofing.counting import BITS, EDGE, FIRST, PUNCTUATION, Codes
from shuniu.office.documents.proofing.hashing import Numbers, Table

FOLDER = Path(__file__).parent / "model"
PARTS = (
    "characters",
    "slots",
    "values",
    "alone",
    "similar_starts",
    "similar",
    "similar_kinds",
    "syllables",
    "word_keys",
    "words",
)
LACKING = "没有语言模型，本次不查一般错别字；运行 make setup 补上。"
KINDS = ("同音", "音近（声调不同）", "音近", "形近", "略形近", "同音词")
SAME, SOUND, NEAR, SHAPE, WEAK, WORD = range(len(KINDS))
_COVERED = 4
"""A character inside a known sequence of this length is not suspected."""
_BEFORE = 4
"""Characters before and after that are looked at."""
_HAN = FIRST + len(PUNCTUATION)
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Columns: in which text, where, how many characters (1 or 2), what instead, how alike, and how much likelier the text becomes."""

    piece: Places
    place: Places
    length: NDArray[np.int8]
    codes: NDArray[np.uint16]
    kind: NDArray[np.int8]
    gain: Numbers
    common: Numbers
    """How much commoner the proposed characters are by themselves."""
    known: NDArray[np.int8]
    """Length of the longest known sequence that holds the place as it is written."""
    better: NDArray[np.int8]
    """The same with the proposal."""


def missing() -> str:
    """What the set-up could not fetch, in words; empty when all is there."""
    return "" if (FOLDER / "stamp.txt").is_file() else LACKING


_COLUMNS = tuple(field.name for field in fields(Proposals))


@dataclass(frozen=True, slots=True)
class _Written:
    """A text in codes, what each character's chance is, how long a known sequence holds it, and which are suspected."""

    codes: Codes
    chance: Numbers
    covered: NDArray[np.int8]
    suspects: Places


class Model:
    """One loaded model."""

    def __init__(self, folder: Path) -> None:
        data = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in PARTS}
        self.characters = str(data["characters"])
        self.table = Table(data["slots"], data["values"])
        self._alone: Numbers = np.array(data["alone"])
        self._starts: Places = np.array(data["similar_starts"])
        self._similar: Codes = np.array(data["similar"])
        self._kinds: NDArray[np.int8] = np.array(data["similar_kinds"])
        self._syllables: NDArray[np.int32] = np.array(data["syllables"])
        self._word_keys: Places = np.array(data["word_keys"])
        self._words: NDArray[np.uint16] = np.array(data["words"])
        self._codes = counting.code_table(self.characters)

    def encoded(self, text: str) -> Codes:
        return counting.encoded(text, self._codes)

    def characters_of(self, codes: NDArray[np.uint16]) -> str:
        return "".join(self.characters[code - FIRST] for code in codes if code)

    def propose(self, pieces: Sequence[str]) -> Proposals:
        """Every similar character or word that fits better than what is written, in several texts at once."""
        gap = np.zeros(_BEFORE, np.uint16)
        parts = [part for piece in pieces for part in (gap, [EDGE], self.encoded(piece), [EDGE])]
        codes = np.concatenate([*parts, gap, gap]).astype(np.uint16)
        chance, order = self.table.chances(counting.keys_of(codes, counting.ORDER))
        # A window is known by the place where it begins; from here on by the place where it ends.
        chance = np.concatenate([np.zeros(_BEFORE, np.float32), chance])
        covered = _covered(np.concatenate([np.zeros(_BEFORE, np.int8), order]))
        han = (codes >= _HAN) | (codes == counting.RARE)
        seen = _Written(codes, chance, covered, np.flatnonzero(han & (covered < _COVERED)))
        single, double = self._characters(seen), self._words_of_two(seen)
        both = [np.concatenate([getattr(part, name) for part in (single, double)]) for name in _COLUMNS]
        begins = np.cumsum([0, *(len(piece) + _BEFORE + 2 for piece in pieces)])
        both[0] = np.searchsorted(begins, both[1], side="right") - 1
        both[1] = both[1] - begins[both[0]] - _BEFORE - 1
        return Proposals(*both)

    def _characters(self, seen: _Written) -> Proposals:
        """One character for another."""
        here = seen.codes[seen.suspects].astype(np.int64)
        where, at = _spread(seen.suspects, self._starts[here], self._starts[here + 1])
        others = self._similar[at]
        keep = self._plausible(seen.codes, where, others)
        where, at, others = where[keep], at[keep], others[keep]
        words = np.stack([others, np.zeros_like(others)], axis=1)
        return self._weighed(seen, where, words, 1, self._kinds[at])

    def _plausible(self, codes: Codes, where: Places, others: Codes) -> NDArray[np.bool_]:
        """Whether the other character is known beside at least one neighbour."""
        wide = others.astype(np.uint64)
        before = (codes[where - 1].astype(np.uint64) << np.uint64(BITS)) | wide
        after = (wide << np.uint64(BITS)) | codes[where + 1].astype(np.uint64)
        return self.table.knows(before) | self.table.knows(after)

    def _words_of_two(self, seen: _Written) -> Proposals:
        """A word for two characters that sound like it."""
        codes = seen.codes
        firsts = np.unique(np.concatenate([seen.suspects, seen.suspects - 1]))
        firsts = firsts[(codes[firsts] >= _HAN) & (codes[firsts + 1] >= _HAN)]
        places, rows = [firsts[:0]], [firsts[:0]]
        for one, two in np.ndindex(2, 2):
            left = self._syllables[codes[firsts], one].astype(np.int64)
            right = self._syllables[codes[firsts + 1], two]
            keys = np.where((left > 0) & (right > 0), left << 16 | right, -1)
            begin = np.searchsorted(self._word_keys, keys)
            where, at = _spread(firsts, begin, np.searchsorted(self._word_keys, keys, side="right"))
            places.append(where)
            rows.append(at)
        where, words = np.concatenate(places), self._words[np.concatenate(rows)]
        differ = (codes[where] != words[:, 0]) & (codes[where + 1] != words[:, 1])
        where, words = where[differ], words[differ]
        return self._weighed(seen, where, words, 2, np.full(len(where), WORD, np.int8))

    def _weighed(
        self, seen: _Written, where: Places, words: NDArray[np.uint16], length: int, kinds: NDArray[np.int8]
    ) -> Proposals:
        """Those of the proposals that make the text likelier."""
        around = where[:, None] + np.arange(-_BEFORE, _BEFORE + length)
        rows = seen.codes[around]
        rows[:, _BEFORE : _BEFORE + length] = words[:, :length]
        gain, better = self._gain(rows, length, where, seen.chance)
        kept = gain > 0
        where, words = where[kept], words[kept]
        held = np.arange(length)
        common = self._alone[words[:, :length]].sum(1) - self._alone[seen.codes[where[:, None] + held]].sum(1)
        known = seen.covered[where[:, None] + held].max(axis=1, initial=0)
        lengths = np.full(len(where), length, np.int8)
        return Proposals(where, where, lengths, words, kinds[kept], gain[kept], common, known, better[kept])

    def _gain(
        self, rows: NDArray[np.uint16], length: int, where: Places, chance: Numbers
    ) -> tuple[Numbers, NDArray[np.int8]]:
        """How much likelier the rows are than what is written there, and the longest known sequence in them."""
        windows = _BEFORE + length
        total, longest = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.int8)
        for number in range(windows):
            keys = np.zeros(len(rows), np.uint64)
            for column in range(number, number + counting.ORDER):
                keys = (keys << np.uint64(BITS)) | rows[:, column].astype(np.uint64)
            new, order = self.table.chances(keys)
            total += new - chance[where + number]
            longest = np.maximum(longest, np.where(order > number, order, 0).astype(np.int8))
        return total, longest


def _spread(places: Places, begin: Places, end: Places) -> tuple[Places, Places]:
    """Each place once for every row from ``begin`` to ``end``, and these rows."""
    counts = end - begin
    where = np.repeat(places, counts)
    first = np.repeat(begin - np.cumsum(counts) + counts, counts)
    return where, first + np.arange(len(where))


def _covered(order: NDArray[np.int8]) -> NDArray[np.int8]:
    """For each place the longest known sequence that holds it."""
    best = order.copy()
    for back in range(1, counting.ORDER):
        reach = np.where(order[back:] > back, order[back:], 0).astype(np.int8)
        best[: len(reach)] = np.maximum(best[: len(reach)], reach)
    return best


@cache
def model() -> Model | None:
    """The model, loaded once; None where the set-up could not make it."""
    return None if missing() else Model(FOLDER)
