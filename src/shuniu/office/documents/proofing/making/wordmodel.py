"""The word sequences of libime's Chinese language model (LGPL-2.1+), read from its file.

The file is a quantised trie of KenLM's format, version 5, in reverse: below each word stand the words before it. Numbers
of bits follow from the counts at its head, as in KenLM's trie.hh, bhiksha.hh and quantize.hh.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"mmap lm http://kheafield.com/code format version 5"
_FIXED = 0x58
_QUANTISED_ARRAY_TRIE = 5
_ORDER = 3
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class NotAModel(ValueError):
    """The file is not of the kind that is known here."""


@dataclass(frozen=True, slots=True)
class WordModel:
    """Words with the decimal logarithm of their probability; pairs and triples of them (as numbers of words)."""

    words: list[str]
    single: Floats
    pairs: Ints
    """Rows: the earlier word, the later one."""
    pair: Floats
    triples: Ints
    """Rows: the earliest word, and the row of ``pairs`` that follows it."""
    triple: Floats


class _Bits:
    """Numbers of any width out of a run of octets."""

    def __init__(self, data: NDArray[np.uint8], start: int, width: int) -> None:
        self._data, self._start, self._width = data, start, width

    def column(self, count: int, offset: int, bits: int) -> Ints:
        """``bits`` bits of each of ``count`` entries, ``offset`` bits from its beginning."""
        place = np.arange(count, dtype=np.int64) * self._width + offset
        octet = self._start + (place >> 3)
        value = np.zeros(count, np.uint64)
        for number in range(8):
            value |= self._data[octet + number].astype(np.uint64) << np.uint64(8 * number)
        value >>= (place & 7).astype(np.uint64)
        return (value & np.uint64((1 << bits) - 1)).astype(np.int64)


def read(path: Path) -> WordModel:
    data = np.fromfile(path, np.uint8)
    raw = data.tobytes()
    if not raw.startswith(MAGIC) or raw[_FIXED] != _ORDER or raw[_FIXED + 8] != _QUANTISED_ARRAY_TRIE:
        raise NotAModel("not a language model of this kind")
    vocabulary, pairs, triples = struct.unpack_from("<3Q", raw, _FIXED + 20)
    place = -(-(_FIXED + 20 + 24) // 8) * 8 + 8 + 8 * vocabulary
    chance_bits, rest_bits = raw[place + 1], raw[place + 2]
    tables = np.frombuffer(raw, "<f4", 2 * (1 << chance_bits) + (1 << rest_bits), place + 8)
    pair_table, triple_table = tables[: 1 << chance_bits], tables[-(1 << chance_bits) :]
    place += 8 + tables.nbytes
    single = np.frombuffer(raw, [("p", "<f4"), ("b", "<f4"), ("n", "<u8")], vocabulary + 2, place)
    place += single.nbytes
    inline = _inline_bits(pairs + 1, triples)
    offsets = np.frombuffer(raw, "<u8", (triples >> inline) + 1, place + 8)
    place += 8 * (1 + len(offsets)) + 7
    word_bits = vocabulary.bit_length()
    middle = _Bits(data, place, word_bits + chance_bits + rest_bits + inline)
    earlier = middle.column(pairs, 0, word_bits)
    coded = middle.column(pairs, word_bits + rest_bits, chance_bits)
    low = middle.column(pairs + 1, word_bits + chance_bits + rest_bits, inline)
    high = np.searchsorted(offsets, np.arange(pairs + 1), side="right") - 1
    place += ((1 + pairs) * (word_bits + chance_bits + rest_bits + inline) + 7) // 8 + 8
    last = _Bits(data, place, word_bits + chance_bits)
    place += ((1 + triples) * (word_bits + chance_bits) + 7) // 8 + 8
    words = [word.decode("utf-8", "replace") for word in raw[place:].split(b"\0")[:vocabulary]]
    ends = single["n"].astype(np.int64)
    later = np.repeat(np.arange(vocabulary), ends[1:-1] - ends[:-2])
    ends = ((high << inline) | low).astype(np.int64)
    row = np.repeat(np.arange(pairs), ends[1:] - ends[:-1])
    return WordModel(
        words,
        single["p"][:vocabulary],
        np.stack([earlier, later], axis=1),
        pair_table[coded],
        np.stack([last.column(triples, 0, word_bits), row], axis=1),
        triple_table[last.column(triples, word_bits, chance_bits)],
    )


def _inline_bits(entries: int, following: int) -> int:
    """How many low bits of a pointer stand in the entry itself; the rest is in the table of offsets."""
    needed = following.bit_length()
    chopped = min(range(needed + 1), key=lambda chop: (following >> (needed - chop)) * 64 - entries * chop)
    return needed - chopped
