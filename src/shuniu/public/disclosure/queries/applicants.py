"""申请人: masked on the page, in full on recorded demand; and what the same person has asked before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import decrypt, fingerprint, masked_phone
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.models import Applicant, InformationRequest, ThirdParty
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.replies import REPLIES
from shuniu.public.disclosure.roles import HOME, SECTION

LOOKED_THROUGH = 60
"""So many of the same applicant's latest requests are compared."""
ALIKE = 30
"""Percent of shared pairs of characters from which two requests are shown as alike."""


@dataclass(frozen=True, slots=True)
class Masked:
    """申请人 as the page shows it. ``may_reveal``: the full data may be asked for, which is recorded."""

    name: str = ""
    phone: str = ""
    identity: str = ""
    may_reveal: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """The applicant in full. Ask only after the view has been recorded, or for a letter addressed to them."""

    name: str
    identity: str
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier request of the same applicant."""

    number: str
    title: str
    state: str
    answered: str
    answered_on: date | None
    received: datetime
    percent: int
    same_day: bool

    @property
    def url(self) -> str:
        return reverse("disclosure:matter", args=[self.number])

    @property
    def alike(self) -> bool:
        return self.percent >= ALIKE


def may_reveal(actor: Actor) -> bool:
    """Whoever must speak with the applicant: the section's own desks. A unit that searches needs no name."""
    home = tree().by_code.get(HOME)
    return home is not None and any(actor.holds(role, home) for role in SECTION)


def masked(case: Case, actor: Actor) -> Masked:
    """Nothing at all, and no query, for those who need no name."""
    if not may_reveal(actor):
        return Masked()
    row = Applicant.objects.filter(pk=case.matter.pk).first()
    if row is None:
        return Masked(may_reveal=True)
    name, identity = decrypt(row.name), decrypt(row.identity)
    tail = "".join(filter(str.isdigit, decrypt(row.phone)))[-4:]
    kept = f"{identity[:2]}{'*' * max(0, len(identity) - 4)}{identity[-2:]}" if len(identity) > 4 else ""
    return Masked(name[:1] + "*" * max(1, len(name) - 1), masked_phone(tail), kept, may_reveal=True)


def person_of(matter_id: int) -> Person:
    row = Applicant.objects.get(pk=matter_id)
    return Person(*(decrypt(one) for one in (row.name, row.identity, row.phone, row.email, row.address)))


def third_parties_of(matter_id: int) -> list[tuple[str, str]]:
    """Name and contact of everybody who was asked. Ask only after the view has been recorded."""
    rows = ThirdParty.objects.filter(matter_id=matter_id).order_by("pk")
    return [(decrypt(one.name), decrypt(one.contact)) for one in rows]


def earlier_by_identity(identity: str, text: str, *, on: date) -> list[Earlier]:
    """What whoever bears this identity number has asked already, the most alike first."""
    key = fingerprint("".join(identity.split()).upper())
    return _earlier(key, text, on=on) if key else []


def earlier_of(matter: Matter, text: str) -> list[Earlier]:
    """The other requests of this one's applicant."""
    key = Applicant.objects.filter(pk=matter.pk).values_list("identity_hash", flat=True).first() or ""
    return _earlier(key, text, on=local_day(matter.received_at), but=matter.pk) if key else []


def answered_before(matter: Matter, text: str) -> str:
    """Number and day of the same applicant's most alike request that has been answered; empty without one."""
    found = next((one for one in earlier_of(matter, text) if one.alike and one.answered_on is not None), None)
    if found is None or found.answered_on is None:
        return ""
    day = found.answered_on
    return f"{found.number}，{day.year}年{day.month}月{day.day}日。"


def _earlier(key: str, text: str, *, on: date, but: int = 0) -> list[Earlier]:
    theirs = Applicant.objects.filter(identity_hash=key).exclude(pk=but).order_by("-pk").values("pk")
    rows = InformationRequest.objects.filter(pk__in=theirs).select_related("matter")
    found = [_line(row, text, on) for row in rows.order_by("-pk")[:LOOKED_THROUGH]]
    return sorted(found, key=lambda one: (-one.percent, -one.received.timestamp()))


def _line(row: InformationRequest, text: str, on: date) -> Earlier:
    matter, reply = row.matter, REPLIES.get(row.reply_kind) if row.answered_on else None
    return Earlier(
        number=matter.number or "",
        title=matter.title,
        state=_(InformationRequestProcedure.states[matter.state].label),
        answered=_(reply.label) if reply else "",
        answered_on=row.answered_on,
        received=matter.received_at,
        percent=alike(text, row.text),
        same_day=local_day(matter.received_at) == on,
    )


def alike(one: str, other: str) -> int:
    """Percent of shared pairs of characters, of the shorter text's: 0 for texts with nothing in common."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0
    return round(100 * len(first & second) / min(len(first), len(second)))


STOCK = re.compile(r"请?申请|请?公开|政府信息|有关|关于|全部|相关|年度|全年|[0-9]+|[年月日的]")
"""What nearly every request says: it makes no two of them alike."""


def _pairs(text: str) -> set[str]:
    kept = "".join(filter(str.isalnum, STOCK.sub("", text)))
    return {kept[at : at + 2] for at in range(len(kept) - 1)}
