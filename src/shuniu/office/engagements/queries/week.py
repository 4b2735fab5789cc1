"""一周安排: leaders in rows, days in columns, what waits beside it, what does not fit, what changed since it was published."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed, Values, values_together
from shuniu.kernel.remembering import Memory
from shuniu.kernel.web.words import yearless_day
from shuniu.kernel.workdays.calendar import Calendar, DayKind, DaySort
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Engagement, Rank, WeekVersion
from shuniu.office.engagements.placing import Half, Trouble, Ways, half_of, troubles
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import VALUES, WAYS, Set, by_places, number
from shuniu.office.engagements.queries.screening import STANDING, midnight
from shuniu.office.engagements.queries.sheets import DAYS, Card, Cell, Day, Row, Sheet, Version

MOST_WAITING = 60
STATES = {"requested": "waiting", "proposed": "proposed", "offered": "offered", "arranged": "arranged", "held": "held"}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def shown_week(today: date) -> date:
    """The week that the sheet opens on: this one, and from Friday on the one to come, which is then being arranged."""
    return monday_of(today + timedelta(days=3))


class Read(NamedTuple):
    """All that a sheet is made of, as the database has it in this very request: the key of what was made before."""

    monday: date
    today: date
    language: str | None
    leaders: tuple[people.Head, ...]
    mine: frozenset[int]
    private: frozenset[int]
    placed: tuple[Values, ...]
    asked: tuple[Values, ...]
    version: Version | None
    away: tuple[people.Away, ...]
    travel: int
    ways: tuple[Values, ...]
    calendar: Calendar
    units: int
    """The stamp of the tree, for their names."""


_sheets: Memory[Sheet] = Memory(20)


def sheet(actor: Actor, monday: date, *, now: datetime) -> Sheet:
    """The week, in nine queries whatever is on it. It is made once for the same values, and nobody changes it then."""
    heads, placed, asked, versions, away, values, ways = values_together(
        people.HEADS, _placed(monday), _UNPLACED, _versions(monday),
        people.absences(monday, monday + timedelta(days=DAYS - 1)), VALUES, WAYS,
    )  # fmt: skip
    known = [people.Head(*one) for one in heads]
    leaders = tuple(people.heads(monday, known))
    mine = frozenset([one.pk for one in leaders]) if people.arranges(actor) else people.served(actor)
    read = Read(
        monday, local_day(now), get_language(), leaders, mine, people.reads_private(actor, known), placed, asked,
        next(iter(starmap(Version, versions)), None), tuple(starmap(people.Away, away)),
        number("travel", monday, starmap(Set, values)), ways, current_calendar(), tree().stamp,
    )  # fmt: skip
    return _sheets.of(read, lambda: _made(read))


def _made(read: Read) -> Sheet:
    names = {one.pk: one.name for one in read.leaders}
    cards = [_card(Placed(*row), names, read) for row in read.placed]
    asked = [Placed(*row) for row in read.asked]
    looks = _looks([row.number for row in asked[:MOST_WAITING]])
    found = Sheet(
        monday=read.monday, days=_days(read.monday, read.calendar), rows=_rows(cards, read),
        waiting=[_card(row, names, read, looks[row.number]) for row in asked[:MOST_WAITING]],
        troubles=_troubled(cards, names, read), version=read.version, gone=_compared(cards, read.version),
        more_waiting=len(asked) > MOST_WAITING,
    )  # fmt: skip
    _away(found, read.away)
    return found


def version_of(monday: date) -> Version | None:
    """The week as it was published last."""
    return next(iter(_versions(monday).read()), None)


def _versions(monday: date) -> Composed[Version]:
    """The last one alone."""

    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = WeekVersion.objects.filter(monday=monday).annotate(text=Cast("rows", TextField()))
        return rows.order_by("-version")[:1]

    return Composed(("engagements.version", monday), build, Version, (*Version._fields[:-1], "text"))


class Placed(NamedTuple):
    """What a card shows of an engagement."""

    number: str
    state: str
    seq: int
    about: str
    private: bool
    leader_id: int | None
    wanted_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    earliest: datetime
    latest: datetime
    minutes: int
    place_id: int | None
    place: str | None
    place_note: str
    unit_id: int | None
    rank: str


FIELDS = ("matter__number", "matter__state", "matter__seq", *Placed._fields[3:13], "place__name", *Placed._fields[14:17])  # fmt: skip


def _placed(monday: date) -> Composed[Placed]:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        rows = Engagement.objects.filter(starts_at__gte=moments["since"], starts_at__lt=moments["until"])
        return rows.filter(matter__state__in=STANDING).order_by("starts_at", "pk")

    moments = {"since": midnight(monday), "until": midnight(monday + timedelta(days=DAYS))}
    return Composed("engagements.placed", build, Placed, FIELDS, moments)


def _unplaced(moments: Mapping[str, datetime]) -> QuerySet[Any]:
    return Engagement.objects.filter(state="requested").order_by(*ASKED)[: MOST_WAITING + 1]


ASKED = ("earliest", "pk")
_UNPLACED = Composed("engagements.unplaced", _unplaced, Placed, FIELDS)
"""Requests that wait, in the order in which they were asked for."""


def _card(row: Placed, names: Mapping[int, str], read: Read, looks: int = 0) -> Card:
    owner = row.leader_id or row.wanted_id or 0
    hidden = row.private and owner not in read.private
    return Card(
        number=row.number or "", title=_("已有安排") if row.private else row.about,
        state=STATES[row.state], leader_id=row.leader_id, begins=row.starts_at,
        ends=row.ends_at, minutes=row.minutes, place_id=row.place_id,
        place="" if hidden else " ".join(filter(None, (row.place or "", row.place_note))),
        unit=str(tree().get(row.unit_id) or ""), seq=row.seq,
        movable=row.state != "held" and (not owner or owner in read.mine),
        wanted=names.get(row.wanted_id or 0, "") or (str(Rank(row.rank).label) if row.unit_id else ""),
        window=_window(row.earliest, row.latest) if row.state == "requested" else "",
        looks=looks,
    )  # fmt: skip


def _looks(numbers: Sequence[str]) -> dict[str, int]:
    """How many rules want a person to look, when it was asked for: that is kept with the request and never changes."""
    rows = Engagement.objects.filter(matter__number__in=numbers).values_list("matter__number", "screening")
    return {number or "": sum(1 for one in said if one["verdict"] != "fit") for number, said in rows}


def _window(earliest: datetime, latest: datetime) -> str:
    first, last = earliest.astimezone(SHANGHAI), latest.astimezone(SHANGHAI)
    if first.date() == last.date():
        return f"{yearless_day(first)} {first:%H:%M}—{last:%H:%M}"
    return f"{yearless_day(first)}—{yearless_day(last)}"


def _days(monday: date, calendar: Calendar) -> list[Day]:
    names = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
    found = []
    for at in range(DAYS):
        day = monday + timedelta(days=at)
        kind = calendar.day_kind(day)
        found.append(Day(day, f"{_(names[at])} {day.month}.{day.day}", _rest(kind)))
    return found


def _rest(kind: DayKind) -> str:
    """What the name of the weekday does not say by itself: a holiday, or a weekend on which one works."""
    return kind.reason if kind.sort in (DaySort.HOLIDAY, DaySort.MAKE_UP) else ""


def _rows(cards: list[Card], read: Read) -> list[Row]:
    places: dict[tuple[int, date, Half], list[Card]] = defaultdict(list)
    hours: dict[int, float] = defaultdict(float)
    for card in cards:
        if card.leader_id and card.begins and card.ends:
            places[card.leader_id, local_day(card.begins), half_of(card.begins)].append(card)
            hours[card.leader_id] += (card.ends - card.begins).total_seconds() / 3600
    days = [read.monday + timedelta(days=at) for at in range(DAYS)]
    return [
        Row(leader, leader.pk in read.mine, [
            [_cell(leader, day, half, places, read.today) for half in Half] for day in days
        ], round(hours[leader.pk], 1))
        for leader in read.leaders
    ]  # fmt: skip


def _cell(leader: people.Head, day: date, half: Half, places: Mapping[Any, list[Card]], today: date) -> Cell:
    return Cell(leader, day, half, places.get((leader.pk, day, half), []), past=day < today)


def _troubled(cards: list[Card], names: Mapping[int, str], read: Read) -> list[Trouble]:
    """Every clash and every way that is too short; each card learns of its own."""
    road = Ways(by_places(read.ways), read.travel)
    of_leader: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        if card.leader_id and card.begins:
            of_leader[card.leader_id].append(card)
    by_number = {card.number: card for card in cards}
    found = []
    for leader_id, own in of_leader.items():
        for one in troubles(names.get(leader_id, ""), [card.busy() for card in own], road):
            found.append(one)
            by_number[one.first].troubles.append(one)
            by_number[one.second].troubles.append(one)
    return found


def snapshot(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """What is published of a week: what is fixed."""
    return [
        {
            "number": card.number, "leader": card.leader_id, "starts": card.begins.isoformat(), "ends": card.ends.isoformat(),
            "title": card.title, "place": card.place, "unit": card.unit,
        }
        for card in cards
        if card.state in ("arranged", "held") and card.begins and card.ends
    ]  # fmt: skip


def _compared(cards: list[Card], version: Version | None) -> list[str]:
    if version is None:
        return []
    before = {row["number"]: row for row in json.loads(version.rows)}
    now = {row["number"]: row for row in snapshot(cards)}
    for card in cards:
        if card.number in now:
            old = before.get(card.number)
            card.changed = _("新增") if old is None else _("变动") if _differs(old, now[card.number]) else ""
    return [
        _("%(title)s（%(time)s）") % {"title": row["title"], "time": _when(row)}
        for number, row in before.items()
        if number not in now
    ]


def _differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    same_time = all(
        datetime.fromisoformat(old[name]) == datetime.fromisoformat(new[name]) for name in ("starts", "ends")
    )
    return not same_time or any(old[name] != new[name] for name in ("leader", "place", "title"))


def _when(row: Mapping[str, Any]) -> str:
    begins = datetime.fromisoformat(row["starts"]).astimezone(SHANGHAI)
    return f"{yearless_day(begins)} {begins:%H:%M}"


def _away(found: Sheet, away: Iterable[people.Away]) -> None:
    """Days away are marked, and whatever stands on them is a trouble."""
    rows = {row.leader.pk: row for row in found.rows}
    for one in away:
        row = rows.get(one.leader_id)
        if row is None:  # Out of office.
            continue
        for cell in (cell for cells in row.days for cell in cells if one.since <= cell.day <= one.until):
            cell.away = one.reason
            for card in cell.cards:
                _not_there(found, row.leader, card, one.reason)


def _not_there(found: Sheet, leader: people.Head, card: Card, reason: str) -> None:
    if card.state == "held" or card.begins is None:
        return
    day = local_day(card.begins)
    words = _("%(who)s %(month)s月%(day)s日不在岗（%(reason)s），“%(title)s”要改期或者改请。") % {
        "who": leader.name, "month": day.month, "day": day.day, "reason": reason, "title": card.title,
    }  # fmt: skip
    trouble = Trouble(card.number, card.number, True, words, (reason, reason))
    found.troubles.append(trouble)
    card.troubles.append(trouble)
