"""诉求: two years, or as many as asked, of believable requests of the citizens of 云州市. The same seed gives the same requests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from shuniu.demo import stories
from shuniu.demo.arrivals import arrivals
from shuniu.demo.gazetteer import Place, places_of
from shuniu.demo.knowledge import Article, article, articles
from shuniu.demo.names import full_name
from shuniu.demo.scenarios import NIGHT, Scenario, Topic, pool
from shuniu.demo.stories import Story
from shuniu.demo.units import unit
from shuniu.demo.writing import (
    Chance,
    Scene,
    Sentences,
    choose,
    citizen_text,
    pick,
    question_text,
    set_answer,
    set_day,
    set_place,
    vary,
)

_CHANNELS = ("phone",) * 60 + ("app",) * 17 + ("web",) * 15 + ("letter",) * 3 + ("api",) * 5
_NAMELESS = "反映人"
_PLAIN_QUESTIONS = 0.24
_NEAR_DUPLICATES = 0.06
_REMEMBERED = 24
_STILL_FRESH = timedelta(days=4)
_REGULARS = 400
_KEPT_FROM_THE_FIRST = ("place", "road", "town", "district", "building", "clock", "since", "n", "bus", "date")


@dataclass(frozen=True, slots=True)
class Reporter:
    """A citizen. The telephone begins with 100, which no mobile number does."""

    name: str
    salutation: str
    """先生 or 女士."""
    phone: str

    @property
    def salute(self) -> str:
        return self.name[0] + self.salutation


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """One request with its true answer: who is competent, and what becomes of it."""

    serial: int
    """Counts from 0 in order of receipt."""
    received_at: datetime
    channel: str
    """phone, web, app, letter or api."""
    type: str
    """consultation, help, complaint, report, suggestion or praise."""
    category: str
    subject: str
    """Code of the scenario, or of the knowledge article for a plain question."""
    subject_name: str
    title: str
    text: str
    place: Place | None
    building: str
    reporter: Reporter
    sealed: bool
    """The identity must not reach the unit (举报, or asked for)."""
    unit: str
    """Code of the competent unit: the ground truth for routing."""
    story: Story
    duplicate_of: int | None
    """Serial of the earlier request about the same thing."""
    topic: str
    """Code of the topic it belongs to, else empty."""


@dataclass(slots=True)
class _Draft:
    """What is remembered of a fresh request, so that somebody else can report the same thing."""

    serial: int
    received_at: datetime
    kind: Scenario
    place: Place
    scene: Scene
    told: Sentences
    reporter: Reporter
    unit: str
    type: str

    @property
    def sealed(self) -> bool:
        return self.type == "report" or self.told.in_confidence

    @property
    def salute(self) -> str:
        """How the unit addresses the citizen: without a name where it must not know it."""
        return _NAMELESS if self.sealed else self.reporter.salute

    @property
    def case(self) -> stories.Case:
        local = (self.place.township, self.place.district)
        return stories.Case(self.kind, self.told, self.scene, self.type, self.unit, local)


class _Crowd:
    """The people who write: mostly new ones, some who write again. No two have the same telephone."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._count = rng.randrange(100_000_000)
        self._regulars: list[Reporter] = []

    def somebody_new(self) -> Reporter:
        self._count += 1
        name, salutation = full_name(self._rng)
        # Multiplying by a number prime to 10 visits every eight-digit number once before any comes again.
        return Reporter(name, salutation, f"100{self._count * 61_803_399 % 100_000_000:08d}")

    def somebody(self) -> Reporter:
        draw = self._rng.random()
        if draw < 0.13 and self._regulars:
            return pick(self._rng.random, self._regulars)
        person = self.somebody_new()
        if draw > 0.94:
            if len(self._regulars) < _REGULARS:
                self._regulars.append(person)
            else:
                self._regulars[int(self._rng.random() * _REGULARS)] = person
        return person


