"""An incoming paper as its page shows it, in a dozen queries at most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import Linked, links_of, matter_for, may_see, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models.incoming import ANSWERED, Channel, Incoming, Opening
from shuniu.office.documents.models.types import DocumentType
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.procedures.incoming_folding import INSTRUCT, READ
from shuniu.office.documents.queries.incoming_wording import faults_of, said_in
from shuniu.office.documents.roles import DRAFTER

LIKELY = (
    "instruct", "accept", "propose", "submit", "assign", "receive", "report", "conclude", "conclude_reading_on", "read",
    "assign_directly", "assist", "grant_extension", "appoint", "gather", "end_reading",
)  # fmt: skip
KEYS = {
    "accept": "s", "send_back": "t", "propose": "n", "submit": "s", "assign_directly": "z", "instruct": "p",
    "assign": "f", "receive": "q", "appoint": "j", "report": "b", "assist": "x", "reply": "d", "conclude": "w",
    "conclude_reading_on": "w", "circulate": "c", "read": "y", "chase": "u", "follow": "g", "revise": "t", "redo": "t",
    "return_": "t", "keep": "k", "progress": "l",
}  # fmt: skip
"""Shortcuts of the steps, by a sound of the word where it is free."""


_SUBJECT = re.compile(r"关于(.+)的[\w（）]{1,5}$")
"""What a title is about, between its organ and its type."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the circulation or of the instructions: who, when opened, when done, what was said."""

    name: str
    turn: bool
    opened_at: datetime | None
    done_at: datetime | None
    said: str
    by: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    label: str
    number: str
    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """All that the page of a paper shows."""

    case: Case
    head: pages.Head
    actions: list[pages.Action]
    paper: Incoming
    type: str
    channel: str
    nature: str
    urgency: str
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    leaders: list[Mark]
    readers: list[Mark]
    links: list[LinkLine]
    owing: list[str]
    assisting: list[str]
    waits: list[str]
    files: list[dict[str, Any]]
    preview: str
    follower: str
    sent_back_for: str
    overdue_request: bool
    draft_url: str
    """Where an answer by a paper of the office is begun; empty where it is not asked for, or by nobody who drafts."""


def opened(actor: Actor, number: str) -> pages.Opened:
    """The paper with its passages, for whoever may see it; else 404."""
    rows = Incoming.objects.filter(matter__kind=IncomingPaper.kind).select_related("follower")
    return pages.opened(actor, rows, number)


def url_of_step(number: str, name: str) -> str:
    return reverse(f"documents:incoming_{name.strip('_')}", args=[number])


def page_of_paper(actor: Actor, number: str, *, now: datetime) -> PaperPage:
    """The page of one paper: at most thirteen queries, whoever reads it."""
    found = opened(actor, number)
    case, paper = found.case, found.case.detail
    clocks = pages.clock_cards(case, now)
    files = files_of(case.matter)
    return PaperPage(
        case=case,
        head=pages.head(case, clocks, now),
        actions=actions_for(case, actor),
        paper=paper,
        type=paper.get_type_display(),
        channel=str(dict(Channel.choices).get(case.matter.source, case.matter.source)),
        nature=paper.get_nature_display(),
        urgency=paper.get_urgency_display(),
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        **_marks(case),
        links=_links(case.matter, actor),
        owing=[tree().name(unit) for unit in sorted(case.owing)],
        assisting=_assisted(case),
        waits=_waits(case),
        files=files,
        preview=next((one["preview_url"] for one in files if one["preview_url"]), ""),
        follower=paper.follower.name if paper.follower else "",
        sent_back_for=_faults(found.passages),
        overdue_request=_is_late(paper.requested_on, case, now),
        draft_url=_draft_url(case, actor),
    )


def _draft_url(case: Case, actor: Actor) -> str:
    if case.state not in {"handling", "reported"} or not actor.holds(DRAFTER):
        return ""
    try:
        return f"{reverse('documents:draft_new')}?{urlencode(_answer_to(case))}"
    except NoReverseMatch:
        return ""  # An installation that drafts elsewhere.


def _answer_to(case: Case) -> dict[str, str]:
    """What the draft of an answer begins with: a 请示 gets a 批复, anything else a 函; the subject without its frame."""
    paper = case.detail
    subject = _SUBJECT.search(case.matter.title)
    kind = "批复" if paper.type == DocumentType.REQUEST else "函"
    return {"kind": kind, "title": subject.group(1) if subject else case.matter.title, "to": paper.organ}


def _is_late(asked: date | None, case: Case, now: datetime) -> bool:
    return asked is not None and case.matter.closed_at is None and asked < local_day(now)


def _faults(passages: list[Passage]) -> str:
    return next((faults_of(one.data.get("unmet", [])) for one in reversed(passages) if one.step == "send_back"), "")


