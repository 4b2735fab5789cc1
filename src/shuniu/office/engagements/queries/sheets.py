"""What stands on the week's sheet: cards in the cells of leaders, each part with all that it shows as its key."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.engagements.placing import LABELS, Half, Trouble
from shuniu.office.engagements.queries.leaders import Head
from shuniu.office.engagements.screening import Busy

DAYS = 7
LABEL_OF = {
    "waiting": _l("待统筹"),
    "proposed": _l("拟排"),
    "offered": _l("改约中"),
    "arranged": _l("已排定"),
    "held": _l("已举行"),
}


@dataclass(slots=True)
class Card:
    """An engagement on the sheet."""

    number: str
    title: str
    state: str
    leader_id: int | None
    begins: datetime | None
    ends: datetime | None
    minutes: int
    place_id: int | None
    place: str
    unit: str
    seq: int
    movable: bool
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
    def state_label(self) -> str:
        return str(LABEL_OF[self.state])

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

    @property
    def key(self) -> Hashable:
        """All that it shows."""
        return (
            self.number, self.title, self.state, self.begins, self.ends, self.minutes, self.place, self.unit, self.seq, self.movable,
            self.wanted, self.window, self.looks, tuple(self.troubles), self.changed,
        )  # fmt: skip

    def busy(self) -> Busy:
        assert self.begins
        assert self.ends
        return Busy(
            self.number, self.title, self.begins, self.ends, self.state == "arranged", self.place_id, self.place
        )


@dataclass(slots=True)
class Cell:
    """Half a day of a leader."""

    leader: Head
    day: date
    half: Half
    cards: list[Card] = field(default_factory=list)
    away: str = ""
    past: bool = False

    @property
    def label(self) -> str:
        return _("%(leader)s %(month)s月%(day)s日%(half)s") % {
            "leader": self.leader.name, "month": self.day.month, "day": self.day.day, "half": LABELS[self.half],
        }  # fmt: skip

    @property
    def key(self) -> Hashable:
        """All that it shows, besides the leader, the day and the half."""
        return tuple([one.key for one in self.cards]), self.away, self.past


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    label: str
    rest: str
    """What is special about it: a holiday, or a weekend on which one works."""


@dataclass(slots=True)
class Row:
    leader: Head
    mine: bool
    days: list[list[Cell]]
    hours: float = 0

    @property
    def key(self) -> Hashable:
        """All that it shows."""
        first = self.days[0][0].day
        shown = tuple([cell.key for cells in self.days for cell in cells])
        return self.leader, self.mine, self.hours, first, shown

    @property
    def halves(self) -> list[dict[str, Any]]:
        """The same cells by half of the day, as the table's rows have them."""
        return [
            {"half": half.value, "half_label": LABELS[half], "cells": [cells[at] for cells in self.days]}
            for at, half in enumerate(Half)
        ]


class Version(NamedTuple):
    """A week as it was published; ``rows`` are the text of what stood on it."""

    version: int
    published_at: datetime
    by: str
    rows: str


@dataclass(slots=True, eq=False)
class Sheet:
    """What was made of the same values is the same sheet: it stands for all that it shows."""

    monday: date
    days: list[Day]
    rows: list[Row]
    waiting: list[Card]
    troubles: list[Trouble]
    version: Version | None
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
    def editable(self) -> bool:
        """Whether there is a diary on it that the reader arranges."""
        return any(row.mine for row in self.rows)

    @property
    def changes(self) -> int:
        return sum(1 for card in self.cards if card.changed) + len(self.gone)

    @property
    def ready(self) -> list[Card]:
        """拟排 without trouble: what can be fixed together."""
        return [card for card in self.cards if card.state == "proposed" and card.movable and not card.troubles]
