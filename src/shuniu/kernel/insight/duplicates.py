"""Near-duplicates (重复) and hints at the same matter (疑似同一事项).

A text's signature is a MinHash over overlapping triples of characters: its bands are whole numbers that a database can
index, so that candidates are found by equality, without reading the corpus. `similarity` then confirms a candidate.
Source of the method: Broder, "On the resemblance and containment of documents" (1997).
"""

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from .words import mask_numbers, normalise, runs, without_greeting

HASHES = 24
ROWS = 2
BAND_COUNT = HASHES // ROWS
_VALUE_BITS = 16
SHINGLE = 3
COPY_SCORE = 0.62
CONTAINED_MINIMUM = 40
CONTAINED_SCORE = 0.85
CONTAINED_WEIGHT = 0.8

_ODD = np.uint64(1)
_MULTIPLIERS: NDArray[np.uint64] = np.random.default_rng(12345).integers(1, 2**32, HASHES, dtype=np.uint64) | _ODD
_OFFSETS: NDArray[np.uint64] = np.random.default_rng(54321).integers(0, 2**63, HASHES, dtype=np.uint64)


def plain(text: str) -> str:
    """What remains of a text for comparing copies: no greeting, no punctuation, no long numbers, no blanks."""
    return "".join(runs(mask_numbers(without_greeting(normalise(text)))))


def signature(text: str) -> int:
    """MinHash of a text as one whole number of 384 bits; equal texts have equal signatures, an empty text has 0."""
    body = plain(text)
    if not body:
        return 0
    shingles = _shingles(body)
    hashed = np.fromiter((zlib.crc32(s.encode()) for s in shingles), dtype=np.uint64, count=len(shingles))
    mixed = hashed[:, None] * _MULTIPLIERS[None, :] + _OFFSETS[None, :]
    # The low bits of the minimum: its high ones are near 0 in every long text.
    lowest = (mixed >> np.uint64(16)).min(axis=0) & np.uint64(0xFFFF)
    return int.from_bytes(lowest.astype(">u2").tobytes(), "big")


def bands(sig: int) -> tuple[int, ...]:
    """Keys under which a signature is found: band number and two hash values in one whole number (under 2^36)."""
    width = ROWS * _VALUE_BITS
    mask = (1 << width) - 1
    if not sig:
        return ()
    return tuple((band << width) | ((sig >> (band * width)) & mask) for band in range(BAND_COUNT))


def resemblance(a: int, b: int) -> float:
    """Estimated share of character triples that two signed texts have in common (0–1), from the signatures alone."""
    if not a or not b:
        return 0.0
    different = a ^ b
    mask = (1 << _VALUE_BITS) - 1
    return sum(not (different >> (i * _VALUE_BITS)) & mask for i in range(HASHES)) / HASHES


def similarity(a: str, b: str) -> float:
    """How far two raw texts are copies of one another (0–1); 0 where one of them is empty."""
    return copy_score(plain(a), plain(b))


def copy_score(left: str, right: str) -> float:
    """The same for texts already made `plain`: their edit similarity, or how much of the shorter stands in the other.

    A short text inside a long one counts only from 40 characters on; below, any complaint contains it.
    """
    if not left or not right:
        return 0.0
    whole = fuzz.ratio(left, right) / 100
    if whole >= COPY_SCORE or min(len(left), len(right)) < CONTAINED_MINIMUM:
        return whole
    short, long = sorted((_shingles(left), _shingles(right)), key=len)
    contained = len(short & long) / len(short)
    return max(whole, CONTAINED_WEIGHT * contained) if contained >= CONTAINED_SCORE else whole


def _shingles(body: str) -> set[str]:
    return {body[at : at + SHINGLE] for at in range(max(1, len(body) - SHINGLE + 1))}


class _Sets:
    """Numbers falling together into sets (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        self._parent[self.root(i)] = self.root(j)


def groups(texts: Iterable[str], *, known: Sequence[str] = (), threshold: float = COPY_SCORE) -> list[int]:
    """Group number of each text: near copies of a first one share its group, as do texts with one `known` mark.

    Each text is measured against the first of a group only; a chain of small changes would tie strangers together.
    """
    kept = [plain(text) for text in texts]
    sets = _Sets(len(kept))
    first: dict[str, int] = {}
    buckets: dict[int, set[int]] = {}
    for i, body in enumerate(kept):
        keys = bands(signature(body))
        leaders = sorted({j for key in keys for j in buckets.get(key, ())})
        leader = next((j for j in leaders if fuzz.ratio(kept[j], body, score_cutoff=threshold * 100)), i)
        sets.join(i, leader)
        for key in keys:
            buckets.setdefault(key, set()).add(leader)
        if i < len(known) and known[i]:
            sets.join(i, first.setdefault(known[i], i))
    return [sets.root(i) for i in range(len(kept))]
