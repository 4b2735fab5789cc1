"""What the desks of the three administrators show of accounts, permissions and the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shuniu.kernel.organisation.models import Delegation, Person, RoleHolding, SignInFailures
from shuniu.kernel.organisation.record import WHILE_WAITING, Event, Seal
from shuniu.kernel.organisation.roles import label
from shuniu.kernel.organisation.tree import tree

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Holding:
    """One role somebody holds, as a line."""

    person_id: int
    person: str
    role: str
    unit: str
    since: date | None
    until: date | None


def latest_holdings() -> list[Holding]:
    """The roles given last, the latest first."""
    rows = RoleHolding.objects.select_related("person").order_by("-id")[:SHOWN]
    return [
        Holding(row.person_id, row.person.name, label(row.role), tree().name(row.unit_id), row.since, row.until)
        for row in rows
    ]


def delegations_in_force(on: date) -> int:
    return Delegation.objects.filter(since__lte=on, until__gte=on, revoked_at=None).count()


@dataclass(frozen=True, slots=True)
class Accounts:
    """How many people can sign in, and how many names or addresses are locked at this moment."""

    active: int
    locked: int


def accounts(now: datetime) -> Accounts:
    active = Person.objects.filter(is_active=True).count()
    return Accounts(active, SignInFailures.objects.filter(locked_until__gt=now).count())


@dataclass(frozen=True, slots=True)
class Sealed:
    """The last seal, and how many events wait for the next one (counted no further than ``WHILE_WAITING``)."""

    last: Seal | None
    waiting: int
    more: bool


def sealed() -> Sealed:
    last = Seal.objects.order_by("-id").first()
    waiting = Event.objects.filter(pk__gt=last.last_id if last else 0).order_by()[:WHILE_WAITING].count()
    return Sealed(last, waiting, waiting == WHILE_WAITING)
