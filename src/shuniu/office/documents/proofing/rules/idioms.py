"""Idioms and set phrases with one character wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from shuniu.office.documents.proofing.finding import ERROR, USAGE, Hit, Rule
from shuniu.office.documents.proofing.lists import lines
from shuniu.office.documents.proofing.paper import Paper
from shuniu.office.documents.proofing.similar import SAME, likeness

_END = 2
_LONG = 8
"""From this length on, one different character is a slip whatever it looks like."""


@cache
def _idioms() -> frozenset[str]:
    """They are whole; the first character of a phrase may belong to what stands before (县级以上, 省级以上)."""
    return frozenset(lines("idioms.txt"))


@cache
def _known() -> frozenset[str]:
    return frozenset(lines("idioms.txt") + lines("phrases.txt"))


@cache
def _ends() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The phrases by their first two and by their last two characters."""
    first: dict[str, list[str]] = defaultdict(list)
    last: dict[str, list[str]] = defaultdict(list)
    for phrase in _known():
        first[phrase[:_END]].append(phrase)
        last[phrase[-_END:]].append(phrase)
    return dict(first), dict(last)


def check(paper: Paper) -> Iterator[Hit]:
    text = paper.text
    first, last = _ends()
    for place in range(len(text) - 1):
        pair = text[place : place + _END]
        for phrase in first.get(pair, ()):
            yield from _compared(text, place, phrase)
        for phrase in last.get(pair, ()):
            yield from _compared(text, place + _END - len(phrase), phrase)


def _compared(text: str, start: int, phrase: str) -> Iterator[Hit]:
    """A hit when exactly one character differs and can be mistaken for the right one."""
    words = text[start : start + len(phrase)] if start >= 0 else ""
    if len(words) != len(phrase) or words == phrase or words in _known():
        return
    wrong = [place for place, char in enumerate(words) if char != phrase[place]]
    if len(wrong) != 1 or not "\u4e00" <= words[wrong[0]] <= "\u9fff" or not "\u4e00" <= phrase[wrong[0]] <= "\u9fff":
        return
    place = wrong[0]
    kind = likeness(words[place], phrase[place])
    inner = 0 < place < len(phrase) - 1
    if (kind and (place or (phrase in _idioms() and kind == SAME))) or (len(phrase) >= _LONG and inner):
        said = f"固定说法是“{phrase}”" + (f"，“{words[place]}”与“{phrase[place]}”{kind}" if kind else "")
        yield Hit(start + place, start + place + 1, said, phrase[place])


RULES = (Rule("idiom", "成语和固定说法", USAGE, ERROR, check),)
