"""A leader's own page: today and tomorrow, what waits for a word, and the papers one tap away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, values_together
from shuniu.kernel.remembering import Memory
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.engagements.models import Engagement, Kind
from shuniu.office.engagements.placing import Trouble, Ways, troubles
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import VALUES, WAYS, Set, by_places, number
from shuniu.office.engagements.queries.screening import STANDING, midnight
from shuniu.office.engagements.queries.wording import hours
from shuniu.office.engagements.screening import Busy

AHEAD = 14
NEAR = 40


@dataclass(slots=True)
class Entry:
    """One engagement of the day."""

    number: str
    title: str
    time: str
    begins: datetime
    ends: datetime
    place: str
    unit: str
    kind: str
    who: str
    state: str
    seq: int
    attendees: str
    necessity: str
    acknowledged: bool
    leader: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def url(self) -> str:
        return address("engagements:engagement", self.number)


@dataclass(frozen=True, slots=True, eq=False)
class Mine:
    """What was made of the same values is the same: it stands for all that it shows."""

    leaders: tuple[people.Head, ...]
    today: list[Entry]
    tomorrow: list[Entry]
    asked: list[Entry]
    """What waits for the leader's word on a later day."""
    later: int
    days: tuple[date, date]


class Read(NamedTuple):
    """All that the page is made of, as the database has it in this very request: the key of what was made before."""

    leaders: tuple[people.Head, ...]
    today: date
    language: str | None
    rows: tuple[Values, ...]
    files: tuple[Values, ...]
    travel: int
    ways: tuple[Values, ...]
    units: int
    """The stamp of the tree, for their names."""


_diaries: Memory[Mine] = Memory(50)


def mine(actor: Actor, *, now: datetime) -> Mine:
    """The diaries that are this person's."""
    whose = people.diaries_of(actor)
    today = local_day(now)
    ids = tuple([one.pk for one in whose])
    ahead, files, values, ways = values_together(_ahead(ids, today), _files(ids, today), VALUES, WAYS)
    travel = number("travel", today, starmap(Set, values))
    read = Read(whose, today, get_language(), ahead, files, travel, ways, tree().stamp)
    return _diaries.of(read, lambda: _made(read))


def _made(read: Read) -> Mine:
    rows = [Planned(*row) for row in read.rows]
    entries = [_entry(row) for row in rows]
    _with_files(rows, entries, read.files)
    _with_troubles(rows, entries, Ways(by_places(read.ways), read.travel))
    days = today, tomorrow = read.today, read.today + timedelta(days=1)
    on = {day: [one for one in entries if local_day(one.begins) == day] for day in days}
    near = [number.number for day in on.values() for number in day]
    later = [one for one in entries if one.number not in near]
    return Mine(
        read.leaders, on[today], on[tomorrow], [one for one in later if one.state == "proposed"],
        sum(1 for one in later if one.state == "arranged"), days,
    )  # fmt: skip


def near(actor: Actor, *, now: datetime) -> tuple[list[Entry], list[Entry]]:
    """For the desk, in one question: today's engagements, and those of two weeks that wait for a word."""
    if actor.person_id is None:
        return [], []
    today = midnight(local_day(now))
    whose = Q(leader__person_id__in=people.acts_for(actor)) | Q(leader__served_by__person_id=actor.person_id)
    rows = Engagement.objects.filter(
        whose, starts_at__gte=today, starts_at__lt=today + timedelta(days=AHEAD), matter__state__in=STANDING
    ).distinct().order_by("starts_at")[:NEAR]  # fmt: skip
    entries = [_entry(Planned(*values)) for values in rows.values_list(*FIELDS)]
    tomorrow = today + timedelta(days=1)
    return [one for one in entries if one.begins < tomorrow], [one for one in entries if one.state == "proposed"]


class Planned(NamedTuple):
    """What a page of a diary shows of an engagement."""

    pk: int
    number: str | None
    state: str
    seq: int
    about: str
    starts_at: datetime
    ends_at: datetime
    fixed: bool
    place_id: int | None
    place: str | None
    place_note: str
    unit_id: int | None
    kind: str
    leader_id: int
    who: str
    attendees: str
    necessity: str
    answer: str


FIELDS = ("pk", "matter__number", "matter__state", "matter__seq", "about", "starts_at", "ends_at", "fixed", "place_id", "place__name",
          "place_note", "unit_id", "kind", "leader_id", "leader__person__name", "attendees", "necessity", "answer")  # fmt: skip


def _standing(leader_ids: tuple[int, ...], moments: Mapping[str, datetime]) -> QuerySet[Engagement]:
    """What stands in these diaries between two moments."""
    rows = Engagement.objects.filter(leader_id__in=leader_ids, matter__state__in=STANDING)
    return rows.filter(starts_at__gte=moments["since"], starts_at__lt=moments["until"])


def _span(today: date) -> dict[str, datetime]:
    return {"since": midnight(today), "until": midnight(today + timedelta(days=AHEAD))}


def _ahead(leader_ids: tuple[int, ...], today: date) -> Composed[Planned]:
    """What stands in these diaries from a day on."""

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        return _standing(leader_ids, moments).order_by("starts_at")

    return Composed(("engagements.diaries", leader_ids), build, Planned, FIELDS, _span(today))


class Paper(NamedTuple):
    """A file of an engagement."""

    matter_id: int
    pk: int
    name: str


def _files(leader_ids: tuple[int, ...], today: date) -> Composed[Paper]:
    """The files of the same."""

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        return Attachment.objects.filter(matter_id__in=_standing(leader_ids, moments).values("pk"))

    return Composed(("engagements.papers", leader_ids), build, Paper, Paper._fields, _span(today))


def _entry(row: Planned) -> Entry:
    return Entry(
        number=row.number or "", title=row.about, time=hours(row.starts_at, row.ends_at), begins=row.starts_at,
        ends=row.ends_at, place=" ".join(filter(None, (row.place or "", row.place_note))),
        unit=str(tree().get(row.unit_id) or ""), kind=str(Kind(row.kind).label), who=row.who,
        state=row.state, seq=row.seq, attendees=row.attendees, necessity=row.necessity,
        acknowledged=row.answer == "accepted", leader=row.who,
    )  # fmt: skip


def _with_files(rows: list[Planned], entries: list[Entry], files: Iterable[Values]) -> None:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for matter_id, pk, name in files:
        found[matter_id].append((pk, name))
    for row, entry in zip(rows, entries, strict=True):
        entry.files = [
            {"name": name, "url": reverse("engagements:file", args=[entry.number, pk])} for pk, name in found[row.pk]
        ]


def _with_troubles(rows: list[Planned], entries: list[Entry], road: Ways) -> None:
    by_number = {one.number: one for one in entries}
    for leader_id in {row.leader_id for row in rows}:
        own = [(row, entry) for row, entry in zip(rows, entries, strict=True) if row.leader_id == leader_id]
        busy = [
            Busy(entry.number, entry.title, entry.begins, entry.ends, row.fixed, row.place_id) for row, entry in own
        ]
        for one in troubles(own[0][1].who, busy, road):
            by_number[one.first].troubles.append(one)
            by_number[one.second].troubles.append(one)
