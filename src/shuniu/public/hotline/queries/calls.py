"""What the operator sees while the caller speaks: the caller's earlier requests, answers, likely repeats, a likely unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.casework.queries import Light, amber_until, light_of, visible
from shuniu.kernel.insight.duplicates import similarity
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.search.index import Results, find
from shuniu.public.hotline import article_search, search
from shuniu.public.hotline.hints import Suggestion, UnitChoice, suggest
from shuniu.public.hotline.models import Article, Contact, Request
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.lists import phone_key

SHOWN_EARLIER = 8
ANSWERS, REPEATS = 3, 3
WITHIN = timedelta(days=60)
ANSWER_SHARE = 0.4
"""An answer with less than this share of the best one's score is about something else."""
READ_LEAST, READ_MOST = 4, 300
"""Hints begin with so many characters, and read no more than so many: what a caller says first is what it is about."""
CANDIDATES, LEAST_ALIKE = 12, 0.3
ON_BEHALF = ("urge", "add_material", "appeal", "withdraw")
"""What an operator may do for a caller on a request that is there already."""


# --- The caller ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier request of the caller. ``steps`` are label and address of what can be done on their behalf."""

    number: str
    title: str
    state: str
    unit: str
    light: Light
    open: bool
    received_at: datetime
    due_at: datetime | None
    url: str
    steps: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Caller:
    """``known`` is false when the number is no telephone number; ``more`` is how many requests are not shown."""

    phone: str = ""
    known: bool = False
    earlier: Sequence[Earlier] = ()
    more: int = 0

    @property
    def tail(self) -> str:
        return tail_of(self.phone)


def tail_of(phone: str) -> str:
    """The last four digits of a whole telephone number; nothing for what does not look like one."""
    return "".join(filter(str.isdigit, phone))[-4:] if phone_key(phone) else ""


def caller_of(phone: str, actor: Actor, *, now: datetime) -> Caller:
    """The earlier requests from this telephone, open ones first, then the newest. Sealed ones are not listed.

    The caller of this function records the look before it answers.
    """
    key = phone_key(phone)
    if not key:
        return Caller(phone)
    own = Contact.objects.filter(phone_hash=key, sealed=False).values("pk")
    rows = visible(HotlineRequest, actor).filter(pk__in=own, sealed=False)
    found = list(rows.order_by(F("closed_at").desc(nulls_first=True), "-received_at", "-pk")[: SHOWN_EARLIER + 93])
    amber = amber_until(now)
    shown = [_earlier(matter, light_of(matter.due_at, now, amber)) for matter in found[:SHOWN_EARLIER]]
    return Caller(phone, True, shown, len(found) - len(shown))


def _earlier(matter: Matter, light: Light) -> Earlier:
    number = matter.number or ""
    state = HotlineRequest.states[matter.state]
    steps = [HotlineRequest.steps[name] for name in ON_BEHALF]
    return Earlier(
        number=number,
        title=matter.title,
        state=_(state.label),
        unit=tree().name(matter.unit_id),
        light=light,
        open=matter.closed_at is None,
        received_at=matter.received_at,
        due_at=matter.due_at,
        url=reverse("hotline:matter", args=[number]),
        steps=[
            (_(step.label), reverse(f"hotline:{step.name}", args=[number]))
            for step in steps
            if step.target_from(matter.state) is not None
        ],
    )


# --- Hints while typing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Repeat:
    """An open request that may be about the same event; ``percent`` is how much of the text is the same."""

    number: str
    title: str
    place: str
    state: str
    unit: str
    received_at: datetime
    percent: int


@dataclass(frozen=True, slots=True)
class Hints:
    """Nothing here decides: each is a key that fills a field."""

    answers: Sequence[Article] = ()
    repeats: Sequence[Repeat] = ()
    suggestion: Suggestion | None = None
    asked: bool = False

    @property
    def units(self) -> list[tuple[UnitChoice, int]]:
        """The likely units with percent; nothing that was learnt is ever quite certain."""
        top = self.suggestion.top if self.suggestion else ()
        return [(one, min(round(one.confidence * 100), 99)) for one in top]


def hints(text: str, place: str, actor: Actor, *, now: datetime) -> Hints:
    """What helps with these words of a caller."""
    said = " ".join(text.split())[:READ_MOST]
    if len(said) < READ_LEAST:
        return Hints()
    return Hints(answers(said), repeats(said, place.strip(), actor, now=now), suggest(text, place), True)


def answers(said: str) -> list[Article]:
    """Published articles that may answer, best first."""
    found_hits = find(said, kinds=[article_search.KIND], limit=ANSWERS).hits
    hits = [hit for hit in found_hits if hit.score >= found_hits[0].score * ANSWER_SHARE]
    rows = Article.objects.filter(pk__in=[hit.key for hit in hits], status=Article.Status.PUBLISHED)
    found = {row.pk: row for row in rows.select_related("unit")} if hits else {}
    return [found[hit.key] for hit in hits if hit.key in found]


def repeats(said: str, place: str, actor: Actor, *, now: datetime) -> list[Repeat]:
    """Requests of the last sixty days that read alike and whose answer is still to come, the most alike first."""
    hits = _like(said, actor, now)
    if not hits.hits:
        return []
    rows = Request.objects.filter(
        pk__in=[hit.key for hit in hits.hits], matter__closed_at=None, answered_at=None, joined_to=""
    )
    scored = [(_alike(said, place, row), row) for row in rows.select_related("matter").only("text", "place", "matter")]
    best = sorted((one for one in scored if one[0] >= LEAST_ALIKE), key=lambda one: -one[0])[:REPEATS]
    return [_repeat(score, row) for score, row in best]


def _like(said: str, actor: Actor, now: datetime) -> Results:
    allowed = search.visible(actor)
    if allowed is None:
        return Results()
    groups = [*allowed, ["p:waiting", "p:working"]]
    return find(said, kinds=[search.KIND], any_of=groups, since=now - WITHIN, limit=CANDIDATES)


def _alike(said: str, place: str, row: Request) -> float:
    score = similarity(said, row.text[:READ_MOST])
    if place and place == row.place:
        score = max(score, 0.5 + score / 2)  # The same place weighs as much as half of the words.
    return score


def _repeat(score: float, row: Request) -> Repeat:
    matter = row.matter
    return Repeat(
        number=matter.number or "",
        title=matter.title,
        place=row.place,
        state=_(HotlineRequest.states[matter.state].label),
        unit=tree().name(matter.unit_id),
        received_at=matter.received_at,
        percent=round(score * 100),
    )


# --- Afterwards ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Registered:
    """What the operator reads out: what became of the call, and until when the caller is answered."""

    number: str
    title: str
    state: str
    public: str
    unit: str
    closed: bool
    answer_by: datetime | None
    url: str


def registered(number: str, actor: Actor) -> Registered | None:
    matter = visible(HotlineRequest, actor).filter(number=number).first()
    if matter is None:
        return None
    state = HotlineRequest.states[matter.state]
    clocks = Clock.objects.filter(matter_id=matter.pk, name="answer_clock", stopped_at=None)
    return Registered(
        number=number,
        title=matter.title,
        state=_(state.label),
        public=_(state.public),
        unit=tree().name(matter.unit_id),
        closed=matter.closed_at is not None,
        answer_by=clocks.values_list("safe_due", flat=True).first(),
        url=reverse("hotline:matter", args=[number]),
    )


def answer_named(code: str) -> Article | None:
    """The published article of that code."""
    return Article.objects.filter(code=code, status=Article.Status.PUBLISHED).first()
