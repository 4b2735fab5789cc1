"""A request as its page shows it, in fifteen queries at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.file_roles import FOUND
from shuniu.public.disclosure.models import InformationRequest, Remedy
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries.applicants import Earlier, Masked, earlier_of, masked, may_reveal
from shuniu.public.disclosure.queries.letters import LetterLine, letters_of
from shuniu.public.disclosure.queries.wording import said_in
from shuniu.public.disclosure.receipt import receipt_of
from shuniu.public.disclosure.replies import REPLIES, WITHHELD
from shuniu.public.disclosure.roles import CLERK

LIKELY = (
    "receive", "sign", "receive_correction", "hear_third_party", "hear_organ", "record_payment", "hear_reasons", "provide",
    "deliver", "draft_reply", "assign", "ask_correction", "ask_third_party", "ask_organ", "find_clear",
)  # fmt: skip
KEYS = {
    "receive": "q", "draft_reply": "d", "sign": "s", "send_back": "t", "deliver": "l", "assign": "f", "provide": "b",
    "ask_correction": "z", "receive_correction": "q", "ask_third_party": "x", "hear_third_party": "q", "ask_organ": "o",
    "hear_organ": "q", "extend": "y", "charge": "c", "record_payment": "q", "find_clear": "m",
}  # fmt: skip
"""Shortcuts of the steps, by a sound of the word where it is free."""
SHOWN_EARLIER = 5


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """A line of the register, as the matter's page shows it."""

    path: str
    authority: str
    reference: str
    result: tuple[str, str]
    begun_on: Any
    ended_on: Any


@dataclass(frozen=True, slots=True)
class RequestPage:
    """All that the staff's page of a request shows."""

    case: Case
    head: pages.Head
    actions: list[pages.Action]
    request: InformationRequest
    way: str
    kind: str
    medium: str
    receipt: str
    """Why the day of receipt is the one it is, or will be."""
    reply: str
    ground: str
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    applicant: Masked
    may_reissue: bool
    earlier: list[Earlier]
    letters: list[LetterLine]
    remedies: list[RemedyLine]
    waits: list[str]
    files: list[dict[str, Any]]


def opened(actor: Actor, number: str) -> pages.Opened:
    """The request with its passages, for whoever may see it; else 404."""
    return pages.opened(actor, InformationRequestProcedure, number)


def url_of_step(number: str, name: str) -> str:
    return reverse(f"disclosure:{name.strip('_')}", args=[number])


def request_page(actor: Actor, number: str, *, now: datetime) -> RequestPage:
    """The page of one request, whoever reads it."""
    found = opened(actor, number)
    case, request = found.case, found.case.detail
    clocks = pages.clock_cards(case, now)
    applicant = masked(case, actor)
    came_on = request.came_on or local_day(case.matter.received_at)
    return RequestPage(
        case=case,
        head=pages.head(case, clocks, now),
        actions=actions_for(case, actor),
        request=request,
        way=request.get_way_display(),
        kind=request.get_applicant_kind_display(),
        medium=request.get_medium_display(),
        receipt=receipt_of(request.way, came_on, local_day(now)).why,
        reply=_reply(request.reply_kind),
        ground=_ground(request.ground),
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        applicant=applicant,
        may_reissue=actor.holds(CLERK),
        earlier=earlier_of(case.matter, request.text)[:SHOWN_EARLIER] if applicant.may_reveal else [],
        letters=letters_of(found) if applicant.may_reveal else [],
        remedies=remedies_of(case.matter),
        waits=_waits(case),
        files=files_of(case.matter, actor) if found.near.files else [],
    )


def actions_for(case: Case, actor: Actor) -> list[pages.Action]:
    number = case.matter.number or ""
    likely: tuple[str, ...] = LIKELY
    if case.state == "handling" and case.times("assign") and not case.times("draft_reply"):
        likely = ("draft_reply", *LIKELY)
    return pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=likely)


def _reply(kind: str) -> str:
    return _(REPLIES[kind].label) if kind in REPLIES else ""


def _ground(key: str) -> str:
    return next((f"{_(one.label)}（{one.cites.cite()}）" for one in WITHHELD if one.key == key), "")


def _waits(case: Case) -> list[str]:
    kept = tree()
    return list(dict.fromkeys(f"{kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks))


RESULT_TONES = {"pending": "warn", "upheld": "good", "corrected": "bad", "other": "plain"}


def remedies_of(matter: Matter) -> list[RemedyLine]:
    return [
        RemedyLine(
            one.get_path_display(),
            one.authority,
            one.reference,
            (one.get_result_display(), RESULT_TONES[one.result]),
            one.begun_on,
            one.ended_on,
        )
        for one in Remedy.objects.filter(matter=matter).order_by("pk")
    ]


def pending_remedies(matter_id: int) -> list[tuple[int, str]]:
    """The lines that have no result yet, to be chosen from."""
    rows = Remedy.objects.filter(matter_id=matter_id, result=Remedy.Result.PENDING).order_by("pk")
    return [(one.pk, f"{one.get_path_display()} {one.authority} {one.reference}".strip()) for one in rows]


def initial_for(found: pages.Opened, step: str, *, kind: str = "") -> Mapping[str, Any]:
    """What a step's form is filled with beforehand: what the record already says. ``kind``: of the reply to be drafted."""
    said = {one.step: one for one in found.passages}
    if step == "receive_correction" and "supplement" in said:
        return {"received_on": local_day(said["supplement"].at)}
    if step == "reopen" and "conclude_remedy" in said:
        return {"reason": str(said["conclude_remedy"].data.get("gist") or "")}
    if step == "draft_reply":
        drafted = said["draft_reply"].data if "draft_reply" in said else {}
        return {**drafted} if kind in ("", drafted.get("kind")) else {"kind": kind}
    return {}


# --- Files ---------------------------------------------------------------------------------------------------------


def shown_to(matter: Matter, actor: Actor) -> list[Attachment]:
    """All files for the section; for a unit that searches only what was found: an application bears name and identity."""
    return attachments_of(matter.pk, roles=() if may_reveal(actor) else (FOUND,))


def files_of(matter: Matter, actor: Actor) -> list[dict[str, Any]]:
    """The files of a request as the page lists them."""
    return [
        {
            "name": one.name,
            "size": one.size,
            "added": one.uploaded_at,
            "url": reverse("disclosure:file", args=[matter.number, one.pk]),
            "preview_url": reverse("disclosure:preview", args=[matter.number, one.pk]) if one.has_preview else "",
        }
        for one in shown_to(matter, actor)
    ]


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One file of a request, for whoever may see it; else 404."""
    matter = matter_for(actor, number)
    found = next((one for one in shown_to(matter, actor) if one.pk == pk), None)
    if matter.kind != InformationRequestProcedure.kind or found is None:
        raise Http404
    return found
