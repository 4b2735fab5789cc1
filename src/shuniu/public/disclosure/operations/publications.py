"""What a unit proposes for publication, and every step after it: the words in their own rows, their digest in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.taking import link, load_locked, open_matter, repeated, take
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.models import Publication, PublicationText
from shuniu.public.disclosure.models.publication import DROPPED, OPEN
from shuniu.public.disclosure.operations.files import bind, kept
from shuniu.public.disclosure.operations.filing import refuse_secrets
from shuniu.public.disclosure.procedures import PublicationProcedure
from shuniu.public.disclosure.queries.publications import current_text

TEXT_MOST = 100_000
WRITING = ("resubmit", "amend")
"""Steps that bring new words."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a unit wants published, checked for shape by a form. ``explains`` is the policy that it interprets."""

    title: str
    text: str
    category: str
    formed_on: date
    document_number: str = ""
    explains: Matter | None = None


def propose(
    proposal: Proposal,
    *,
    unit: int,
    actor: Actor,
    at: datetime,
    key: str | None = None,
    files: Sequence[UploadedFile[Any]] = (),
) -> Matter:
    """Register what is to be published. Raises ``StepRefused`` in words; a repeated ``key`` answers the same matter."""
    refuse_secrets(proposal.title, proposal.text, proposal.document_number)
    if proposal.formed_on > local_day(at):
        raise StepRefused(_("信息形成或者变更的日期不能晚于今天。"))
    brought = kept(files, actor=actor, at=at, role=OPEN)
    title, digest = proposal.title[:200], digest_of(proposal.title[:200], proposal.text)
    data = {
        "unit": unit, "formed_on": proposal.formed_on.isoformat(), "digest": digest, "category": proposal.category,
        "document_number": proposal.document_number, **_of_files(brought, []),
    }  # fmt: skip
    with transaction.atomic():
        known = Matter.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        matter = open_matter(
            PublicationProcedure.propose,
            Publication(formed_on=proposal.formed_on, explains=proposal.explains),
            actor=actor, at=at, title=title, source="office", key=key, data=data,
            further=[PublicationText(version=1, title=title, text=proposal.text, digest=digest, at=at)],
            then=lambda made: bind(brought, made, OPEN),
        )  # fmt: skip
        if proposal.explains is not None:
            link(proposal.explains, matter, Link.Kind.LED_TO, at=at)
    return matter


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    files: Sequence[UploadedFile[Any]] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step with the words and files that belong to it, or none of it. Raises ``StepRefused`` in words."""
    step, given = PublicationProcedure.steps[name], dict(data or {})
    refuse_secrets(note, *given.values())
    brought = kept(files, actor=actor, at=at, role=OPEN)
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter
        text = str(given.pop("text", "")) if name in WRITING else ""
        said = _said(name, case, given, text, brought)
        done = _taken(step, matter, actor=actor, at=at, data=said, note=note, expected=expected, key=key)
        if name in WRITING:
            _write(done, case.detail.version + 1, said, text, at)
        bind(brought, done, OPEN)
        if said.get("dropped"):
            Attachment.objects.filter(matter_id=done.pk, pk__in=said["dropped"], role=OPEN).update(role=DROPPED)
    return done


def _said(name: str, case: Case, given: dict[str, Any], text: str, brought: Sequence[Attachment]) -> dict[str, Any]:
    """What the passage says: never the words themselves, always the digest of those that it is about."""
    dropped = [int(pk) for pk in given.pop("dropped", ())]
    if name in WRITING:
        title = str(given.get("title") or case.matter.title)[:200]
        words = {"title": title, "digest": digest_of(title, text)}
        return {**given, **words, **_of_files(brought, dropped)}
    if name in ("review", "release"):
        given["digest"] = current_text(case).digest
    if name == "release":
        given["index_number"] = "".join(str(given.get("index_number", "")).split())
    return given


def _of_files(brought: Sequence[Attachment], dropped: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if brought:
        found |= {"file_names": [one.name for one in brought], "file_digests": [one.sha256 for one in brought]}
    return found | ({"dropped": dropped} if dropped else {})


def _taken(step: Any, matter: Matter, **how: Any) -> Matter:
    """The step; an index number that another publication has already is told as such."""
    try:
        with transaction.atomic():
            return take(step, matter, **how)
    except IntegrityError as error:
        if step.name != "release":
            raise
        raise StepRefused(_("索引号已被另一份信息使用，请换一个。")) from error


def _write(matter: Matter, version: int, said: Mapping[str, Any], text: str, at: datetime) -> None:
    PublicationText.objects.create(
        matter=matter, version=version, title=said["title"], text=text, digest=said["digest"], at=at
    )
