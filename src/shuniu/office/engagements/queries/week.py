"""一周安排: leaders in rows, days in columns, what waits beside it, what does not fit, what changed since it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.calendar import DayKind, DaySort
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Engagement, Kind, Leader, Need, Rank, WeekVersion
from shuniu.office.engagements.placing import LABELS, Half, Trouble, Ways, half_of, troubles
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import values, ways
from shuniu.office.engagements.queries.screening import STANDING, midnight
from shuniu.office.engagements.screening import Busy

DAYS = 7
MOST_WAITING = 60
STATES = {"requested": "waiting", "proposed": "proposed", "offered": "offered", "arranged": "arranged", "held": "held"}


@dataclass(slots=True)
class Card:
    """An engagement on the sheet."""

    number: str
    title: str
    state: str
    state_label: str
    leader_id: int | None
    begins: datetime | None
    ends: datetime | None
    minutes: int
    place_id: int | None
    place: str
    kind: str
    unit: str
    seq: int
    movable: bool
    need: str = ""
    answer: str = ""
    wanted: str = ""
    window: str = ""
    looks: int = 0
    """How many rules want a person to look."""
    troubles: list[Trouble] = field(default_factory=list)
    changed: str = ""

    @property
    def url(self) -> str:
        return address("engagements:engagement", self.number)

    @property
    def hours(self) -> str:
        if self.begins is None or self.ends is None:
            return ""
        return f"{self.begins.astimezone(SHANGHAI):%H:%M}—{self.ends.astimezone(SHANGHAI):%H:%M}"

    @property
    def clash(self) -> bool:
        return any(one.clash for one in self.troubles)

    @property
    def against(self) -> list[dict[str, Any]]:
        return [{"clash": one.clash, "title": one.against(self.number)} for one in self.troubles]

    def busy(self) -> Busy:
        assert self.begins
        assert self.ends
        return Busy(
            self.number, self.title, self.begins, self.ends, self.state == "arranged", self.place_id, self.place
        )


@dataclass(slots=True)
class Cell:
    """Half a day of a leader."""

    leader_id: int
    day: date
    half: Half
    label: str
    cards: list[Card] = field(default_factory=list)
    away: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    label: str
    rest: str
    """What is special about it: a holiday, or a weekend on which one works."""


@dataclass(slots=True)
class Row:
    leader: Leader
    mine: bool
    days: list[list[Cell]]
    hours: float = 0

    @property
    def halves(self) -> list[dict[str, Any]]:
        """The same cells by half of the day, as the table's rows have them."""
        return [
            {"half": half.value, "half_label": LABELS[half], "cells": [cells[at] for cells in self.days]}
            for at, half in enumerate(Half)
        ]


@dataclass(slots=True)
class Sheet:
    monday: date
    days: list[Day]
    rows: list[Row]
    waiting: list[Card]
    troubles: list[Trouble]
    version: WeekVersion | None
    gone: list[str]
    """What the published week had and this one has no more."""
    more_waiting: bool = False

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=DAYS - 1)

    @property
    def cards(self) -> list[Card]:
        return [card for row in self.rows for cells in row.days for cell in cells for card in cell.cards]

    @property
    def changes(self) -> int:
        return sum(1 for card in self.cards if card.changed) + len(self.gone)

    @property
    def ready(self) -> list[Card]:
        """拟排 without trouble: what can be fixed together."""
        return [card for card in self.cards if card.state == "proposed" and card.movable and not card.troubles]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def shown_week(today: date) -> date:
    """The week that the sheet opens on: this one, and from Friday on the one to come, which is then being arranged."""
    return monday_of(today + timedelta(days=3))


def version_of(monday: date) -> WeekVersion | None:
    return WeekVersion.objects.filter(monday=monday).order_by("-version").first()


def sheet(actor: Actor, monday: date, *, now: datetime) -> Sheet:
    """The week, in ten queries whatever is on it."""
    shown = people.leaders(monday)
    mine: Set[int] = {one.pk for one in shown} if people.arranges(actor) else people.served(actor)
    private: Set[int] = people.reads_private(actor)
    names = {one.pk: one.person.name for one in shown}
    rows = list(_placed(monday))
    cards = [_card(row, names, mine, private) for row in rows]
    asked = list(_unplaced(monday)[: MOST_WAITING + 1])
    version = version_of(monday)
    found = Sheet(
        monday=monday, days=_days(monday), rows=_rows(shown, cards, mine, monday, now),
        waiting=[_card(row, names, mine, private) for row in asked[:MOST_WAITING]],
        troubles=_troubled(cards, names, monday), version=version, gone=_compared(cards, version),
        more_waiting=len(asked) > MOST_WAITING,
    )  # fmt: skip
    _away(found, shown)
    return found


def _placed(monday: date) -> Any:
    return Engagement.objects.filter(
        starts_at__gte=midnight(monday), starts_at__lt=midnight(monday + timedelta(days=DAYS)), matter__state__in=STANDING
    ).select_related("matter", "place").order_by("starts_at", "pk")  # fmt: skip


def _unplaced(monday: date) -> Any:
    """Requests that wait, those of this week first; what was asked for long past days stands at the end."""
    return (
        Engagement.objects.filter(
            matter__closed_at=None, matter__kind="engagements.engagement", matter__state="requested"
        )
        .select_related("matter", "place", "wanted__person")
        .order_by("earliest", "pk")
    )


