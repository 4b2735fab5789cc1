"""Taking a petition in, by whatever way it comes (art. 17): the clerk's screen, the citizen's form, a superior's transfer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import new_code
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.taking import link, open_matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import encrypt, fingerprint
from shuniu.public.petitions.digest import digest_of
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.models.petition import Category, Standing
from shuniu.public.petitions.operations.secrets import refuse_secrets
from shuniu.public.petitions.procedures import PetitionProcedure

TEXT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Filing:
    """What is petitioned, and by whom. ``name`` to ``others`` never enter the record of steps.

    ``category`` may already say 检举控告: then who they are is under seal from the first moment. ``others`` are the names
    of those who petition together; of several who come in person, of the representatives (at most five, art. 20).
    """

    way: str
    text: str
    name: str
    title: str = ""
    place: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    others: tuple[str, ...] = ()
    people: int = 1
    representatives: int = 1
    category: str = ""
    standing: str = Standing.FIRST
    urgency: str = Matter.Urgency.ORDINARY
    sender: str = ""
    """The superior that transferred it, with its number and the day by which it wants a report."""
    sender_number: str = ""
    report_by: date | None = None
    earlier: str = ""
    """The number of an earlier petition that this one repeats, and why the clerk thinks so."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """The matter, and the query code that is shown this once."""

    matter: Matter
    code: str


def open_petition(
    filing: Filing,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    key: str | None = None,
    then: Callable[[Matter], None] | None = None,
) -> Filed:
    """Register a petition. Raises ``StepRefused`` in words; a repeated ``key`` answers the same matter and code.

    ``then`` is called with the new matter inside the transaction (to attach files).
    """
    refuse_secrets(filing.title, filing.text, filing.place, filing.sender, filing.sender_number, filing.reason)
    _refuse_more_representatives_than_people(filing)
    earlier = earlier_of(filing.earlier, actor) if filing.earlier else None
    code = new_code(key)
    sealed = filing.category == Category.ACCUSATION
    detail = _detail(filing, code)
    matter = open_matter(
        PetitionProcedure.register, detail, actor=actor, at=at, title=title_of(filing), source=source, key=key,
        urgency=filing.urgency, sealed=sealed, data=_opening(filing, detail), further=[petitioner_of(filing, sealed)],
        then=lambda made: _bound(made, earlier, then, at),
    )  # fmt: skip
    return Filed(matter, code)


def _bound(made: Matter, earlier: Matter | None, then: Callable[[Matter], None] | None, at: datetime) -> None:
    if earlier is not None:
        link(made, earlier, Link.Kind.REPEATS, at=at)
    if then is not None:
        then(made)


def earlier_of(number: str, actor: Actor) -> Matter:
    """The petition that a number names; the same words whether there is none, it is hidden or it is another matter."""
    try:
        found = matter_for(actor, number)
    except Http404:
        found = None
    if found is None or found.kind != PetitionProcedure.kind:
        raise StepRefused(_("没有编号为 %(number)s 的信访事项，请核对。") % {"number": number})
    return found


def title_of(filing: Filing) -> str:
    """The given title, else the first sentence of the text."""
    given = filing.title.strip() or filing.text.strip().partition("\n")[0]
    return re.split("[。！？!?\n]", given)[0][:60] or _("（无标题）")


def _refuse_more_representatives_than_people(filing: Filing) -> None:
    if filing.representatives > filing.people:
        raise StepRefused(_("代表人数不能多于来访人数，请核对。"))


def _detail(filing: Filing, code: str) -> Petition:
    place = filing.place[:200]
    return Petition(
        way=filing.way,
        text=filing.text,
        place=place,
        people=filing.people,
        representatives=filing.representatives,
        query_hash=fingerprint(code),
        digest=digest_of(title_of(filing), filing.text, place),
        category=filing.category,
        standing=filing.standing,
    )


def _opening(filing: Filing, detail: Petition) -> dict[str, Any]:
    """What the opening passage says: nothing in it tells who petitions."""
    said = {
        "way": filing.way, "people": filing.people, "representatives": filing.representatives, "digest": detail.digest,
        "category": filing.category, "standing": filing.standing, "sender": filing.sender,
        "sender_number": filing.sender_number, "earlier": filing.earlier, "reason": filing.reason,
        "report_by": filing.report_by.isoformat() if filing.report_by else "",
    }  # fmt: skip
    return {name: value for name, value in said.items() if value != ""}


def petitioner_of(filing: Filing, sealed: bool) -> Petitioner:
    return Petitioner(
        name=encrypt(filing.name.strip()),
        identity=encrypt(filing.identity.strip().upper()),
        identity_hash=fingerprint(filing.identity.strip().upper()),
        phone=encrypt(filing.phone.strip()),
        phone_hash=fingerprint(digits(filing.phone)),
        address=encrypt(filing.address.strip()),
        others=encrypt("\n".join(name.strip() for name in filing.others if name.strip())),
        sealed=sealed,
    )


def digits(phone: str) -> str:
    """A telephone number as it is compared: without country code, spaces and dashes."""
    return "".join(filter(str.isdigit, phone.strip().removeprefix("+86")))
