"""收文登记: files dropped, fields confirmed by a person, and a matter that holds what was confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.encoding import sm3
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.taking import link, open_matter, take
from shuniu.kernel.files.kinds import KINDS
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attach, receive
from shuniu.kernel.files.refusals import SECRET_REFUSAL, Refused
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.explanation import chinese_date
from shuniu.kernel.workdays.periods import SHANGHAI, Unit, local_day
from shuniu.office.documents.models.incoming import Arrival, Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.queries.incoming_reading import as_data, offers
from shuniu.office.documents.queries.incoming_texts import read
from shuniu.office.documents.repeats import number_key, sketch_of, title_key

ACCEPTED = frozenset({"pdf", "docx", "ofd", "doc", "jpeg", "png", "txt"})
PAPER, ANNEX = "paper", "annex"
"""Roles of the files of a paper."""


class SecretRefused(StepRefused):
    """A mark of state secrecy: this network must not carry it, and nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person confirmed about a paper."""

    title: str
    organ: str
    type: str
    original_number: str = ""
    urgency: str = Matter.Urgency.ORDINARY
    signed_on: date | None = None
    received_at: datetime | None = None
    received_by: str = ""
    copies: int = 1
    pages: int | None = None
    requested_on: date | None = None
    requested_words: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of one file."""

    name: str
    arrival: Arrival | None = None
    refused: str = ""


def drop(uploads: Iterable[UploadedFile[Any]], *, actor: Actor, at: datetime) -> list[Dropped]:
    """Check and read several files, each on its own: one that is refused does not undo the others, and is not kept."""
    return [_dropped(one, actor, at) for one in uploads]


def _dropped(upload: UploadedFile[Any], actor: Actor, at: datetime) -> Dropped:
    name = str(upload.name or "")[:160]
    try:
        with transaction.atomic():
            kept = receive(upload, at=at, limits=STAFF, kinds=ACCEPTED, by=actor.person_id, role=PAPER)
            arrival = _arrived(kept, actor, at)
    except Refused as refused:
        return Dropped(name, refused=str(refused))
    return Dropped(name, arrival)


def _arrived(kept: Attachment, actor: Actor, at: datetime) -> Arrival:
    """The file with what was read from it. A mark on any page refuses it: the caller's transaction keeps nothing."""
    found = read(kept)
    if marks_in(found.text):
        raise Refused("secret")
    return Arrival.objects.create(
        attachment_id=kept.pk,
        name=kept.name,
        text=found.text,
        scanned=found.scanned,
        pages=found.pages or None,
        notice=found.notice,
        offered=as_data(offers(found.text, on=local_day(at))),
        by_id=actor.person_id or 0,
        at=at,
    )


def put_aside(arrival: Arrival, *, at: datetime) -> None:
    """Not a paper, or dropped by mistake: it leaves the list; its file goes with the nightly clean-up."""
    with transaction.atomic():
        waiting = _waiting([arrival.pk])
        Arrival.objects.filter(pk__in=[one.pk for one in waiting]).update(dropped_at=at)
        Attachment.objects.filter(pk__in=[one.attachment_id for one in waiting], matter_id=None).delete()


def register(
    facts: Facts,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    key: str | None = None,
    paper: int | None = None,
    annexes: Sequence[int] = (),
    repeats: Matter | None = None,
) -> Matter:
    """Register a paper. ``paper`` and ``annexes`` are arrivals; ``repeats`` an earlier paper that this one repeats.

    Raises ``StepRefused`` in words. A repeated ``key`` answers the same matter; an arrival is registered once, whoever
    is quicker.
    """
    refuse_secrets(facts.title, facts.organ, facts.original_number, facts.requested_words, facts.text)
    with transaction.atomic():
        known = Matter.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        arrivals = _waiting([*filter(None, [paper]), *annexes])
        detail = _detail(facts, next((one.text for one in arrivals if one.pk == paper), facts.text))
        matter = open_matter(
            IncomingPaper.register, detail, actor=actor, at=at, title=facts.title, source=source, key=key,
            urgency=facts.urgency, data=_opening(facts, detail), then=lambda made: _bind(made, arrivals, paper),
        )  # fmt: skip
        if facts.requested_on is not None:
            require(matter, facts, actor=actor, at=at, key=f"{key}:r"[:64] if key else None)
        if repeats is not None:
            link(matter, repeats, Link.Kind.REPEATS, at=at)
    return matter


