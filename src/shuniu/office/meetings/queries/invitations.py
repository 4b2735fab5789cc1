"""Invitations as they are shown: the list of a meeting, the seats, and what waits for my answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.meetings.models import Invitation
from shuniu.office.meetings.procedures.guards import LONGEST
from shuniu.office.meetings.roles import UNITS

Reply = Invitation.Reply


def placed(unit: str, title: str) -> str:
    """Unit and post in one: 云州市人民政府办公室 and 办公室主任 are 云州市人民政府办公室主任."""
    twice = next((size for size in range(len(title), 1, -1) if unit.endswith(title[:size])), 0)
    return f"{unit}{title[twice:]}"


def label_of(row: Invitation) -> str:
    """Name and unit with post; the unit alone, where nobody is named yet."""
    if row.person is None:
        return row.attendee or tree().name(row.unit_id)
    return f"{row.person.name}（{placed(tree().name(row.unit_id), row.title)}）"


def who_comes(row: Invitation) -> str:
    """Whose name stands on the seat."""
    return row.attendee if row.attendee and row.reply in (Reply.YES, Reply.SUBSTITUTE) else label_of(row)


def may_reply(row: Invitation, actor: Actor) -> bool:
    """The person, whoever acts for them, and the liaison or head of their unit."""
    if actor.person_id is None:
        return False
    if row.person_id == actor.person_id or any(grant.for_id == row.person_id for grant in actor.grants if grant.for_id):
        return True
    return any(actor.holds(role, row.unit_id) for role in UNITS)


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of a meeting's list."""

    row: Invitation
    name: str
    comes: str
    mine: bool
    """Whether the reader may answer it."""
    up: str = ""
    down: str = ""

    @property
    def reply(self) -> str:
        return str(self.row.get_reply_display())

    @property
    def tone(self) -> str:
        return {"yes": "good", "substitute": "info", "no": "warn"}.get(self.row.reply, "plain")


def moved(order: Sequence[int], place: int, by: int) -> str:
    """The ids with one of them moved by a place, as a form sends them; empty at the end of the list."""
    to = place + by
    if not 0 <= to < len(order):
        return ""
    ids = list(order)
    ids[place], ids[to] = ids[to], ids[place]
    return ",".join(map(str, ids))


def rows_of(matter_id: int) -> list[Invitation]:
    rows = Invitation.objects.filter(matter_id=matter_id, withdrawn_at=None)
    return list(rows.select_related("person", "attendee_person"))


def seats_of(rows: Sequence[Invitation], actor: Actor) -> list[Seat]:
    order = [row.pk for row in rows]
    return [
        Seat(row, label_of(row), who_comes(row), may_reply(row, actor), moved(order, place, -1), moved(order, place, 1))
        for place, row in enumerate(rows)
    ]


@dataclass(frozen=True, slots=True)
class Count:
    """How many answered what, and how many are here."""

    invited: int
    yes: int
    substitute: int
    no: int
    silent: int
    signed: int


def counted(rows: Sequence[Invitation]) -> Count:
    by = [row.reply for row in rows]
    return Count(len(rows), by.count("yes"), by.count("substitute"), by.count("no"), by.count(""),
                 sum(row.signed_at is not None for row in rows))  # fmt: skip


def mine(actor: Actor, now: datetime) -> QuerySet[Invitation]:
    """What is addressed to me, to my unit, or sends me in somebody's place, from today on."""
    units = actor.units_of(*UNITS)
    lent = [grant.for_id for grant in actor.grants if grant.for_id is not None]
    about_me = Q(person_id=actor.person_id) | Q(attendee_person_id=actor.person_id) | Q(person_id__in=lent)
    if units:
        about_me |= Q(person=None, unit_id__in=units)
    rows = Invitation.objects.filter(
        about_me, live=True, withdrawn_at=None, starts_at__gt=now - LONGEST, ends_at__gte=now - timedelta(hours=12)
    )
    return rows.select_related("matter", "person", "attendee_person").order_by("starts_at", "pk")


def unanswered(actor: Actor, now: datetime) -> int:
    return mine(actor, now).filter(reply="", starts_at__gt=now).count()


@dataclass(frozen=True, slots=True)
class Row:
    """The seats of one row of chairs, for the print of the seat list."""

    number: int
    names: list[str]


def seating(rows: Sequence[Invitation], columns: int) -> list[Row]:
    """Who sits where: in the order of the list, those excused left out."""
    names = [who_comes(row) for row in rows if row.reply != Reply.NO]
    wide = max(1, columns)
    return [Row(start // wide + 1, names[start : start + wide]) for start in range(0, len(names), wide)]
