"""Which earlier messages are copies of this one (重复), and which may be about the same matter (疑似同一事项).

`SimilarIndex` keeps everything in memory, for the command line and for a recent stretch of messages. Over a database:
store `duplicates.bands(duplicates.signature(text))` beside each message, fetch what shares a band, and confirm with
`duplicates.similarity`; candidates for the same matter come from the full-text search.
"""

from dataclasses import dataclass
from enum import StrEnum

from .duplicates import bands, copy_score, plain, signature
from .phrases import Phrases, phrases
from .places import Gazetteer, same_place, specific_places
from .vectors import Vectors, cosine_without, pair_counts
from .words import pairs

COPY = 0.65
# Least cosine for a hint: where both use one rare name, where both are about one place, where neither is so.
SAME_NAME = 0.13
SAME_PLACE = 0.15
SAME_MATTER = 0.24
# At one place, this much must be alike besides its name.
SAME_THING = 0.10
# Below this cosine, and without a shared band, no two texts are copies; measuring their edits would be wasted.
MAYBE_COPY = 0.3
SHARED_LIMIT = 6
# A phrase in more than this share of messages is common speech and shows nothing.
RARE_SHARE = 0.01
RARE_MINIMUM = 3


class Level(StrEnum):
    """How sure the likeness is."""

    COPY = "重复"
    SAME_MATTER = "疑似同一事项"


@dataclass(frozen=True, slots=True)
class Hit:
    """An earlier message that is like the one asked for; `score` is 0–1, comparable within a level only."""

    id: str
    score: float
    level: Level
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    plain: str
    keys: tuple[int, ...]
    places: frozenset[str]
    phrases: Phrases


class SimilarIndex:
    """Messages searchable by likeness; add them once each, ask in any order."""

    def __init__(self, *, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer
        self._entries: list[_Entry] = []
        self._by_key: dict[int, list[int]] = {}
        self._vectors = Vectors()
        self._phrases_seen: dict[str, int] = {}

    def add(self, id: str, title: str, text: str) -> None:
        """Take a message in."""
        entry = self._entry(id, title, text)
        number = len(self._entries)
        self._entries.append(entry)
        for key in entry.keys:
            self._by_key.setdefault(key, []).append(number)
        for phrase in entry.phrases.all:
            self._phrases_seen[phrase] = self._phrases_seen.get(phrase, 0) + 1
        self._vectors.add(number, pair_counts(title, text))

    def similar(self, title: str, text: str, *, limit: int = 10, leave_out: str = "") -> list[Hit]:
        """The messages most like this one: copies first, then what may be the same matter; `leave_out` is an id."""
        counts = pair_counts(title, text)
        asked, weights = self._entry(leave_out, title, text), self._vectors.weights(counts)
        near = self._vectors.like(counts, least=SAME_NAME)
        candidates = set(near) | {number for key in asked.keys for number in self._by_key.get(key, ())}
        hits = [
            hit
            for number in sorted(candidates)
            if not (leave_out and self._entries[number].id == leave_out)
            and (hit := self._compare(asked, weights, number, near.get(number, 0.0)))
        ]
        return sorted(hits, key=lambda hit: (hit.level is not Level.COPY, -hit.score, hit.id))[:limit]

    def _entry(self, id: str, title: str, text: str) -> _Entry:
        whole = f"{title}\n{text}"
        return _Entry(
            id=id,
            plain=plain(whole),
            keys=bands(signature(whole)),
            places=specific_places(title, text, gazetteer=self._gazetteer),
            phrases=phrases(title, text),
        )

    def _compare(self, asked: _Entry, weights: dict[str, float], number: int, cosine: float) -> Hit | None:
        other = self._entries[number]
        maybe = cosine >= MAYBE_COPY or not set(asked.keys).isdisjoint(other.keys)
        copied = copy_score(asked.plain, other.plain) if maybe else 0.0
        if copied >= COPY:
            return Hit(other.id, round(copied, 3), Level.COPY, self._shared(asked, other))
        here = same_place(asked.places, other.places)
        if asked.places and other.places and not here:
            return None
        named = self._telling(asked, other)
        if cosine < (SAME_NAME if named else SAME_PLACE if here else SAME_MATTER):
            return None
        names = frozenset(pair for name in asked.places | other.places for pair in pairs(name))
        if here and not named and cosine_without(weights, self._vectors.weighted(number), names) < SAME_THING:
            return None
        return Hit(other.id, round(cosine, 3), Level.SAME_MATTER, self._shared(asked, other))

    def _telling(self, asked: _Entry, other: _Entry) -> bool:
        """Whether one title's rare phrase of at least three characters, not merely a place, stands in the other message."""
        common = max(RARE_MINIMUM, RARE_SHARE * len(self._entries))
        both = (asked.phrases.title & other.phrases.all) | (other.phrases.title & asked.phrases.all)
        places = "\n".join(asked.places | other.places)
        return any(
            len(phrase) >= 3 and phrase not in places and self._phrases_seen.get(phrase, 0) <= common for phrase in both
        )

    def _shared(self, asked: _Entry, other: _Entry) -> tuple[str, ...]:
        """Places and phrases of both, places first, then by rarity and length; none that repeats another."""
        both = asked.phrases.all & other.phrases.all
        ranked = sorted(both, key=lambda one: (self._phrases_seen.get(one, 0) - 2 * min(len(one), 6), one))
        chosen = sorted(asked.places & other.places)
        for phrase in ranked:
            if len(chosen) >= SHARED_LIMIT:
                break
            if not phrase.isdigit() and not any(phrase in one or one in phrase for one in chosen):
                chosen.append(phrase)
        return tuple(chosen[:SHARED_LIMIT])