def actions_for(case: Case, actor: Actor) -> list[pages.Action]:
    number = case.matter.number or ""
    found = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=LIKELY)
    return [one for one in found if one.name not in {"file", "unfile"}]


def initial_for(found: pages.Opened, step: str) -> dict[str, Any]:
    """What a step's form is filled with beforehand: the opinion that was proposed, the unit it names."""
    paper = found.case.detail
    proposed = paper.proposed or {}
    units = {"unit": proposed.get("unit"), "assisting": proposed.get("assisting") or []}
    if step == "assign":
        returned = next((one.data.get("right_unit") for one in reversed(found.passages) if one.step == "return_"), None)
        return {**units, **({"unit": returned} if returned and found.case.state == "returned" else {})}
    if step in {"submit", "assign_directly", "propose"} and paper.opinion:
        return {
            **units,
            "opinion": paper.opinion,
            "leaders": [one["key"].split(".")[0] for one in paper.leaders if not one.get("at")],
            "order_of_leaders": "order" if paper.leaders_in_order else "once",
            "readers": [one["name"] for one in proposed.get("readers") or []],
            "order_of_readers": "order" if proposed.get("readers_in_order") else "once",
        }
    if step == "accept":
        handled = paper.requested_on is not None or paper.type in ANSWERED
        return {"nature": "handle" if handled else "read"}
    if step == "require" and paper.requested_on:
        return {"requested_on": paper.requested_on, "requested_words": paper.requested_words}
    return {}


# --- Who instructs and who reads -----------------------------------------------------------------------------------


def _marks(case: Case) -> dict[str, list[Mark]]:
    """Both lists with the moments of opening, in one query."""
    paper = case.detail
    openings: Mapping[int, datetime] = {}
    if paper.leaders or paper.readers:
        openings = dict(Opening.objects.filter(matter_id=case.matter.pk).values_list("person_id", "at"))
    turns = {seat.key for kind in (INSTRUCT, READ) for seat in case.seats(kind)}
    return {
        "leaders": [_mark(one, "at", "text", openings, turns) for one in paper.leaders],
        "readers": [_mark(one, "read_at", "note", openings, turns) for one in paper.readers],
    }


def _mark(one: Mapping[str, Any], done: str, said: str, openings: Mapping[int, datetime], turns: set[str]) -> Mark:
    at = datetime.fromisoformat(one[done]) if one.get(done) else None
    return Mark(
        one["name"],
        one["key"] in turns,
        openings.get(one["person"] or 0),
        at,
        str(one.get(said, "")),
        str(one.get("by", "")),
    )


def is_sent_to(case: Case, actor: Actor) -> bool:
    """Whether the paper stands on a list with this person's name."""
    return any(one.get("person") == actor.person_id for one in (*case.detail.leaders, *case.detail.readers))


# --- Files, neighbours ---------------------------------------------------------------------------------------------


def _assisted(case: Case) -> list[str]:
    """Units that have handed in their part, by the passages of the assisting step."""
    handed = {unit for unit, helps in case.parties.items() if helps} - case.owing
    asked = set(case.detail.proposed.get("assisting") or ())
    return [tree().name(unit) for unit in sorted(handed & asked)] if case.times("assist") else []


def _waits(case: Case) -> list[str]:
    """Units by their task; people on a list by their own name."""
    kept = tree()
    names = {one["key"]: one["name"] for one in (*case.detail.leaders, *case.detail.readers)}
    shown = (f"{names.get(task.seat) or kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks)
    return list(dict.fromkeys(shown))


def files_of(matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "size": one.size,
            "added": one.uploaded_at,
            "url": reverse("documents:incoming_file", args=[matter.number, one.pk]),
            "preview_url": reverse("documents:incoming_preview", args=[matter.number, one.pk])
            if one.has_preview
            else "",
        }
        for one in attachments_of(matter.pk)
    ]


def preview_of(matter: Matter) -> str:
    """The small picture of the first page, for a form that is filled in on a phone."""
    return next((one["preview_url"] for one in files_of(matter) if one["preview_url"]), "")


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One file of a paper, for whoever may see the paper; else 404."""
    matter = matter_for(actor, number)
    found = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    if matter.kind != IncomingPaper.kind or found is None:
        raise Http404
    return found


def _links(matter: Matter, actor: Actor) -> list[LinkLine]:
    """Both ways, of any kind; of what this reader may not see they learn the number and no more."""
    return [_link_line(one, may_see(one.matter, actor)) for one in links_of(matter)]


def _link_line(one: Linked, visible: bool) -> LinkLine:
    other = one.matter
    state = procedure_of(other.kind, other.procedure_version).states[other.state].label
    labels = {"led_to": _("办复文件") if one.forward else _("由此引出"), "repeats": _("重复来文")}
    return LinkLine(
        label=str(labels.get(one.kind, one.label)),
        number=other.number or "",
        title=other.title if visible else "",
        state=_(state),
        url=url_of(other) if visible else "",
    )
