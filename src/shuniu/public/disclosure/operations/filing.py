"""Taking a request for information in, whatever the door: the citizen's form or the office's counter, mail and fax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import new_code
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import open_matter, take
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import encrypt, fingerprint
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.models import Applicant, InformationRequest
from shuniu.public.disclosure.models.request import Kind, Medium, Way
from shuniu.public.disclosure.operations.files import ASKED, bind, kept
from shuniu.public.disclosure.operations.looking import record_applicant
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.receipt import FIXED, receipt_of

TEXT_MOST = 5000
SOURCES = {Way.IN_PERSON: "counter", Way.SIGNED_MAIL: "letter", Way.MAIL: "letter", Way.ONLINE: "web", Way.FAX: "fax"}
"""Where the matter came from, in the words that all kinds of matter share."""


class SecretRefused(StepRefused):
    """The words bear a mark of state secrecy: this network must not carry them, and nothing was stored."""


@dataclass(frozen=True, slots=True)
class Application:
    """What article 29 asks for, checked for shape by a form. Name, identity and contact never enter the passages.

    ``came_on`` is the day on which the paper or message reached the office; None means the day of registration.
    """

    text: str
    name: str
    identity: str
    way: str = Way.ONLINE
    kind: str = Kind.PERSON
    medium: str = Medium.ELECTRONIC
    title: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    came_on: date | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The matter, and the query code that is shown this once."""

    matter: Matter
    code: str


def open_request(
    application: Application,
    *,
    actor: Actor,
    at: datetime,
    key: str | None = None,
    files: Sequence[UploadedFile[Any]] = (),
) -> Filed:
    """Register a request. Raises ``StepRefused`` in words; a repeated ``key`` answers the same matter and code.

    What staff take in person or sign for is received by the same stroke: article 31 leaves no choice of the day.
    """
    refuse_secrets(application.title, application.text)
    came_on = application.came_on or local_day(at)
    if came_on > local_day(at):
        raise StepRefused(_("申请到达之日不能晚于今天。"))
    code = new_code(key)
    title = title_of(application)
    detail = InformationRequest(
        way=application.way,
        applicant_kind=application.kind,
        text=application.text,
        medium=application.medium,
        query_hash=fingerprint(code),
        digest=digest_of(title, application.text),
    )
    data = {"way": application.way, "came_on": came_on.isoformat(), "digest": detail.digest}
    brought = kept(files, actor=actor, at=at, role=ASKED)
    with transaction.atomic():
        matter = open_matter(
            InformationRequestProcedure.register,
            detail,
            actor=actor,
            at=at,
            title=title,
            source=SOURCES[Way(application.way)],
            key=key,
            data=data,
            further=[applicant_of(application)],
            then=(lambda made: bind(brought, made, ASKED)) if brought else None,
        )
        if actor.is_staff and application.way in FIXED and matter.seq == 1:
            _receive(matter, application.way, came_on, actor, at)
    return Filed(matter, code)


def reissue_code(matter: Matter, *, actor: Actor, at: datetime) -> str:
    """A new query code for an applicant who lost theirs and whose identity was checked; the old one ends."""
    code = new_code()
    with transaction.atomic():
        record_applicant(matter, _("重新发放查询码"), actor=actor, at=at)
        InformationRequest.objects.filter(pk=matter.pk).update(query_hash=fingerprint(code))
    return code


def _receive(matter: Matter, way: str, came_on: date, actor: Actor, at: datetime) -> None:
    receipt = receipt_of(way, came_on, local_day(at))
    data = {"received_on": receipt.day.isoformat(), "how": receipt.how}
    take(InformationRequestProcedure.receive, matter, actor=actor, at=at, data=data)


def refuse_secrets(*texts: object) -> None:
    if any(marks_in(text) for text in texts if isinstance(text, str) and text):
        raise SecretRefused(str(SECRET_REFUSAL))


def title_of(application: Application) -> str:
    """The given title, else the first sentence of what is asked."""
    given = application.title.strip() or application.text.strip().split("\n")[0]
    for end in "。！？!?":
        given = given.split(end)[0]
    return (given or _("（无标题）"))[:60]


def applicant_of(application: Application) -> Applicant:
    identity = "".join(application.identity.split()).upper()
    return Applicant(
        name=encrypt(application.name),
        identity=encrypt(identity),
        identity_hash=fingerprint(identity),
        phone=encrypt(application.phone),
        email=encrypt(application.email),
        address=encrypt(application.address),
    )
