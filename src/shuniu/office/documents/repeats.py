"""Whether a paper that comes in is one that was registered already: the same number, the same title and day, or the same text.

Papers come twice: by post and by the exchange, as a scan and as a file, from the organ and from the one above it. A person
decides; this names the likely ones and says why.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from shuniu.office.documents.reading_words import BRACKETS

SHINGLE = 6
"""Characters in a row that are compared at a time."""
SKETCH = 128
"""So many of a text's shingles stand for it: the smallest of their hashes."""
LEAST_TEXT = 80
"""A shorter text says too little."""
SAME_TEXT, MUCH_TEXT = 0.8, 0.45
"""Shares of shingles in common: the same text with small changes; a large part of it."""
SAME_TITLE, LIKE_TITLE = 96, 86
"""rapidfuzz's ratio, 0 to 100."""
NEAR_DAYS = 10
_BRACKETED = re.compile(BRACKETS)
_NO_SIGN = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")


class Why(StrEnum):
    """The reason, the strongest first."""

    NUMBER = "number"  # the same organ's same number
    TEXT = "text"  # all but the same text
    TITLE_AND_DAY = "title_and_day"
    TITLE = "title"  # the same title, another or no day
    MUCH_TEXT = "much_text"  # a large part of the text: a draft, an answer that quotes it, a notice passed on


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a registered paper to find it again; ``sketch`` comes from ``sketch_of``."""

    key: str
    organ: str = ""
    number: str = ""
    title: str = ""
    signed_on: date | None = None
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A registered paper that this one likely is. ``share`` of the text is in both, where texts were compared."""

    key: str
    why: Why
    sure: bool
    share: float = 0.0


def number_key(number: str) -> str:
    """A 发文字号 as it is compared: brackets alike, no blanks, no leading zeros."""
    plain = _BRACKETED.sub(lambda match: f"〔{match['year']}〕", "".join(number.split()))
    return re.sub(r"〕第?0*(?=\d)", "〕", plain)


def title_key(title: str) -> str:
    """A title as it is compared: signs and letters alone."""
    return _NO_SIGN.sub("", title).lower()


def sketch_of(text: str) -> tuple[int, ...]:
    """The text in 128 numbers: texts share as large a part of them as of themselves (bottom-k of hashed shingles)."""
    plain = title_key(text)
    if len(plain) < LEAST_TEXT:
        return ()
    shingles = {plain[place : place + SHINGLE] for place in range(len(plain) - SHINGLE + 1)}
    hashes = (int.from_bytes(hashlib.blake2b(one.encode(), digest_size=6).digest()) for one in shingles)
    return tuple(sorted(hashes)[:SKETCH])


def share_of(one: Sequence[int], other: Sequence[int]) -> float:
    """How large a part of two texts is in both (Jaccard, estimated from their sketches)."""
    if not one or not other:
        return 0.0
    together = sorted({*one, *other})[: min(SKETCH, max(len(one), len(other)))]
    both = set(one) & set(other)
    return sum(value in both for value in together) / len(together)


def repeats(paper: Known, registered: Iterable[Known]) -> list[Repeat]:
    """The registered papers that this one likely repeats, the likeliest first."""
    found = [one for known in registered if known.key != paper.key and (one := _compared(paper, known))]
    order = list(Why)
    return sorted(found, key=lambda one: (not one.sure, order.index(one.why), -one.share))


def _compared(paper: Known, known: Known) -> Repeat | None:
    share = share_of(paper.sketch, known.sketch)
    if paper.number and number_key(paper.number) == number_key(known.number) and _same_organ(paper.organ, known.organ):
        return Repeat(known.key, Why.NUMBER, True, share)
    if share >= SAME_TEXT:
        return Repeat(known.key, Why.TEXT, True, share)
    if why := _by_title(paper, known):
        return Repeat(known.key, why, why is Why.TITLE_AND_DAY and not _other_numbers(paper, known), share)
    return Repeat(known.key, Why.MUCH_TEXT, False, share) if share >= MUCH_TEXT else None


def _by_title(paper: Known, known: Known) -> Why | None:
    one, other = title_key(paper.title), title_key(known.title)
    if len(one) < SHINGLE or len(other) < SHINGLE or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return None  # the third quarter's report is not the second's
    alike = max(fuzz.ratio(one, other), fuzz.ratio(_subject(one), _subject(other)))
    days = abs((paper.signed_on - known.signed_on).days) if paper.signed_on and known.signed_on else None
    if days is not None and days <= NEAR_DAYS and alike >= LIKE_TITLE:
        return Why.TITLE_AND_DAY if days == 0 or alike >= SAME_TITLE else Why.TITLE
    return Why.TITLE if alike >= SAME_TITLE and days is None else None


def _subject(title: str) -> str:
    """A title from 关于 on: one copy names the organ, the other does not."""
    place = title.find("关于")
    return title[place:] if place >= 0 else title


def _same_organ(one: str, other: str) -> bool:
    """One may be unknown, or written without the city's name."""
    return one.endswith(other) or other.endswith(one)


def _other_numbers(paper: Known, known: Known) -> bool:
    """Two papers of one organ with two numbers are two papers, however alike."""
    return bool(paper.number and known.number) and number_key(paper.number) != number_key(known.number)
