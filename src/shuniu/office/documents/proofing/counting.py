"""Counts of character sequences and the probabilities made of them: arrays of keys and weights, no text any more.

A sequence of up to five characters is one whole number, twelve bits for each character, the last one lowest. So the
history of a sequence is its key without the lowest twelve bits, and the sequence without its first character is the key
without the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

ORDER = 5
BITS = 12
MASK = (1 << BITS) - 1
EDGE, DIGIT, LATIN, OTHER, RARE = range(1, 6)
"""Codes of what is no character of its own: the edge of a line, digits, letters, other signs, rare characters. 0 is none."""
FIRST = 6
PUNCTUATION = "，。、；：？！“”‘’（）《》〔〕—…·"
Keys = NDArray[np.uint64]
Weights = NDArray[np.float64]
Codes = NDArray[np.uint16]


def alphabet(frequency: dict[str, float]) -> str:
    """The characters that get a code of their own: the punctuation and the commonest Han characters."""
    room = MASK + 1 - FIRST - len(PUNCTUATION)
    han = sorted(
        (char for char in frequency if "\u4e00" <= char <= "\u9fff"), key=lambda char: (-frequency[char], char)
    )
    return PUNCTUATION + "".join(han[:room])


def code_table(characters: str) -> Codes:
    """Code point → code, for the whole basic plane."""
    table = np.full(0x10000, OTHER, np.uint16)
    table[0x3400:0xA000] = RARE
    table[[*range(ord("0"), ord("9") + 1), *range(ord("０"), ord("９") + 1)]] = DIGIT
    letters = [(ord(low), ord(high)) for low, high in ("AZ", "az", "ＡＺ", "ａｚ")]
    for low, high in letters:
        table[low : high + 1] = LATIN
    table[[ord(char) for char in "\n\r\f\v\u2028\u2029"]] = EDGE
    for code, char in enumerate(characters, FIRST):
        table[ord(char)] = code
    return table


def encoded(text: str, table: Codes) -> Codes:
    """The codes of a text, one for each character."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return table[np.where(points < 0x10000, points, 0xE000)]


def keys_of(codes: Codes, length: int) -> Keys:
    """The key of each run of ``length`` codes, in the order of the text."""
    count = len(codes) - length + 1
    keys = np.zeros(max(count, 0), np.uint64)
    for shift in range(length if count > 0 else 0):
        keys = (keys << np.uint64(BITS)) | codes[shift : shift + count].astype(np.uint64)
    return keys


class Tally:
    """Weighted counts of sequences of each length, collected in pieces and added up at the end."""

    def __init__(self) -> None:
        self._pieces: list[list[tuple[Keys, Weights]]] = [[] for _ in range(ORDER + 1)]

    def add_text(self, codes: Codes, weight: float) -> None:
        """Every sequence of a running text; the edges of its lines count as characters."""
        for length in range(1, ORDER + 1):
            keys, counts = np.unique(keys_of(codes, length), return_counts=True)
            self._pieces[length].append((keys, counts.astype(np.float64) * weight))

    def add_windows(self, rows: NDArray[np.uint16], weights: Weights, spans: Iterable[tuple[int, int]]) -> None:
        """The columns from ``begin`` to ``end`` of each row as one sequence, where none of them is empty."""
        for begin, end in spans:
            part = rows[:, begin:end]
            whole = (part != 0).all(axis=1)
            keys = np.zeros(int(whole.sum()), np.uint64)
            for column in part[whole].T:
                keys = (keys << np.uint64(BITS)) | column.astype(np.uint64)
            self._pieces[end - begin].append(summed(keys, weights[whole]))

    def totals(self, length: int, least: float) -> tuple[Keys, Weights]:
        """All sequences of one length with their weights, sorted; those below ``least`` are left out."""
        pieces = self._pieces[length]
        keys, weights = summed(np.concatenate([one[0] for one in pieces]), np.concatenate([one[1] for one in pieces]))
        kept = weights >= least
        return keys[kept], weights[kept]


def summed(keys: Keys, weights: Weights) -> tuple[Keys, Weights]:
    """Equal keys drawn together."""
    if not len(keys):
        return keys, weights
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.add.reduceat(weights, starts)


def probabilities(tally: Tally, least: Sequence[float], trust: float) -> list[tuple[Keys, Weights, Weights]]:
    """For each length the keys, the logarithm of the probability, and of the weight of what was never seen after them.

    Witten and Bell's estimate: a history that was followed by many different characters leaves more to the unseen.
    ``trust`` is the weight of each of these.
    """
    found: list[tuple[Keys, Weights, Weights]] = []
    size = float(MASK)
    lower_keys, lower = np.zeros(1, np.uint64), np.array([1 / size])
    for length in range(1, ORDER + 1):
        keys, counts = tally.totals(length, least[length])
        history = keys >> np.uint64(BITS)
        starts = np.flatnonzero(np.concatenate(([True], history[1:] != history[:-1])))
        totals = np.add.reduceat(counts, starts)
        kinds = np.diff(np.append(starts, len(keys))) * trust
        rest = kinds / (totals + kinds)
        each = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(keys))))
        tail = keys & np.uint64((1 << BITS * (length - 1)) - 1)
        place = np.minimum(np.searchsorted(lower_keys, tail), len(lower_keys) - 1)
        below = np.where(lower_keys[place] == tail, lower[place], 1e-8)
        chance = (1 - rest[each]) * counts / totals[each] + rest[each] * below
        if found:
            spots = np.searchsorted(lower_keys, history[starts])
            good = (spots < len(lower_keys)) & (lower_keys[np.minimum(spots, len(lower_keys) - 1)] == history[starts])
            found[-1][2][spots[good]] = np.log(rest[good])
        found.append((keys, np.log(chance), np.zeros(len(keys))))
        lower_keys, lower = keys, chance
    return found
