"""What is indexed and what is asked.

Indexed are all pairs of neighbouring Chinese characters (bigrams) and whole Latin words and numbers: on real messages
this found more than dictionary words did, and it knows streets and persons that no dictionary knows. Asked are the
bigrams inside each *word* of the query (rjieba), so that 拖欠农民工工资 finds 拖欠了三十名农民工的工资; the bigrams
across words only raise the rank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import rjieba

HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[a-z0-9]+(?:[-_./][a-z0-9]+)*")
QUOTED = re.compile(r"[\"“”„«「『]([^\"“”„»」』]{2,80})[\"“”„»」』]")
JOINER = re.compile(r"[-_./]")
PARTICLES = frozenset("的了吗呢吧是在和与及或就都也很把被给对我你他她它们这那有没不要请个等着过啊呀")
LONGEST_WORD = 60
LONGEST_QUERY = 200
"""Characters of a query that are read; what follows is ignored."""
PREFIX_FROM = 7
"""A number is also matched by its beginning from this many characters: shorter ones begin half of the index."""
MOST_TOKENS = 28
"""Tokens of a query that are scored: two bits of a 64-bit mask for each."""


def normalised(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _cover(word: str) -> list[str]:
    """Pairs that together hold every character of a word: 违章 and 建筑 of 违章建筑."""
    return [word[at : at + 2] for at in [*range(0, len(word) - 1, 2), len(word) - 2][: (len(word) + 1) // 2]]


def _latin(run: str) -> list[str]:
    """A Latin word or number whole, and its parts when it is joined by hyphens, dots or strokes."""
    parts = JOINER.split(run[:LONGEST_WORD])
    return parts if len(parts) == 1 else ["·".join(parts), *parts]


def tokens(text: str) -> set[str]:
    """All index words of a text."""
    found: set[str] = set()
    for run in RUN.findall(normalised(text)):
        found.update(_latin(run) if run.isascii() else _pairs(run))
    return found


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood: ``required`` tokens must all be there, ``wanted`` ones (all of them) give the rank."""

    required: tuple[str, ...]
    inner: tuple[str, ...]
    """Tokens that must be there too, and nearly always are when the required ones are: 章建 of 违章建筑."""
    wanted: tuple[str, ...]
    prefixes: frozenset[str]
    """Those of the required tokens that also match longer words beginning so: matter numbers."""
    terms: tuple[str, ...]
    """The words as a person reads them, longest first: for highlights."""
    phrases: tuple[str, ...]
    empty: bool
    """Nothing was asked. A query that asks in single characters only is not empty and finds nothing."""


def _words(run: str) -> list[str]:
    """The words of a run of Chinese characters; neighbouring single characters that are no particles make one."""
    pieces = [piece for piece in rjieba.cut(run) if piece not in PARTICLES]
    found: list[str] = []
    for single, group in groupby(pieces, key=lambda piece: len(piece) == 1):
        joined = list(group)
        found.extend(["".join(joined)] if single and "".join(joined) in run else joined)
    return [word for word in found if len(word) > 1] or ([run] if len(run) > 1 else [])


def parse(query: str) -> Query:
    """Understand what a person typed."""
    asked = normalised(query[:LONGEST_QUERY])
    phrases = tuple(phrase.strip() for phrase in QUOTED.findall(asked) if len(phrase.strip()) > 1)
    required: dict[str, None] = {}
    inner: dict[str, None] = {}
    wanted: dict[str, None] = {}
    terms: dict[str, None] = dict.fromkeys(phrases)
    prefixes: set[str] = set()
    for phrase in phrases:
        required.update(dict.fromkeys(sorted(tokens(phrase))))
    for run in RUN.findall(QUOTED.sub(" ", asked)):
        if run.isascii():
            whole = _latin(run)[0]
            required[whole] = None
            terms[run] = None
            if len(whole) >= PREFIX_FROM and any(letter.isdigit() for letter in whole):
                prefixes.add(whole)
            continue
        for word in _words(run):
            terms[word] = None
            required.update(dict.fromkeys(_cover(word)))
            inner.update(dict.fromkeys(_pairs(word)))
        wanted.update(dict.fromkeys(_pairs(run)))
    every = tuple(dict.fromkeys([*required, *inner, *wanted]))[:MOST_TOKENS]
    return Query(
        required=tuple(required)[:MOST_TOKENS],
        inner=tuple(token for token in every if token in inner and token not in required),
        wanted=every,
        prefixes=frozenset(prefixes),
        terms=tuple(sorted(terms, key=len, reverse=True)),
        phrases=phrases,
        empty=not asked.strip(),
    )
