"""From the sources to the arrays of the model."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shuniu.office.documents.proofing import counting, hashing, model, similar
from shuniu.office.documents.proofing.counting import FIRST, ORDER, Codes, Tally
from shuniu.office.documents.proofing.lists import lines
from shuniu.office.documents.proofing.making.wordmodel import WordModel

Ints = NDArray[np.int64]

SCALE = 2e8
"""Running words that the dictionary model stands for."""
LAW, OWN, PLACE = 3.0, 150.0, 60.0
"""Weight of a character of the statutes, of an entry of our lists, of the name of a place."""
LEAST = (0, 0, 0.5, 3, 3.1, 3.1)
"""What a sequence of each length must weigh to be kept."""
RARE_PAIR = 0.3
TRUST = 2.0
PLACES = 23
"""The table has two to this power of places."""
WIDTH = 8
HALF = ORDER - 1
_COMMON_WORD = -6.3
_HAN_WORD = re.compile(f"[\u4e00-\u9fff]{{1,{WIDTH}}}")
_DISTANT = 24
"""Look-alikes up to this rank are taken, those after ``similar.CLOSE`` as distant ones."""


def law_text(file: Path) -> str:
    """All articles and titles, a line each."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT article_text FROM articles UNION ALL SELECT law_name FROM laws")
        return "\n".join(dict.fromkeys(text for (text,) in rows)) + "\n"


def place_names(file: Path) -> list[str]:
    names = (row.split(",")[1] for row in file.read_text(encoding="utf-8").splitlines()[1:] if row.count(",") >= 1)
    return [name for name in names if 2 <= len(name) <= 15]


def own_entries() -> list[str]:
    """The entries of our own lists."""
    rows = lines("official.txt") + lines("phrases.txt") + lines("idioms.txt")
    return [entry for row in rows for entry in row.split()]


class Words:
    """The words of the dictionary model as rows of codes."""

    def __init__(self, source: WordModel, codes: Codes) -> None:
        self.rows, self.lengths = _rows(source.words, codes, WIDTH)
        self.weight = 10.0 ** source.single.astype(np.float64) * SCALE
        self.first = self.rows[:, :HALF]
        self.last = np.zeros((len(self.rows), HALF), np.uint16)
        for back in range(HALF):
            place = self.lengths - 1 - back
            whole = np.flatnonzero(place >= 0)
            self.last[whole, HALF - 1 - back] = self.rows[whole, place[whole]]


def _rows(words: Iterable[str], codes: Codes, width: int) -> tuple[NDArray[np.uint16], Ints]:
    """Codes of words from the left, and their lengths; 0 for what is not a Chinese word that fits."""
    listed = list(words)
    rows, lengths = np.zeros((len(listed), width), np.uint16), np.zeros(len(listed), np.int64)
    for number, word in enumerate(listed):
        if _HAN_WORD.fullmatch(word) and len(word) <= width:
            rows[number, : len(word)] = counting.encoded(word, codes)
            lengths[number] = len(word)
    return rows, lengths


def spans(width: int) -> list[tuple[int, int]]:
    """Every run of up to five columns."""
    return [(begin, end) for begin in range(width) for end in range(begin + 1, min(width, begin + ORDER) + 1)]


def tallied(text: str, source: WordModel, places: list[str], codes: Codes) -> Tally:
    tally = Tally()
    tally.add_text(counting.encoded("\n" + text, codes), LAW)
    words = Words(source, codes)
    used = words.lengths > 0
    tally.add_windows(words.rows[used], words.weight[used], spans(WIDTH))
    weights = _pairs(tally, source, words)
    _triples(tally, source, words, weights)
    for entries, weight in ((own_entries(), OWN), (places, PLACE)):
        width = max(map(len, entries))
        rows = np.zeros((len(entries), width), np.uint16)
        for number, entry in enumerate(entries):
            rows[number, : len(entry)] = counting.encoded(entry, codes)
        tally.add_windows(rows, np.full(len(entries), weight), spans(width))
    return tally


def _pairs(tally: Tally, source: WordModel, words: Words) -> NDArray[np.float64]:
    """Sequences across the border of two words. The weight of each pair is handed on."""
    before, after = source.pairs.T
    weights = words.weight[before] * 10.0 ** source.pair.astype(np.float64)
    used = (words.lengths[before] > 0) & (words.lengths[after] > 0) & (weights > RARE_PAIR)
    rows = np.concatenate([words.last[before[used]], words.first[after[used]]], axis=1)
    tally.add_windows(rows, weights[used], [(a, b) for a, b in spans(2 * HALF) if a < HALF < b])
    return np.asarray(weights, np.float64)


def _triples(tally: Tally, source: WordModel, words: Words, pair_weights: NDArray[np.float64]) -> None:
    """Sequences that hold a whole word and something of both neighbours."""
    earliest, row = source.triples.T
    middle, latest = source.pairs[row].T
    size = len(words.rows)
    keys = source.pairs[:, 0] * size + source.pairs[:, 1]
    order = np.argsort(keys)
    wanted = earliest * size + middle
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    known = keys[order][place] == wanted
    weights = np.where(known, pair_weights[order][place], 0) * 10.0 ** source.triple.astype(np.float64)
    for length in range(1, HALF):
        used = (words.lengths[middle] == length) & (words.lengths[earliest] > 0) & (words.lengths[latest] > 0)
        used &= weights > RARE_PAIR
        rows = np.concatenate(
            [words.last[earliest[used]], words.rows[middle[used], :length], words.first[latest[used]]], axis=1
        )
        wide = [(a, b) for a, b in spans(2 * HALF + length) if a < HALF and b > HALF + length]
        tally.add_windows(rows, weights[used], wide)


