"""The words that a set of messages has in common, as a person would say them: 月亮岛路, 高压电线."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import rjieba

from .words import GLUE, STOP_WORDS, district_pieces, mask_numbers, normalise, without_greeting

LONGEST = 3
BODY_LIMIT = 400
SHARE = 0.5
TITLE_FACTOR = 3
_LENGTH_LIMIT = 8
_DATE = re.compile(r"\d[年月日号时点]|^第\d|[一-鿿]\d+$|^[年月日号]")
_DISTRICT = re.compile(r"[a-z]\d*[市区县州省]?")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one message: all of them, and those of its title."""

    all: frozenset[str]
    title: frozenset[str]


def phrases(title: str, text: str) -> Phrases:
    """Runs of one to three neighbouring words; glue and stop words only inside, districts not at all."""
    head = _of(mask_numbers(normalise(title)))
    return Phrases(head | _of(without_greeting(mask_numbers(normalise(text, limit=BODY_LIMIT)))), head)


def _of(text: str) -> frozenset[str]:
    found: set[str] = set()
    for piece in district_pieces(text):
        for run in _unbroken(piece):
            found |= _parts(run)
    return frozenset(phrase for phrase in found if not _DISTRICT.fullmatch(phrase) and not _DATE.search(phrase))


def _unbroken(piece: str) -> list[list[str]]:
    """Words of a piece of text in unbroken runs: signs and blanks part them."""
    found: list[list[str]] = [[]]
    for word in rjieba.cut(piece):
        if word.isalnum():
            found[-1].append(word)
        else:
            found.append([])
    return found


def _parts(run: list[str]) -> set[str]:
    found: set[str] = set()
    for at, word in enumerate(run):
        if not _may_stand_at_edge(word):
            continue
        phrase = ""
        for last in run[at : at + LONGEST]:
            phrase += last
            if len(phrase) > _LENGTH_LIMIT:
                break
            if len(phrase) > 1 and _may_stand_at_edge(last):
                found.add(phrase)
    return found


def _may_stand_at_edge(word: str) -> bool:
    return word.isalnum() and word not in STOP_WORDS and not (len(word) == 1 and word in GLUE)


def common_phrases(
    people: Sequence[Sequence[Phrases]],
    seen: Counter[str],
    total: int,
    *,
    names: Collection[str] = (),
    limit: int = 6,
) -> list[str]:
    """Phrases used by at least half of the people, those that say most first; none that only repeats a part of another.

    `people` are the messages of each person; `seen`/`total` say in how many of how many earlier messages a phrase
    occurred; `names` are places, which no phrase may cut in two.
    """
    counts = Counter(phrase for messages in people for phrase in frozenset().union(*(one.all for one in messages)))
    titles = frozenset().union(*(one.title for messages in people for one in messages))
    least = max(min(2, len(people)), math.ceil(SHARE * len(people)))

    def weight(phrase: str) -> float:
        rarity = math.log((total + 20) / (seen[phrase] + 0.5))
        return counts[phrase] * rarity * min(len(phrase), 5) * (TITLE_FACTOR if phrase in titles else 1)

    worth = {phrase: weight(phrase) for phrase, count in counts.items() if count >= least and not phrase.isdigit()}
    worth = {phrase: value for phrase, value in worth.items() if not any(_cuts(phrase, name) for name in names)}
    chosen: list[str] = []
    for phrase in sorted(worth, key=lambda one: (-worth[one], one)):
        if not any(_overlap(phrase, other) for other in chosen):
            chosen.append(phrase)
        if len(chosen) == limit:
            break
    return chosen


def _cuts(phrase: str, name: str) -> bool:
    """Whether a phrase begins or ends in the middle of a name (岛路沿线 in 月亮岛路)."""
    if name in phrase or phrase == name:
        return False
    return phrase in name or any(
        phrase.startswith(name[-size:]) or phrase.endswith(name[:size]) for size in range(2, len(name))
    )


def _overlap(phrase: str, other: str) -> bool:
    """Whether at least half of a phrase's neighbouring characters stand in the other, too."""
    inside = {other[at : at + 2] for at in range(len(other) - 1)}
    own = [phrase[at : at + 2] for at in range(len(phrase) - 1)]
    return 2 * sum(pair in inside for pair in own) >= len(own)
