"""The stream of messages as the early warning remembers it: who wrote what, where, and what is alike."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from .phrases import Phrases, phrases
from .places import Gazetteer, same_place, specific_places
from .vectors import BODY_LIMIT, NEWEST, Vectors, cosine_without, pair_counts
from .words import mask_numbers, normalise, pairs

# Cosine from which on a message is remembered as near another; below it likeness is chance.
FLOOR = 0.12
# Without the names of places, at least this much must remain in common: one place has many troubles.
THING_FLOOR = 0.05
COPY = 0.85
# Where no one is named, texts this much alike are taken for one person's second attempt.
SAME_HAND = 0.5
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it came in. Without a `user`, three copies of one text count as one person."""

    id: str
    time: datetime
    title: str
    text: str
    user: str = ""


@dataclass(slots=True)
class Known:
    """A remembered message; `more` where there may be more near ones than the newest, which the search showed, and
    `counted` while it is part of common speech.

    `linked` are near ones that may be the same matter, `alike` those about such a thing, wherever it is.
    """

    message: Message
    person: str
    phrases: Phrases
    places: frozenset[str]
    place_pairs: frozenset[str]
    more: bool
    linked: dict[int, float] = field(default_factory=dict)
    alike: set[int] = field(default_factory=set)
    counted: bool = True
    _things: frozenset[str] | None = None

    @property
    def things(self) -> frozenset[str]:
        """Its character pairs outside the names of places; most messages are never asked for them."""
        if self._things is None:
            self._things = _things(self.message, self.places)
        return self._things


class Stream:
    """Messages in order of arrival, numbered from 0, with their likeness to one another."""

    def __init__(self, *, gazetteer: Gazetteer | None = None) -> None:
        self.known: dict[int, Known] = {}
        self.fresh: list[int] = []
        self.vectors = Vectors()
        self.phrases_seen: Counter[str] = Counter()
        self.places_seen: Counter[str] = Counter()
        self._gazetteer = gazetteer
        self._attempts: Counter[str] = Counter()
        self._next = 0

    def add(self, message: Message) -> tuple[int, bool]:
        """Remember a message; its number, and whether it is only the same person's copy of an earlier one."""
        number = self._next
        self._next += 1
        counts = pair_counts(message.title, message.text)
        near = self.vectors.like(counts, least=FLOOR) if counts else {}
        copies = [other for other, likeness in near.items() if likeness >= COPY]
        person = self._person(number, message, near)
        repeated = any(self.known[other].person == person for other in copies)
        where = specific_places(message.title, message.text, gazetteer=self._gazetteer)
        spoken = phrases(message.title, message.text)
        place_pairs = frozenset(pair for name in where for pair in pairs(name))
        self.known[number] = Known(message, person, spoken, where, place_pairs, len(near) == NEWEST)
        self.vectors.add(number, counts, counted=not repeated)
        self.fresh.append(number)
        for other, likeness in near.items():
            self._connect(number, other, likeness)
        if not repeated:
            self.phrases_seen.update(spoken.all)
            self.places_seen.update(where)
        return number, repeated

    def count_out(self, number: int) -> None:
        """Leave a counted message out of what is common speech, for those who say the same next would not be found."""
        self.vectors.count_out(number)
        self.phrases_seen.subtract(self.known[number].phrases.all)
        self.places_seen.subtract(self.known[number].places)
        self.known[number].counted = False

    def forget_before(self, moment: datetime) -> None:
        """Drop messages older than this; how common words and places were stays known."""
        gone = 0
        while gone < len(self.fresh) and self.known[self.fresh[gone]].message.time < moment:
            gone += 1
        for number in self.fresh[:gone]:
            old = self.known.pop(number)
            for other in old.alike | old.linked.keys():
                if other in self.known:
                    self.known[other].linked.pop(number, None)
                    self.known[other].alike.discard(number)
            self.vectors.forget(number)
        del self.fresh[:gone]

    def _person(self, number: int, message: Message, near: dict[int, float]) -> str:
        """Who wrote it; where nobody is named, one "hand" per text, and one more for every three attempts of a hand.

        Neighbours do copy one another's letters, so that a text that comes again and again is not one person for ever.
        """
        if message.user:
            return f"user {message.user}"
        closest = max(near, key=lambda other: near[other], default=None)
        known = self.known[closest].person if closest is not None and near[closest] >= SAME_HAND else ""
        hand = known.rpartition("/")[0] or f"hand {number}"
        self._attempts[hand] += 1
        return f"{hand}/{(self._attempts[hand] - 1) // ATTEMPTS}"

    def _connect(self, number: int, other: int, likeness: float) -> None:
        ours, theirs = self.known[number], self.known[other]
        weighted = self.vectors.weighted
        thing = cosine_without(weighted(number), weighted(other), ours.place_pairs | theirs.place_pairs)
        if thing >= FLOOR:
            ours.alike.add(other)
            theirs.alike.add(number)
        elsewhere = ours.places and theirs.places and not same_place(ours.places, theirs.places)
        if thing >= THING_FLOOR and not elsewhere:
            ours.linked[other] = theirs.linked[number] = likeness


def _things(message: Message, where: frozenset[str]) -> frozenset[str]:
    text = normalise(f"{message.title} 。 {message.text}", limit=BODY_LIMIT)
    for name in sorted(where, key=len, reverse=True):
        text = text.replace(name, " ")
    return frozenset(pair for pair in pairs(mask_numbers(text)) if not pair.isdigit())