def _card(row: Engagement, names: Mapping[int, str], mine: Set[int], private: Set[int]) -> Card:
    matter, owner = row.matter, row.leader_id or row.wanted_id or 0
    hidden = row.private and owner not in private
    return Card(
        number=matter.number or "", title=_("已有安排") if row.private else row.about,
        state=STATES[matter.state], state_label=str(_LABELS[matter.state]), leader_id=row.leader_id, begins=row.starts_at,
        ends=row.ends_at, minutes=row.minutes, place_id=row.place_id,
        place="" if hidden else " ".join(filter(None, (row.place.name if row.place else "", row.place_note))),
        kind=str(Kind(row.kind).label), unit=str(tree().get(row.unit_id) or ""), seq=matter.seq,
        movable=matter.state != "held" and (not owner or owner in mine), need=str(Need(row.need).label) if row.need else "",
        answer=row.answer, wanted=names.get(row.wanted_id or 0, "") or (str(Rank(row.rank).label) if row.unit_id else ""),
        window=_window(row.earliest, row.latest), looks=sum(1 for one in row.screening if one["verdict"] != "fit"),
    )  # fmt: skip


_LABELS = {
    "requested": _l("待统筹"),
    "proposed": _l("拟排"),
    "offered": _l("改约中"),
    "arranged": _l("已排定"),
    "held": _l("已举行"),
}


def _window(earliest: datetime, latest: datetime) -> str:
    first, last = earliest.astimezone(SHANGHAI), latest.astimezone(SHANGHAI)
    if first.date() == last.date():
        return f"{first.month}月{first.day}日 {first:%H:%M}—{last:%H:%M}"
    return f"{first.month}月{first.day}日—{last.month}月{last.day}日"


def _days(monday: date) -> list[Day]:
    calendar, names = current_calendar(), ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
    found = []
    for at in range(DAYS):
        day = monday + timedelta(days=at)
        kind = calendar.day_kind(day)
        found.append(Day(day, f"{_(names[at])} {day.month}.{day.day}", _rest(kind)))
    return found


def _rest(kind: DayKind) -> str:
    """What the name of the weekday does not say by itself: a holiday, or a weekend on which one works."""
    return kind.reason if kind.sort in (DaySort.HOLIDAY, DaySort.MAKE_UP) else ""


def _rows(shown: list[Leader], cards: list[Card], mine: Iterable[int], monday: date, now: datetime) -> list[Row]:
    places: dict[tuple[int, date, Half], list[Card]] = defaultdict(list)
    hours: dict[int, float] = defaultdict(float)
    for card in cards:
        if card.leader_id and card.begins and card.ends:
            places[card.leader_id, local_day(card.begins), half_of(card.begins)].append(card)
            hours[card.leader_id] += (card.ends - card.begins).total_seconds() / 3600
    today = local_day(now)
    return [
        Row(leader, leader.pk in set(mine), [
            [_cell(leader, monday + timedelta(days=at), half, places, today) for half in Half] for at in range(DAYS)
        ], round(hours[leader.pk], 1))
        for leader in shown
    ]  # fmt: skip


def _cell(leader: Leader, day: date, half: Half, places: Mapping[Any, list[Card]], today: date) -> Cell:
    label = _("%(leader)s %(month)s月%(day)s日%(half)s") % {
        "leader": leader.person.name, "month": day.month, "day": day.day, "half": LABELS[half],
    }  # fmt: skip
    return Cell(leader.pk, day, half, label, places.get((leader.pk, day, half), []), past=day < today)


def _troubled(cards: list[Card], names: Mapping[int, str], monday: date) -> list[Trouble]:
    """Every clash and every way that is too short; each card learns of its own."""
    road = Ways(ways(), values(monday)["travel"].value)
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


def _compared(cards: list[Card], version: WeekVersion | None) -> list[str]:
    if version is None:
        return []
    before = {row["number"]: row for row in version.rows}
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
    return f"{begins.month}月{begins.day}日 {begins:%H:%M}"


def _away(found: Sheet, shown: list[Leader]) -> None:
    """Days away are marked, and whatever stands on them is a trouble."""
    rows = {row.leader.pk: row for row in found.rows}
    for one in people.absences([leader.pk for leader in shown], found.monday, found.sunday):
        row = rows[one.leader_id]
        for cell in (cell for cells in row.days for cell in cells if one.since <= cell.day <= one.until):
            cell.away = one.reason
            for card in cell.cards:
                _not_there(found, row.leader, card, one.reason)


def _not_there(found: Sheet, leader: Leader, card: Card, reason: str) -> None:
    if card.state == "held" or card.begins is None:
        return
    day = local_day(card.begins)
    words = _("%(who)s %(month)s月%(day)s日不在岗（%(reason)s），“%(title)s”要改期或者改请。") % {
        "who": leader.person.name, "month": day.month, "day": day.day, "reason": reason, "title": card.title,
    }  # fmt: skip
    trouble = Trouble(card.number, card.number, True, words, (reason, reason))
    found.troubles.append(trouble)
    card.troubles.append(trouble)