class _Writer:
    """Makes one request after the other. Keeps the fresh ones in mind for near-duplicates and topics."""

    def __init__(self, rng: Random) -> None:
        self.chance: Chance = rng.random
        self.crowd = _Crowd(rng)
        self.fresh: deque[_Draft] = deque(maxlen=_REMEMBERED)
        self.of_topic: dict[tuple[str, str], _Draft] = {}
        self.serial = -1

    def write(self, moment: datetime, topic: Topic | None) -> DemoRequest:
        self.serial += 1
        if topic is not None:
            return self._about_topic(moment, topic)
        draw = self.chance()
        if draw < _PLAIN_QUESTIONS:
            return self._question(moment, pick(self.chance, articles()))
        if draw > 1 - _NEAR_DUPLICATES and self.fresh:
            first = pick(self.chance, self.fresh)
            in_season = first.kind.months[moment.month - 1] > 0
            if in_season and moment - first.received_at < _STILL_FRESH:
                return self._again(moment, first)
        kind = pick(self.chance, pool(moment.month, night=moment.hour in NIGHT))
        return self._first(moment, kind, self._place(kind))

    def _place(self, kind: Scenario) -> Place:
        return pick(self.chance, places_of("any_home" if kind.place == "none" else kind.place))

    def _scene(self, moment: datetime, place: Place, channel: str, money: str) -> Scene:
        scene = Scene(self.chance, money, hamlet=place.kind == "village", channel=channel)
        set_place(scene, place)
        set_day(scene, moment.toordinal())
        return scene

    def _question(self, moment: datetime, known: Article) -> DemoRequest:
        channel = pick(self.chance, _CHANNELS)
        place = pick(self.chance, places_of("any_home"))
        reporter = self.crowd.somebody()
        scene = self._scene(moment, place, channel, "mid")
        set_answer(scene, reporter.salute, known.title.rstrip("？"), unit(known.unit))
        text = question_text(self.chance, known, scene, channel)
        answerable = unit(known.unit).answers
        if self.chance() < 0.8 or not answerable:
            story = stories.at_once(self.chance, known.answer, known.code)
        else:
            story = stories.answered_question(self.chance, known.answer, known.unit, scene)
        return DemoRequest(
            serial=self.serial,
            received_at=moment,
            channel=channel,
            type="consultation",
            category=known.category,
            subject=known.code,
            subject_name=known.title,
            title=f"咨询：{known.title.rstrip('？')}",
            text=text,
            place=None,
            building="",
            reporter=reporter,
            sealed=False,
            unit=known.unit,
            story=story,
            duplicate_of=None,
            topic="",
        )

    def _first(self, moment: datetime, kind: Scenario, place: Place, topic: str = "") -> DemoRequest:
        channel = pick(self.chance, _CHANNELS) if kind.story != "emergency" else "phone"
        owner = _competent(kind, place)
        draft = _Draft(
            serial=self.serial,
            received_at=moment,
            kind=kind,
            place=place,
            scene=self._scene(moment, place, channel, kind.money),
            told=choose(self.chance, kind),
            reporter=self.crowd.somebody_new() if topic else self.crowd.somebody(),
            unit=owner,
            type=pick(self.chance, kind.types),
        )
        set_answer(draft.scene, draft.salute, kind.subject, unit(owner))
        text = citizen_text(self.chance, kind, draft.told, draft.scene, channel, draft.type)
        if not kind.story and draft.type != "praise":
            self.fresh.append(draft)
        return self._request(draft, channel, text, self._story(draft), None, topic)

    def _again(self, moment: datetime, first: _Draft, topic: str = "") -> DemoRequest:
        """The same thing reported again, mostly by a neighbour, sometimes by the same person who waits."""
        channel = pick(self.chance, _CHANNELS)
        scene = self._scene(moment, first.place, channel, first.kind.money)
        for slot in _KEPT_FROM_THE_FIRST:
            if slot in first.scene:
                scene[slot] = first.scene[slot]
        same_person = not topic and self.chance() < 0.25
        reporter = first.reporter if same_person else self.crowd.somebody_new()
        told = first.told if same_person else vary(self.chance, first.kind, first.told)
        draft = _Draft(self.serial, moment, first.kind, first.place, scene, told, reporter, first.unit, first.type)
        set_answer(scene, draft.salute, first.kind.subject, unit(first.unit))
        text = citizen_text(self.chance, first.kind, told, scene, channel, first.type)
        return self._request(draft, channel, text, stories.merged(self.chance, draft.case), first.serial, topic)

    def _about_topic(self, moment: datetime, topic: Topic) -> DemoRequest:
        place = pick(self.chance, places_of(topic.place, topic.township))
        first = self.of_topic.get((topic.code, place.name))
        if first is not None and self.chance() < 0.12:
            return self._again(moment, first, topic.code)
        made = self._first(moment, topic.scenario, place, topic.code)
        self.of_topic.setdefault((topic.code, place.name), self.fresh[-1])
        return made

    def _story(self, draft: _Draft) -> Story:
        kind = draft.kind
        if kind.story:
            return stories.fixed_way(kind, draft.told, draft.scene)
        if draft.type == "consultation" and kind.article and self.chance() < 0.6:
            return stories.at_once(self.chance, article(kind.article).answer, kind.article)
        return stories.ordinary(self.chance, draft.case)

    def _request(
        self, draft: _Draft, channel: str, text: str, story: Story, duplicate_of: int | None, topic: str
    ) -> DemoRequest:
        kind, scene = draft.kind, draft.scene
        somewhere = kind.place != "none"
        return DemoRequest(
            serial=draft.serial,
            received_at=draft.received_at,
            channel=channel,
            type=draft.type,
            category=kind.category,
            subject=kind.code,
            subject_name=kind.subject,
            title=draft.told.title.format_map(scene),
            text=text,
            place=draft.place if somewhere else None,
            building=scene.get("building", "") if somewhere else "",
            reporter=draft.reporter,
            sealed=draft.sealed,
            unit=draft.unit,
            story=story,
            duplicate_of=duplicate_of,
            topic=topic,
        )


def _competent(kind: Scenario, place: Place) -> str:
    if kind.unit == "@township":
        return place.township
    return place.district if kind.unit == "@district" else kind.unit


def generate(rng: Random, n: int, start: datetime, end: datetime) -> Iterator[DemoRequest]:
    """``n`` requests in order of receipt, from ``start`` (included) to ``end`` (excluded).

    A period of less than a day may be too short for the topics; they are then left out. ``ValueError`` when the period is
    empty or ``n`` is negative.
    """
    if end <= start or n < 0:
        raise ValueError("the period must not be empty and the number not negative")
    writer = _Writer(rng)
    for moment, topic in arrivals(rng, n, start, end):
        yield writer.write(moment, topic)
