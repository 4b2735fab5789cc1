"""A table of sequences in one array of 32-bit numbers: a fingerprint and two small logarithms in each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shuniu.office.documents.proofing.counting import BITS, MASK, ORDER, Keys

STEP = 0.1
"""One unit of a stored logarithm; 255 of them are as little as can be said."""
NEVER = -20.0
"""What a character gets that the model does not know at all."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
Slots = NDArray[np.uint32]
Numbers = NDArray[np.float32]


def packed(
    keys: Keys, chance: NDArray[np.float64], rest: NDArray[np.float64], bits: int
) -> tuple[Slots, NDArray[np.uint8]]:
    """The table for these sequences, with two to the power of ``bits`` places: fingerprints and logarithms."""
    values = np.stack([np.clip(np.rint(-column / STEP), 0, 255).astype(np.uint8) for column in (chance, rest)], axis=1)
    place, prints = _hashed(keys, bits)
    slots = np.zeros(1 << bits, np.uint32)
    kept = np.zeros((1 << bits, 2), np.uint8)
    waiting = np.arange(len(keys))
    while len(waiting):
        spots = place[waiting]
        free = slots[spots] == 0
        _, first = np.unique(spots[free], return_index=True)
        settled = waiting[free][first]
        slots[place[settled]] = prints[settled]
        kept[place[settled]] = values[settled]
        waiting = np.setdiff1d(waiting, settled, assume_unique=True)
        place[waiting] = (place[waiting] + 1) & ((1 << bits) - 1)
    return slots, kept


def _hashed(keys: Keys, bits: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    mixed = keys * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    prints = (mixed & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64), np.maximum(prints, np.uint32(1))


class Table:
    """Look-ups of many sequences at once."""

    def __init__(self, slots: Slots, values: NDArray[np.uint8]) -> None:
        self._slots = slots
        self._values = values
        self._bits = len(slots).bit_length() - 1

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """The place of each sequence; -1 for one that is not known."""
        place, prints = _hashed(keys, self._bits)
        found = np.full(len(keys), -1)
        open_ = np.flatnonzero(keys != 0)
        while len(open_):
            spots = place[open_]
            seen = self._slots[spots]
            right = seen == prints[open_]
            found[open_[right]] = spots[right]
            open_ = open_[(seen != 0) & ~right]
            place[open_] = (place[open_] + 1) & (len(self._slots) - 1)
        return found

    def knows(self, keys: Keys) -> NDArray[np.bool_]:
        return self.find(keys) >= 0

    def chances(self, keys: Keys) -> tuple[Numbers, NDArray[np.int8]]:
        """Logarithm of the probability of the last character of each sequence of five, and the length that was known.

        A sequence that begins with nothing (0) is a shorter one; one that ends with nothing says nothing.
        """
        count = len(keys)
        ends = (keys & np.uint64(MASK)) == 0
        chance = np.where(ends, 0, NEVER).astype(np.float32)
        order = np.zeros(count, np.int8)
        carried = np.zeros(count, np.float32)
        open_ = np.flatnonzero(~ends)
        for length in range(ORDER, 0, -1):
            part = keys[open_] & np.uint64((1 << BITS * length) - 1)
            whole = part >= np.uint64(1 << BITS * (length - 1))  # else it is shorter, and its turn comes
            place = np.where(whole, self.find(part * whole), -1)
            found = place >= 0
            here = open_[found]
            chance[here] = carried[here] - STEP * self._values[place[found], 0].astype(np.float32)
            order[here] = length
            open_ = open_[~found]
            if not len(open_):
                break
            before = self.find((part[~found] * whole[~found]) >> np.uint64(BITS))
            rest = np.where(before >= 0, self._values[before, 1], np.uint8(0))
            carried[open_] -= STEP * rest.astype(np.float32)
        return chance, order
