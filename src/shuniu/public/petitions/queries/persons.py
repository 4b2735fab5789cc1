"""信访人: masked for those who may ask for more, nothing at all for the others, sealed for whoever has not said why."""

from __future__ import annotations

from dataclasses import dataclass

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import decrypt, masked_phone
from shuniu.kernel.reading import rows_where
from shuniu.public.petitions.models import Petitioner
from shuniu.public.petitions.roles import OFFICE, UNITS

OPENING = "open_identity"


@dataclass(frozen=True, slots=True)
class Shown:
    """The petitioner as a page shows them. ``may_reveal``: the whole may be asked for, which is recorded."""

    name: str = ""
    phone: str = ""
    others: int = 0
    sealed: bool = False
    may_reveal: bool = False
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """The petitioner in full. Ask only after the view has been recorded."""

    name: str
    identity: str
    phone: str
    address: str
    others: tuple[str, ...]


def may_reveal(case: Case, actor: Actor) -> bool:
    """Whoever must speak with the petitioner: the petition office and the organ that handles or reviews now. A sealed
    identity is open only to the person who has opened it by the recorded step."""
    if case.matter.sealed:
        return actor.person_id is not None and actor.person_id in case.takers.get(OPENING, ())
    home = case.home_id()
    if any(actor.holds(role, home) for role in OFFICE):
        return True
    unit = case.matter.unit_id
    return unit is not None and any(actor.holds(role, unit) for role in UNITS)


def shown_to(case: Case, actor: Actor) -> Shown:
    """No query for whoever may see nothing of them."""
    sealed = case.matter.sealed
    if not may_reveal(case, actor):
        return Shown(sealed=sealed)
    row = next(iter(rows_where(Petitioner, "matter_id", case.matter.pk)), None)
    if row is None or not (row.name or row.phone):
        return Shown(sealed=sealed, may_reveal=row is not None, anonymous=True)
    name, phone = decrypt(row.name), decrypt(row.phone)
    others = len(decrypt(row.others).splitlines())
    tail = "".join(filter(str.isdigit, phone))[-4:]
    return Shown(name[:1] + "**" if name else "", masked_phone(tail), others, sealed, may_reveal=True)


def person_of(matter: Matter) -> Person:
    row = Petitioner.objects.get(pk=matter.pk)
    return Person(
        decrypt(row.name), decrypt(row.identity), decrypt(row.phone), decrypt(row.address),
        tuple(decrypt(row.others).splitlines()),
    )  # fmt: skip


def name_of(matter_id: int) -> str:
    """Whom a letter is addressed to."""
    return decrypt(Petitioner.objects.values_list("name", flat=True).get(pk=matter_id))
