"""Taking a request in, whatever the door: the operator's screen, the citizen's form, the open interface, a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import new_code
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import open_matter
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import encrypt, fingerprint
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Contact, Request
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.procedures import HotlineRequest

if TYPE_CHECKING:
    from collections.abc import Callable

PHONE = re.compile(r"^\+?[0-9][0-9 \-]{4,18}$")
TEXT_MOST = 10_000


class SecretRefused(StepRefused):
    """The text bears a mark of state secrecy: this network must not carry it, and nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a citizen says, checked for shape by a form. ``phone`` and ``name`` never enter the passages."""

    text: str
    type: str
    title: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    subject_id: int | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    sealed: bool = False
    urgency: str = Matter.Urgency.ORDINARY
    media_url: str = ""
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The matter, and the query code that is shown this once."""

    matter: Matter
    code: str


def submit(
    report: Report,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    key: str | None = None,
    then: Callable[[Matter], None] | None = None,
) -> Submitted:
    """Register a request. Raises ``StepRefused`` in words; a repeated ``key`` answers the same matter and code.

    ``then`` is called with the new matter inside the transaction (to attach files). A 举报 is always sealed.
    """
    refuse_secrets(report.title, report.text, report.place)
    code = new_code(key)
    sealed = report.sealed or report.type == Type.REPORT
    detail = new_detail(report, code)

    matter = open_matter(
        HotlineRequest.register,
        detail,
        actor=actor,
        at=at,
        title=title_of(report),
        source=source,
        key=key,
        urgency=report.urgency,
        sealed=sealed,
        data=opening_data(report, detail),
        further=[contact_of(report, None, sealed)],
        then=then,
    )
    return Submitted(matter, code)


def refuse_secrets(*texts: str) -> None:
    if any(marks_in(text) for text in texts if text):
        raise SecretRefused(str(SECRET_REFUSAL))


def title_of(report: Report) -> str:
    """The given title, else the first sentence of the text."""
    given = report.title.strip() or report.text.strip().splitlines()[0]
    for end in "。！？!?\n":
        given = given.split(end)[0]
    return (given or _("（无标题）"))[:60]


def new_detail(report: Report, code: str) -> Request:
    return Request(
        text=report.text,
        place=report.place[:200],
        latitude=report.latitude,
        longitude=report.longitude,
        query_hash=fingerprint(code),
        digest=digest_of(title_of(report), report.text, report.place[:200]),
        media_url=report.media_url,
        client_id=report.client_id,
        type=report.type,
        subject_id=report.subject_id,
    )


def opening_data(report: Report, detail: Request) -> dict[str, object]:
    return {"type": report.type, "subject": report.subject_id, "digest": detail.digest}


def contact_of(report: Report, matter_id: int | None, sealed: bool) -> Contact:
    digits = "".join(filter(str.isdigit, report.phone))
    contact = Contact(
        name=encrypt(report.name),
        phone=encrypt(report.phone),
        phone_hash=fingerprint(digits),
        phone_tail=digits[-4:],
        email=encrypt(report.email),
        sealed=sealed,
    )
    if matter_id is not None:
        contact.matter_id = matter_id
    return contact
