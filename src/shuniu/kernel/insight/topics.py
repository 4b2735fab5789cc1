"""Topics among fresh messages, and an early warning when one rises. Only the past is ever used.

Each arriving message is compared with those of the last weeks. What is alike forms its neighbourhood, the topic;
people are counted, not messages. The alert is a scan statistic: over every stretch of time that ends now, how improbable
is it that so many people wrote, given how often the matter came up before and how busy the whole stream is
(Poisson; the share of the matter in the past carries a prior, so that a new matter has a rate, too)?
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from .phrases import Phrases, common_phrases, phrases
from .places import Gazetteer, places
from .vectors import Vectors, pair_counts
from .words import normalise


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it came in. Without a `user`, copies of one text count as one person."""

    id: str
    time: datetime
    title: str
    text: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office may turn. The defaults were set on one city's messages of half a year, about twelve a day."""

    window: timedelta = timedelta(days=60)
    memory: timedelta = timedelta(days=365)
    link: float = 0.16
    join: float = 0.12
    copy: float = 0.85
    cohesion: float = 0.175
    people: int = 3
    improbable: float = 5e-5
    prior_topics: float = 0.5
    prior_messages: float = 1000.0
    busy_day: float = 30.0
    again: float = 2.0
    warm_up: int = 20


@dataclass(frozen=True, slots=True)
class Alert:
    """A rising topic at the moment of its latest message; `members` are in order of time, all from before or now."""

    topic: int
    time: datetime
    members: tuple[str, ...]
    people: int
    since: datetime
    expected: float
    growth: float
    improbability: float
    words: tuple[str, ...]
    places: tuple[str, ...]
    likeness: float
    repeated: bool


@dataclass(slots=True)
class _Known:
    message: Message
    person: str
    phrases: Phrases
    places: frozenset[str]
    near: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Surprise:
    people: int
    since: datetime
    expected: float
    chance: float


