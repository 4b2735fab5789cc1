"""What the rules look at: a paper as far as it is drafted, and what they answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from shuniu.office.documents.rules.articles import Basis
from shuniu.office.documents.rules.kinds import Kind, Way
from shuniu.office.documents.rules.organs import DOWNWARD, UPWARD, Organ, Standing, standing


class Severity(StrEnum):
    """How much it matters. An error is against the rule as it is written; a hint may be right to leave."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Mend:
    """What one key does about a finding: new values of the form's fields."""

    label: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach. ``field`` is the form's field; ``start`` and ``end`` are offsets in its text where there are any."""

    rule: str
    field: str
    message: str
    basis: Basis
    severity: Severity = Severity.ERROR
    text: str = ""
    start: int = 0
    end: int = 0
    suggestion: str | None = None
    """What to put in the place of ``text``."""
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper in the making. ``organs`` names the issuing organs, the lead one first."""

    kind: Kind
    organs: tuple[Organ, ...]
    recipients: tuple[Organ, ...] = ()
    copies: tuple[Organ, ...] = ()
    title: str = ""
    text: str = ""
    note: str = ""
    number: str = ""
    answers: str = ""
    """The paper that this one answers, as it is named in the text."""
    drafter: str = ""
    phone: str = ""
    superior: Organ | None = None
    """The next organ above the lead organ, when the tree knows it."""
    home: Organ | None = None
    """The organ that the lead organ is a part of, when it is a section."""
    standings: dict[str, Standing] = field(default_factory=dict)

    @property
    def lead(self) -> Organ:
        return self.organs[0]

    def standing_of(self, reader: Organ) -> Standing:
        if reader.name not in self.standings:
            self.standings[reader.name] = standing(self.lead, reader)
        return self.standings[reader.name]

    def towards(self, standings: frozenset[Standing]) -> tuple[Organ, ...]:
        """The recipients that stand so."""
        return tuple(one for one in self.recipients if self.standing_of(one) in standings)

    @property
    def way(self) -> Way | None:
        """行文方向, told by the recipients; None while there are none (and the type has some)."""
        if not self.kind.addressed:
            return Way.PUBLIC
        if not self.recipients:
            return None
        if self.towards(UPWARD):
            return Way.UP
        return Way.DOWN if len(self.towards(DOWNWARD)) == len(self.recipients) else Way.LEVEL


def names(organs: tuple[Organ, ...] | list[Organ]) -> str:
    """As a field of the form holds them."""
    return "、".join(one.name for one in organs)