def _waiting(ids: Sequence[int]) -> list[Arrival]:
    """The arrivals, locked, none of them registered yet: two registrars cannot both have one."""
    rows = list(Arrival.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    taken = next((one for one in rows if one.matter_id or one.dropped_at), None)
    if taken is not None:
        number = Matter.objects.filter(pk=taken.matter_id or 0).values_list("number", flat=True).first()
        raise StepRefused(
            _("“%(name)s”已由同事登记为 %(number)s。") % {"name": taken.name, "number": number}
            if number
            else _("“%(name)s”已被移出待登记。") % {"name": taken.name}
        )
    if len(rows) != len(set(ids)):
        raise StepRefused(_("文件已不在待登记中，请重新上传。"))
    return rows


def _bind(matter: Matter, arrivals: list[Arrival], paper: int | None) -> None:
    for one in arrivals:
        attach([one.attachment_id], matter_id=matter.pk, role=PAPER if one.pk == paper else ANNEX)
    Arrival.objects.filter(pk__in=[one.pk for one in arrivals]).update(matter=matter, text="", offered=[])


def _detail(facts: Facts, text: str) -> Incoming:
    return Incoming(
        title=facts.title[:300],
        organ=facts.organ[:120],
        original_number=facts.original_number[:80],
        type=facts.type,
        signed_on=facts.signed_on,
        received_at=facts.received_at,
        received_by=facts.received_by[:40],
        copies=facts.copies,
        pages=facts.pages,
        text=text,
        number_key=number_key(facts.original_number)[:80],
        title_key=title_key(facts.title)[:120],
        sketch=list(sketch_of(text)),
        digest=digest_of(facts.title[:300], facts.organ[:120], facts.original_number[:80], text),
        urgency=facts.urgency,
    )


def digest_of(*said: str) -> str:
    """SM3 of what was registered: the opening passage carries it, so a changed paper is found by the ledger."""
    return sm3(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hex()


def _opening(facts: Facts, detail: Incoming) -> dict[str, Any]:
    return {
        "organ": facts.organ, "original_number": facts.original_number, "type": facts.type, "urgency": facts.urgency,
        "copies": facts.copies, "digest": detail.digest,
        "received_at": facts.received_at.isoformat() if facts.received_at else "", "received_by": facts.received_by,
    }  # fmt: skip


def require(matter: Matter, facts: Facts, *, actor: Actor, at: datetime, key: str | None = None) -> Matter:
    """The deadline that the paper asks for becomes a clock of its own, with the paper as its source.

    A paper that came after its own deadline has no clock to run; its words stay readable in its text.
    """
    asked = facts.requested_on
    if asked is None or asked < local_day(at):
        return matter
    data = requirement(facts.title, facts.organ, facts.original_number, asked, facts.requested_words, at)
    return take(IncomingPaper.require, matter, actor=actor, at=at, data=data, key=key)


def requirement(title: str, organ: str, number: str, asked: date, words: str, at: datetime) -> dict[str, Any]:
    """What the passage says of a deadline that a paper states: until when, in whose words, and how long that is from now."""
    days = (asked - local_day(at)).days
    length, unit = (days, Unit.CALENDAR_DAYS) if days > 0 else (_hours_left(at), Unit.HOURS)
    said = words or _("%(day)s前") % {"day": chinese_date(asked)}
    source = f"{organ}《{title[:80]}》{f'（{number}）' if number else ''}“{said[:80]}”"
    return {
        "requested_on": asked.isoformat(), "requested_words": said[:200], "requested_length": length,
        "requested_unit": unit.value, "requested_source": source[:240],
    }  # fmt: skip


def _hours_left(at: datetime) -> int:
    return max(1, 24 - at.astimezone(SHANGHAI).hour)


def refuse_secrets(*texts: str) -> None:
    if any(marks_in(text) for text in texts if text):
        raise SecretRefused(str(SECRET_REFUSAL))


def kinds_accepted() -> str:
    """What the browser offers to choose from."""
    return ",".join(suffix for name in sorted(ACCEPTED) for suffix in KINDS[name].suffixes)
