"""Topics among fresh messages, and an early warning when one rises. Only the past is ever used.

Each arriving message is compared with those of the last weeks. What is alike forms its neighbourhood, the topic;
people are counted, not messages. The alert is a scan statistic: over every stretch of time that ends now, how improbable
is it that so many people wrote, given how often the matter came up before and how busy the whole stream is
(Poisson; the share of the matter in the past carries a prior, so that a new matter has a rate, too)?
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from .phrases import Phrases, common_phrases
from .places import Gazetteer
from .stream import Known, Message, Stream
from .vectors import NEWEST


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office may turn. The defaults were set on one city's messages of half a year, about twelve a day."""

    window: timedelta = timedelta(days=60)
    memory: timedelta = timedelta(days=365)
    link: float = 0.16
    join: float = 0.12
    cohesion: float = 0.175
    people: int = 3
    improbable: float = 5e-5
    unnamed: float = 0.1
    prior_topics: float = 0.5
    prior_messages: float = 1000.0
    clumping: float = 4.0
    busy_day: float = 30.0
    again: float = 2.0
    crowd: int = NEWEST // 2
    crowd_within: timedelta = timedelta(days=2)
    common: float = 0.08
    warm_up: int = 60
    warm_up_days: int = 10
    warm_up_many: int = 5000


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


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who has written about a reported topic by now: ids of all messages still remembered, in order of time."""

    topic: int
    members: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class _Surprise:
    people: int
    since: datetime
    expected: float
    chance: float


@dataclass(slots=True)
class _Topic:
    """A topic that was reported: its messages so far, who wrote them, and how many had at its last alert.

    ``untold`` while some of a crowd wrote whom neither an alert nor ``crowds`` has told of.
    """

    number: int
    ids: dict[int, str] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    people: int = 0
    untold: bool = False


class TopicWatch:
    """Feed messages in order of time; `feed` returns an alert when the message lifts its topic above the ordinary."""

    def __init__(self, settings: Settings | None = None, *, gazetteer: Gazetteer | None = None) -> None:
        self.settings = settings or Settings()
        self._stream = Stream(gazetteer=gazetteer)
        self._topics: list[_Topic] = []

    def feed(self, message: Message) -> Alert | None:
        """Take the next message in; it must not be older than the one before."""
        self.forget_before(message.time - self.settings.memory)
        number, repeated = self._stream.add(message)
        if repeated or not self._warm(message.time):
            return None
        topic = self._one_more(number)
        if topic is None:
            members = self._neighbourhood(number)
            topic = self._follow(members)
        elif len(topic.persons) < self.settings.again * topic.people:
            return None
        else:
            members = self._remembered(topic)
        surprise = self._surprise(members, message.time, known=topic is not None)
        if surprise is None or self._cohesion(members) < self.settings.cohesion or not self._about_one_place(members):
            return None
        return self._alert(topic, members, surprise, message.time)

    def crowds(self) -> list[Crowd]:
        """The topics about which a crowd went on writing since this was asked last.

        An alert is raised again only when a topic has doubled: until then it would be told of with half of its people.
        """
        grown = [topic for topic in self._topics if topic.untold]
        for topic in grown:
            topic.untold = False
        return [
            Crowd(topic.number, tuple(self._of(member).message.id for member in members), len(topic.persons))
            for topic in grown
            if (members := self._remembered(topic))
        ]

    def forget_before(self, moment: datetime) -> None:
        """Drop messages older than this; how common words and places were stays known."""
        self._stream.forget_before(moment)

    def _warm(self, now: datetime) -> bool:
        """Whether enough was seen to know what is ordinary: some days of a town, or a few thousand messages of a big city."""
        total, seen = self._stream.vectors.total, now - self._of(self._stream.fresh[0]).message.time
        enough_days = total >= self.settings.warm_up and seen.days >= self.settings.warm_up_days
        return enough_days or total >= self.settings.warm_up_many

    def _of(self, number: int) -> Known:
        return self._stream.known[number]

    def _one_more(self, number: int) -> _Topic | None:
        """The reported topic of which this is plainly one more of a crowd, with it added.

        Such a topic is past finding out; whoever writes now is counted, for a brief shall not say 60 where 3,000 wrote.
        """
        since = self._of(number).message.time - self.settings.crowd_within
        near = {
            other
            for other, likeness in self._of(number).linked.items()
            if likeness >= self.settings.link and self._of(other).message.time >= since
        }
        if len(near) < self.settings.crowd:
            return None
        for topic in self._topics:
            if 2 * len(topic.ids.keys() & near) > len(near):
                self._join(topic, [number])
                self._stream.count_out(number)
                topic.untold = True
                return topic
        return None

    def _remembered(self, topic: _Topic) -> list[int]:
        return sorted(topic.ids.keys() & self._stream.known.keys())

    def _join(self, topic: _Topic, members: list[int]) -> None:
        topic.ids.update((member, self._of(member).message.id) for member in members)
        topic.persons.update(self._of(member).person for member in members)

    def _neighbourhood(self, number: int) -> list[int]:
        """The message, what is alike, and what is alike on average to all of these; in order of time."""
        near = self._of(number).linked
        members = {number} | {other for other, likeness in near.items() if likeness >= self.settings.link}
        # Two rounds reach the other wording of the same matter; more would drift from one matter to the next.
        for _ in range(2):
            reach = Counter(other for member in members for other in self._of(member).linked if other not in members)
            members |= {other for other, _ in reach.items() if self._closeness(other, members) >= self.settings.join}
        kept = {
            member for member in members if member == number or self._closeness(member, members) >= self.settings.join
        }
        return self._with_the_thing(sorted(kept), number)

    def _with_the_thing(self, members: list[int], newest: int) -> list[int]:
        """Only those that use words which half of the people share and which are neither place names nor common.

        One place has many troubles, and one trouble has many places: what is left has the thing in common, too.
        """
        if len(members) == 1:
            return members
        telling = self._telling(members)
        # What three of five share is shorter, and says more, than what two of three do.
        enough = 3 if len({self._of(member).person for member in members}) <= 3 else 2
        kept = [member for member in members if len(self._of(member).things & telling) >= enough]
        return kept if newest in kept else [newest]

    def _telling(self, members: list[int]) -> set[str]:
        """The character pairs which half of the people share and which are neither place names nor common."""
        seen, total = self._stream.vectors.seen, self._stream.vectors.total
        used: dict[str, set[str]] = {}
        for member in members:
            for pair in self._of(member).things:
                used.setdefault(pair, set()).add(self._of(member).person)
        rare = max(self.settings.common * total, len(members) + 3)
        least = max(2, 0.6 * len({self._of(member).person for member in members}))
        return {pair for pair, persons in used.items() if len(persons) >= least and seen[pair] <= rare}

    def _not_compared(self, members: list[int]) -> int:
        """About how many more messages say the same than the search has shown, for it shows the newest only."""
        if not any(self._of(member).more for member in members):
            return 0
        remembered = [self._stream.vectors.remembered(pair) for pair in self._telling(members)]
        return max(0, round(median(remembered)) - len(members)) if remembered else 0

    def _closeness(self, number: int, members: set[int]) -> float:
        """Mean likeness to the members; what is below the floor of the search counts as nothing."""
        near = self._of(number).linked
        others = members - {number}
        return sum(near.get(other, 0.0) for other in others) / len(others) if others else 0.0

    def _surprise(self, members: list[int], now: datetime, *, known: bool) -> _Surprise | None:
        """The most improbable stretch ending now, or None where none is improbable enough."""
        latest: dict[str, datetime] = {}
        for member in members:
            latest[self._of(member).person] = self._of(member).message.time
        moments = sorted(latest.values())
        within = len(moments) - bisect_left(moments, now - self.settings.window)
        limit, meeting, more = self._limit(members), self._chance_meeting(members), self._not_compared(members)
        best: _Surprise | None = None
        for people in range(self._people_needed(now), within + 1):
            since = moments[-people]
            expected = self._expected(bisect_left(moments, since) + more, since, meeting, known=known)
            chance = poisson_tail(people, expected)
            if chance <= limit * (people - 2) and (best is None or chance < best.chance):
                best = _Surprise(people, since, expected, chance)
        return best

    def _people_needed(self, now: datetime) -> int:
        """Three people are a sign in a small town; where thousands write each day, more are asked for."""
        first = self._of(self._stream.fresh[0]).message.time
        days = max(7.0, (now - first) / timedelta(days=1))
        daily = len(self._stream.fresh) / days
        return self.settings.people + max(0, math.floor(0.75 * math.log2(daily / self.settings.busy_day)))

    def _limit(self, members: list[int]) -> float:
        """How improbable it must be: ten times more where nobody is named, for one person may be writing again."""
        unnamed = 2 * sum(not self._of(member).message.user for member in members) > len(members)
        return self.settings.improbable * (self.settings.unnamed if unnamed else 1.0)

    def _expected(self, earlier: int, since: datetime, meeting: float, *, known: bool) -> float:
        """How many people would have written since then, had all gone on as before; `earlier` wrote only before.

        The matter's share is the largest of three: what was seen of it, a prior for what was never seen, and chance
        meeting: how often such things are written about anywhere × how often anything is written about this place.
        A matter that was reported before is `known`: its own past alone says how often it comes up.
        """
        fresh = self._stream.fresh
        before = bisect_left(fresh, since, key=lambda number: self._of(number).message.time)
        if not before:
            return self.settings.prior_topics / self.settings.prior_messages * len(fresh)
        own = (earlier + self.settings.prior_topics) / (before + (0 if known else self.settings.prior_messages))
        return max(own, meeting) * (len(fresh) - before)

    def _chance_meeting(self, members: list[int]) -> float:
        """Share of such things among all other messages × share of these places among them, as if they met by chance.

        One is added to both counts: what was not seen yet is not therefore impossible. The product is raised, for troubles
        come in clumps: by season, by the age of the pipes.
        """
        total = len(self._stream.fresh)
        named = Counter(place for member in members for place in self._of(member).places)
        shared = {place: count for place, count in named.items() if count >= 2}
        if not shared:
            return 0.0
        alike = median(len(self._of(member).alike.difference(members)) for member in members)
        counted = Counter(place for member in members if self._of(member).counted for place in self._of(member).places)
        here = sum(self._stream.places_seen[place] - counted[place] for place in shared)
        return min(1.0, self.settings.clumping * (alike + 1) / total * (max(0, here) + 1) / total)

    def _cohesion(self, members: list[int]) -> float:
        """Median likeness between the newest of different people: two copies and a stranger are no topic."""
        known = [(member, self._of(member)) for member in members[-NEWEST:]]
        found = [
            left.linked.get(number, 0.0)
            for at, (_, left) in enumerate(known)
            for number, right in known[at + 1 :]
            if left.person != right.person
        ]
        return median(found) if found else 0.0

    def _about_one_place(self, members: list[int]) -> bool:
        """Not merely the same wording: where most name a place, at least half must name the same one."""
        by_person: dict[str, set[str]] = {}
        for member in members:
            by_person.setdefault(self._of(member).person, set()).update(self._of(member).places)
        named = [found for found in by_person.values() if found]
        if len(named) < 0.6 * len(by_person):
            return True
        commonest = Counter(place for found in named for place in found).most_common(1)[0][1]
        return commonest >= 0.5 * len(named)

    def members(self, topic: int) -> tuple[str, ...]:
        """Ids of all messages of a reported topic up to now, also those that came after its alert."""
        ids = self._topics[topic - 1].ids
        return tuple(ids[number] for number in sorted(ids))

    def _follow(self, members: list[int]) -> _Topic | None:
        """The reported topic that these belong to, with them added; None while there is none."""
        inside = set(members)
        for topic in self._topics:
            if len(topic.ids.keys() & inside) >= 0.5 * min(len(topic.ids), len(inside)):
                self._join(topic, members)
                return topic
        return None

    def _alert(self, topic: _Topic | None, members: list[int], surprise: _Surprise, now: datetime) -> Alert | None:
        people = len({self._of(member).person for member in members})
        repeated = topic is not None
        if topic is None:
            topic = _Topic(len(self._topics) + 1)
            self._join(topic, members)
            self._topics.append(topic)
        elif people < self.settings.again * topic.people:
            return None
        topic.people = people
        known = [self._of(member) for member in members]
        by_person: dict[str, list[Phrases]] = {}
        for one in known:
            by_person.setdefault(one.person, []).append(one.phrases)
        named = Counter(place for one in known for place in one.places)
        often = sorted((place for place, count in named.items() if count >= 2), key=lambda one: (-named[one], one))
        where = tuple(often[:5])
        return Alert(
            topic=topic.number,
            time=now,
            members=tuple(one.message.id for one in known),
            people=people,
            since=surprise.since,
            expected=surprise.expected,
            growth=surprise.people / surprise.expected,
            improbability=surprise.chance,
            words=tuple(self._words(list(by_person.values()), where)),
            places=where,
            likeness=self._cohesion(members),
            repeated=repeated,
        )

    def _words(self, people: list[list[Phrases]], names: tuple[str, ...]) -> list[str]:
        """The place that most name, then the phrases that most use; common speech comes last."""
        stream = self._stream
        spoken = common_phrases(people, stream.phrases_seen, stream.vectors.total, names=names)
        return [*names[:1], *(phrase for phrase in spoken if phrase not in names[:1])]


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


def in_order(messages: Iterable[Message]) -> list[Message]:
    """Messages by time; those of one moment by id."""
    return sorted(messages, key=lambda one: (one.time, one.id))


def replay(
    messages: Iterable[Message], settings: Settings | None = None, *, gazetteer: Gazetteer | None = None
) -> Iterator[Alert]:
    """All alerts of a finished stream, as they would have come."""
    watch = TopicWatch(settings, gazetteer=gazetteer)
    for message in in_order(messages):
        alert = watch.feed(message)
        if alert is not None:
            yield alert
