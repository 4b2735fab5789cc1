"""Moving a paper: one verb for all steps, and what some of them bring with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Link, Matter, Passage
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.taking import link, load_locked, repeated, take
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models.incoming import Incoming, Opening
from shuniu.office.documents.operations.incoming_intake import refuse_secrets, requirement
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.procedures.incoming_folding import waiting_leaders, waiting_readers

QUIET = frozenset({"read", "chase", "progress", "follow", "circulate", "all_have_read"})
"""Steps beside the handling: a form drawn before one of them is not stale for it."""
SENT_READING = frozenset({"submit", "assign_directly", "assign"})
"""Steps with which the readers that the opinion names are sent their paper, if they have not been."""


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    files: Sequence[Any] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step on a paper, with all that follows from it in the same transaction. Raises ``StepRefused`` in words."""
    given = _named(_asked(name, matter, data or {}, at))
    refuse_secrets(note, *_texts(given))
    step = IncomingPaper.steps[name]
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter  # A second click: what followed the first one has followed.
        into = _wanted(actor, given["into"], matter) if name == "merge" else None
        seen = _seen(matter, expected)
        done = take(step, matter, actor=actor, at=at, data=given, note=note, expected=seen, key=key)
        if into is not None:
            link(done, into, Link.Kind.REPEATS, at=at)
        _answer_linked(done, given, actor, at)
        _follow(name, done, at)
    return done


def _asked(name: str, matter: Matter, data: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    """A deadline is typed as a day; the passage keeps how long that is and which paper says so."""
    if name != "require":
        return data
    asked = date.fromisoformat(data["requested_on"])
    if asked < local_day(at):
        raise StepRefused(_("来文要求的日期已经过去，不能再计时。"))
    paper = Incoming.objects.defer("text").get(pk=matter.pk)
    return requirement(
        paper.title, paper.organ, paper.original_number, asked, str(data.get("requested_words") or ""), at
    )


def _texts(given: Mapping[str, Any]) -> list[str]:
    return [value for value in given.values() if isinstance(value, str)]


def _seen(matter: Matter, expected: int | None) -> int | None:
    """The ``seq`` that the form has seen, with quiet steps since taken as seen: a reader's mark stales nobody's form."""
    if not expected:
        return expected
    since = Passage.objects.filter(matter_id=matter.pk, seq__gt=expected).order_by("seq").values_list("seq", "step")
    for seq, step in since:
        if step not in QUIET:
            break
        expected = seq
    return expected


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """Units by id for the machine and by their name of this day for the record."""
    named = dict(data)
    for field in ("unit", "right_unit"):
        if named.get(field):
            named[f"{field}_name"] = tree().name(named[field])
    if named.get("assisting"):
        named["assisting_names"] = [tree().name(unit) for unit in named["assisting"]]
    return named


def _wanted(actor: Actor, number: str, matter: Matter) -> Matter:
    """The paper that a number names; the same words whether it does not exist, is hidden or is another matter."""
    try:
        found = matter_for(actor, str(number).strip())
    except Http404:
        found = None
    if found is None or found.kind != IncomingPaper.kind or found.pk == matter.pk:
        raise StepRefused(_("没有编号为 %(number)s 的收文，请核对。") % {"number": number})
    return found


def _answer_linked(matter: Matter, given: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """办复文件: the outgoing paper that answers this one, linked in the record both ways."""
    number = str(given.get("outgoing") or "").strip()
    if not number:
        return
    try:
        answer = matter_for(actor, number)
    except Http404:
        answer = None
    if answer is None or answer.kind != "documents.outgoing":
        raise StepRefused(_("没有编号为 %(number)s 的发文，请核对。") % {"number": number})
    link(matter, answer, Link.Kind.LED_TO, at=at)


def _follow(name: str, matter: Matter, at: datetime) -> None:
    """What the procedure itself does next: the last instruction, the last reader, the readers of an approved opinion."""
    detail = Incoming.objects.defer("text").get(pk=matter.pk)
    if name in SENT_READING and detail.proposed.get("readers") and not detail.readers:
        data = {
            "readers": detail.proposed["readers"],
            "readers_in_order": detail.proposed.get("readers_in_order", False),
        }
        take(IncomingPaper.circulate, matter, actor=SYSTEM, at=at, data=data)
    elif name in {"instruct", "record_instruction"} and not waiting_leaders(detail):
        take(IncomingPaper.gather, matter, actor=SYSTEM, at=at)
    elif name in {"read", "circulate", "circulate_only"} and not waiting_readers(detail):
        state = Matter.objects.values_list("state", flat=True).get(pk=matter.pk)
        ended = IncomingPaper.end_reading if state == "circulating" else IncomingPaper.all_have_read
        take(ended, matter, actor=SYSTEM, at=at)


def mark_opened(matter: Matter, *, actor: Actor, at: datetime) -> None:
    """送达即知: the first time somebody to whom the paper was sent opens it. Kept beside the matter, so no form goes stale."""
    if actor.person_id is not None:
        Opening.objects.bulk_create([Opening(matter=matter, person_id=actor.person_id, at=at)], ignore_conflicts=True)
