"""Which characters are mistaken for which: by sound and by shape. Both tables are lists beside this file."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from shuniu.office.documents.proofing.lists import table

CLOSE = 10
"""Look-alikes up to this rank are close ones."""
SAME, SOUND, NEAR, SHAPE = "同音", "音近（声调不同）", "音近", "形近"
_BLURS = ((re.compile("^(z|c|s)h"), r"\1"), (re.compile("^n"), "l"), (re.compile("ng$"), "n"))


def plain(syllable: str) -> str:
    """A syllable without its tone: ü stays."""
    parts = unicodedata.normalize("NFD", syllable)
    return "".join(char for char in parts if char == "\u0308" or not unicodedata.combining(char))


def blurred(syllable: str) -> str:
    """A plain syllable as a southern ear hears it: zh is z, n is l, ng is n."""
    for pattern, right in _BLURS:
        syllable = pattern.sub(right, syllable)
    return syllable


@cache
def sounds() -> dict[str, tuple[str, ...]]:
    """The syllables of each character, with tones."""
    found: dict[str, list[str]] = {}
    for syllable, chars in table("sounds.txt"):
        for char in chars:
            found.setdefault(char, []).append(syllable)
    return {char: tuple(syllables) for char, syllables in found.items()}


@cache
def shapes() -> dict[str, str]:
    """The characters that look like each one."""
    return {row[0]: row[1] for row in table("shapes.txt")}


def likeness(one: str, other: str) -> str:
    """How two characters are alike; empty when they are not."""
    first, second = sounds().get(one, ()), sounds().get(other, ())
    if set(first) & set(second):
        return SAME
    left, right = {plain(syllable) for syllable in first}, {plain(syllable) for syllable in second}
    if left & right:
        return SOUND
    if other in shapes().get(one, "")[:CLOSE] or one in shapes().get(other, "")[:CLOSE]:
        return SHAPE
    return NEAR if {blurred(one) for one in left} & {blurred(one) for one in right} else ""