def frequencies(text: str, source: WordModel) -> dict[str, float]:
    """How often each character is met."""
    found: dict[str, float] = defaultdict(float)
    for char, count in Counter(text).items():
        found[char] += count * LAW
    for word, chance in zip(source.words, source.single, strict=True):
        for char in word:
            found[char] += 10.0 ** float(chance) * SCALE
    return found


def look_alikes(characters: str) -> tuple[Ints, NDArray[np.uint16], NDArray[np.int8]]:
    """For each code where its look- and sound-alikes begin; these, and how they are alike."""
    code = {char: number for number, char in enumerate(characters, FIRST)}
    groups = _by_sound([char for char in characters if char in similar.sounds()])
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    for one, others in similar.shapes().items():
        for rank, other in enumerate(others):
            ranks[one][other] = min(rank, ranks[one].get(other, _DISTANT))
            ranks[other][one] = min(rank, ranks[other].get(one, _DISTANT))
    starts, codes, kinds = np.zeros(counting.MASK + 3, np.int64), list[int](), list[int]()
    for number in range(counting.MASK + 1):
        starts[number] = len(codes)
        char = characters[number - FIRST] if FIRST <= number < FIRST + len(characters) else ""
        for other, kind in _alike(char, groups, ranks[char]).items() if char in similar.sounds() else ():
            if other in code:
                codes.append(code[other])
                kinds.append(kind)
    starts[counting.MASK + 1 :] = len(codes)
    return starts, np.array(codes, np.uint16), np.array(kinds, np.int8)


def _by_sound(characters: list[str]) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]:
    """The characters by syllable with tone, by syllable, by blurred syllable."""
    exact, plain, blurred = (
        defaultdict[str, list[str]](list),
        defaultdict[str, list[str]](list),
        defaultdict[str, list[str]](list),
    )
    for char in characters:
        syllables = similar.sounds()[char]
        for syllable in syllables:
            exact[syllable].append(char)
        for syllable in {similar.plain(one) for one in syllables}:
            plain[syllable].append(char)
        for syllable in {similar.blurred(similar.plain(one)) for one in syllables}:
            blurred[syllable].append(char)
    return exact, plain, blurred


def _alike(
    char: str, groups: tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]], ranks: dict[str, int]
) -> dict[str, int]:
    """The strongest likeness to each other character."""
    exact, plain, blurred = groups
    syllables = similar.sounds()[char]
    found: dict[str, int] = {}
    for syllable in {similar.blurred(similar.plain(one)) for one in syllables}:
        found |= dict.fromkeys(blurred[syllable], model.NEAR)
    found |= {other: model.WEAK for other, rank in ranks.items() if rank >= similar.CLOSE and other not in found}
    found |= {other: model.SHAPE for other, rank in ranks.items() if rank < similar.CLOSE}
    for syllable in {similar.plain(one) for one in syllables}:
        found |= dict.fromkeys(plain[syllable], model.SOUND)
    for syllable in syllables:
        found |= dict.fromkeys(exact[syllable], model.SAME)
    found.pop(char, None)
    return found


def words_by_sound(source: WordModel, characters: str) -> tuple[NDArray[np.int32], Ints, NDArray[np.uint16]]:
    """Two syllables at most for each code, and the common words of two characters in the order of their syllables."""
    code = {char: number for number, char in enumerate(characters, FIRST)}
    plain = {
        char: list(dict.fromkeys(similar.plain(one) for one in similar.sounds()[char]))[:2]
        for char in characters
        if char in similar.sounds()
    }
    numbers = {
        syllable: number for number, syllable in enumerate(sorted({one for two in plain.values() for one in two}), 1)
    }
    syllables = np.zeros((counting.MASK + 2, 2), np.int32)
    for char, both in plain.items():
        syllables[code[char], : len(both)] = [numbers[one] for one in both]
    rows = {
        (numbers[one] << 16 | numbers[two], code[word[0]], code[word[1]])
        for word, chance in zip(source.words, source.single, strict=True)
        if len(word) == 2 and chance > _COMMON_WORD and word[0] in plain and word[1] in plain
        for one, two in product(plain[word[0]], plain[word[1]])
    }
    table = np.array(sorted(rows), np.int64)
    return syllables, table[:, 0], table[:, 1:].astype(np.uint16)


def build(text: str, source: WordModel, places: list[str]) -> dict[str, NDArray[np.generic]]:
    """The arrays of the model by name."""
    characters = counting.alphabet(frequencies(text, source))
    found = counting.probabilities(tallied(text, source, places, counting.code_table(characters)), LEAST, TRUST)
    keys, chance, rest = (np.concatenate([part[column] for part in found]) for column in range(3))
    slots, values = hashing.packed(keys, chance, rest, PLACES)
    alone = np.full(counting.MASK + 2, -16, np.float32)
    alone[found[0][0].astype(np.int64)] = found[0][1]
    starts, alike, kinds = look_alikes(characters)
    syllables, word_keys, words = words_by_sound(source, characters)
    return {
        "characters": np.array(characters),
        "slots": slots,
        "values": values,
        "alone": alone,
        "similar_starts": starts,
        "similar": alike,
        "similar_kinds": kinds,
        "syllables": syllables,
        "word_keys": word_keys,
        "words": words,
    }
