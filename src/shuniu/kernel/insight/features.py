"""Text → numbers for the classifier: single characters, neighbouring characters and whole words, counted by hash.

No n-gram is ever stored as text: a model file holds hashes only, so that names in old requests cannot be read from it.
"""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import mask_numbers, normalise, spans

# The bijective mixing constant of splitmix64: different n-grams keep different numbers.
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_PAIR_BITS = np.uint64(21)
_WORD_BIT = np.uint64(1 << 63)

Ids = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Features:
    """Every occurrence of a feature in a text: its id, and from which character to which it reaches."""

    text: str
    ids: Ids
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    words: tuple[tuple[str, int, int], ...]


def extract(text: str) -> Features:
    """All features of a raw text; an empty or blank text has none."""
    body = mask_numbers(normalise(text))
    words = spans(body)
    codes = np.frombuffer(body.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(codes)
    couples = (codes[:-1] << _PAIR_BITS) | codes[1:] | (np.uint64(1) << np.uint64(60)) if count > 1 else codes[:0]
    hashed = np.array([zlib.crc32(word.encode()) for word, _, _ in words], dtype=np.uint64) | _WORD_BIT
    at = np.arange(count, dtype=np.int32)
    return Features(
        text=body,
        ids=np.concatenate([codes, couples, hashed]) * _MIX,
        starts=np.concatenate([at, at[: len(couples)], np.array([start for _, start, _ in words], dtype=np.int32)]),
        ends=np.concatenate([at + 1, at[: len(couples)] + 2, np.array([end for _, _, end in words], dtype=np.int32)]),
        words=tuple(words),
    )