class TopicWatch:
    """Feed messages in order of time; `feed` returns an alert when the message lifts its topic above the ordinary."""

    def __init__(self, settings: Settings | None = None, *, gazetteer: Gazetteer | None = None) -> None:
        self.settings = settings or Settings()
        self._gazetteer = gazetteer
        self._vectors = Vectors()
        self._known: dict[int, _Known] = {}
        self._fresh: list[int] = []
        self._phrases_seen: Counter[str] = Counter()
        self._alerted: list[tuple[int, set[int], int]] = []
        self._next = 0

    def feed(self, message: Message) -> Alert | None:
        """Take the next message in; it must not be older than the one before."""
        number = self._next
        self._next += 1
        self._forget_before(message.time - self.settings.memory)
        repeated = self._learn(number, message)
        if self._vectors.total < self.settings.warm_up or repeated:
            return None
        members = self._neighbourhood(number)
        surprise = self._surprise(members, message.time)
        if surprise is None or self._cohesion(members) < self.settings.cohesion or not self._about_one_place(members):
            return None
        return self._alert(members, surprise, message.time)

    def _learn(self, number: int, message: Message) -> bool:
        """Store the message; say whether it is only the same person's copy of an earlier one."""
        counts = pair_counts(message.title, message.text)
        near = self._vectors.like(counts, least=self.settings.join) if counts else {}
        copies = [other for other, likeness in near.items() if likeness >= self.settings.copy]
        person = self._person(number, message, copies)
        repeated = any(self._known[other].person == person for other in copies)
        known = _Known(
            message,
            person,
            phrases(message.title, message.text),
            frozenset(self._places(message)),
            near,
        )
        self._known[number] = known
        for other, likeness in near.items():
            self._known[other].near[number] = likeness
        self._vectors.add(number, counts, counted=not repeated)
        if not repeated:
            self._phrases_seen.update(known.phrases.all)
        self._fresh.append(number)
        return repeated

    def _person(self, number: int, message: Message, copies: list[int]) -> str:
        if message.user:
            return f"user {message.user}"
        return self._known[copies[0]].person if copies else f"message {number}"

    def _places(self, message: Message) -> list[str]:
        found = places(normalise(f"{message.title}。{message.text}", limit=600), gazetteer=self._gazetteer)
        return [place.name for place in found if place.specific]

    def _forget_before(self, moment: datetime) -> None:
        while self._fresh and self._known[self._fresh[0]].message.time < moment:
            number = self._fresh.pop(0)
            for other in self._known.pop(number).near:
                if other in self._known:
                    self._known[other].near.pop(number, None)
            self._vectors.forget(number)

    def _neighbourhood(self, number: int) -> list[int]:
        """The message, what is alike, and what is alike on average to all of these; in order of time."""
        near = self._known[number].near
        members = {number} | {other for other, likeness in near.items() if likeness >= self.settings.link}
        # Two rounds reach the other wording of the same matter; more would drift from one matter to the next.
        for _ in range(2):
            reach = Counter(other for member in members for other in self._known[member].near if other not in members)
            members |= {other for other, _ in reach.items() if self._closeness(other, members) >= self.settings.join}
        kept = {
            member for member in members if member == number or self._closeness(member, members) >= self.settings.join
        }
        return sorted(kept)

    def _closeness(self, number: int, members: set[int]) -> float:
        """Mean likeness to the members; what is below the floor of the search counts as nothing."""
        near = self._known[number].near
        others = members - {number}
        return sum(near.get(other, 0.0) for other in others) / len(others) if others else 0.0

    def _surprise(self, members: list[int], now: datetime) -> _Surprise | None:
        """The most improbable stretch ending now, or None where none is improbable enough."""
        latest: dict[str, datetime] = {}
        for member in members:
            latest[self._known[member].person] = self._known[member].message.time
        moments = sorted((moment for moment in latest.values() if now - moment <= self.settings.window), reverse=True)
        best: _Surprise | None = None
        for people in range(self._people_needed(now), len(moments) + 1):
            since = moments[people - 1]
            expected = self._expected(members, since)
            chance = poisson_tail(people, expected)
            if chance <= self.settings.improbable * (people - 2) and (best is None or chance < best.chance):
                best = _Surprise(people, since, expected, chance)
        return best

    def _people_needed(self, now: datetime) -> int:
        """Three people are a sign in a small town; where thousands write each day, more are asked for."""
        first = self._known[self._fresh[0]].message.time
        days = max(7.0, (now - first) / timedelta(days=1))
        daily = len(self._fresh) / days
        return self.settings.people + max(0, math.floor(0.75 * math.log2(max(daily, 1e-9) / self.settings.busy_day)))

    def _expected(self, members: list[int], since: datetime) -> float:
        """How many people would have written since then at the matter's earlier share of all messages."""
        before = sum(1 for number in self._fresh if self._known[number].message.time < since)
        people = {self._known[number].person for number in members if self._known[number].message.time < since}
        share = (len(people) + self.settings.prior_topics) / (before + self.settings.prior_messages)
        return share * (len(self._fresh) - before)

    def _cohesion(self, members: list[int]) -> float:
        """Median likeness between the messages of different people: two copies and a stranger are no topic."""
        known = [(member, self._known[member]) for member in members]
        found = [
            left.near.get(number, 0.0)
            for at, (_, left) in enumerate(known)
            for number, right in known[at + 1 :]
            if left.person != right.person
        ]
        return median(found) if found else 0.0

    def _about_one_place(self, members: list[int]) -> bool:
        """Not merely the same wording: where most name a place, at least half must name the same one."""
        by_person: dict[str, set[str]] = {}
        for member in members:
            by_person.setdefault(self._known[member].person, set()).update(self._known[member].places)
        named = [found for found in by_person.values() if found]
        if len(named) < 0.6 * len(by_person):
            return True
        commonest = Counter(place for found in named for place in found).most_common(1)[0][1]
        return commonest >= 0.5 * len(named)

    def _alert(self, members: list[int], surprise: _Surprise, now: datetime) -> Alert | None:
        people = len({self._known[member].person for member in members})
        topic, repeated = len(self._alerted) + 1, False
        for at, (earlier_topic, earlier, count) in enumerate(self._alerted):
            if len(earlier & set(members)) >= 0.5 * min(len(earlier), len(members)):
                if people < self.settings.again * count:
                    return None
                topic, repeated = earlier_topic, True
                del self._alerted[at]
                break
        self._alerted.append((topic, set(members), people))
        known = [self._known[member] for member in members]
        by_person: dict[str, list[Phrases]] = {}
        for one in known:
            by_person.setdefault(one.person, []).append(one.phrases)
        named = Counter(place for one in known for place in one.places)
        return Alert(
            topic=topic,
            time=now,
            members=tuple(one.message.id for one in known),
            people=people,
            since=surprise.since,
            expected=surprise.expected,
            growth=surprise.people / surprise.expected,
            improbability=surprise.chance,
            words=tuple(common_phrases(list(by_person.values()), self._phrases_seen, self._vectors.total)),
            places=tuple(place for place, count in named.most_common(5) if count >= 2),
            likeness=self._cohesion(members),
            repeated=repeated,
        )


def poisson_tail(count: int, expected: float) -> float:
    """Chance of at least `count` events where `expected` are expected."""
    if count <= 0:
        return 1.0
    term = math.exp(-expected)
    below = term
    for number in range(1, count):
        term *= expected / number
        below += term
    # For tiny chances the difference drowns in rounding; the first term of the tail is then exact enough.
    first = term * expected / count
    return max(1 - below, first) if below < 1 - 1e-12 else first


def replay(
    messages: Iterable[Message], settings: Settings | None = None, *, gazetteer: Gazetteer | None = None
) -> Iterator[Alert]:
    """All alerts of a finished stream, as they would have come; sorts by time first (ties: by id)."""
    watch = TopicWatch(settings, gazetteer=gazetteer)
    for message in sorted(messages, key=lambda one: (one.time, one.id)):
        alert = watch.feed(message)
        if alert is not None:
            yield alert
