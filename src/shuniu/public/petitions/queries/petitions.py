"""A petition as its page shows it, in a dozen queries at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import Linked, links_of, matter_for, may_see, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.public.petitions.models import Petition
from shuniu.public.petitions.procedures import PARTS, PetitionProcedure
from shuniu.public.petitions.queries import letters, persons
from shuniu.public.petitions.queries.reviewers import reviewing_of
from shuniu.public.petitions.queries.wording import RATINGS, said_in

LIKELY: tuple[str, ...] = (
    "refer", "accept", "draft_opinion", "issue_opinion", "deliver_opinion", "agree_to_return", "settle",
    "answer_suggestion", "conclude_path", "conclude_review", "conclude_recheck", "end_hearing", "screen", "assign",
    "accept_simply", "hear_petitioner", "investigate", "appoint", "study", "take_other_path",
)  # fmt: skip
KEYS = {
    "screen": "z", "refer": "f", "assign": "b", "decline": "v", "hand_to_discipline": "m", "contest": "y",
    "agree_to_return": "y", "refuse_return": "b", "confer": "l", "settle": "c", "accept": "s", "accept_simply": "j",
    "study": "n", "take_other_path": "d", "refuse": "v", "appoint": "i", "hear_petitioner": "t", "investigate": "h",
    "to_ordinary": "p", "extend": "q", "draft_opinion": "w", "return_draft": "t", "issue_opinion": "s",
    "answer_suggestion": "w", "conclude_path": "w", "deliver_opinion": "d", "conclude_review": "w", "hold_hearing": "t",
    "end_hearing": "e", "conclude_recheck": "w", "supervise": "u", "add_statement": "a",
}  # fmt: skip
"""Shortcuts of the steps, by the first sound of the word where it is free."""
BY_DELIVERY = ("start_review_term", "start_recheck_term")
"""What the registration of a delivery takes by itself: nobody has a button for it."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    label: str
    number: str
    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class PetitionPage:
    """All that the page of a petition shows."""

    case: Case
    head: pages.Head
    actions: list[pages.Action]
    petition: Petition
    way: str
    category: str
    standing: str
    result: str
    received_at: datetime
    origin: str
    handled_by: str
    ratings: list[tuple[str, str]]
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    petitioner: persons.Shown
    links: list[LinkLine]
    waits: list[str]
    files: list[dict[str, Any]]
    letters: list[letters.Letter]
    draft: bool
    """Whether a drafted opinion waits to be issued, and can be looked at as it will be printed."""
    undelivered: bool


def opened(actor: Actor, number: str) -> pages.Opened:
    """The petition with its passages, for whoever may see it; else 404."""
    return pages.opened(actor, PetitionProcedure, number)


def url_of_step(number: str, name: str) -> str:
    return "" if name in BY_DELIVERY else address(f"petitions:{name}", number)


def petition_page(actor: Actor, number: str, *, now: datetime) -> PetitionPage:
    """The page of one petition: at most twelve queries, whoever reads it."""
    found = opened(actor, number)
    case, passages = found.case, found.passages
    petition: Petition = case.detail
    clocks = pages.clock_cards(case, now)
    return PetitionPage(
        case=case,
        head=pages.head(case, clocks, now),
        actions=actions_for(case, actor),
        petition=petition,
        way=petition.get_way_display(),
        category=petition.get_category_display(),
        standing=petition.get_standing_display(),
        result=petition.get_result_display(),
        received_at=case.matter.received_at,
        origin=_origin(passages),
        handled_by=tree().name(petition.handled_by),
        ratings=_ratings(petition),
        clocks=clocks,
        lines=pages.timeline_of(case, passages, said_in),
        petitioner=persons.shown_to(case, actor),
        links=_links(case.matter, actor) if found.near.linked else [],
        waits=_waits(case),
        files=files_of(case.matter) if found.near.files else [],
        letters=letters.letters_of(case, passages),
        draft=case.state == "drafted",
        undelivered=_undelivered(case),
    )


def _undelivered(case: Case) -> bool:
    return (case.state == "answered" and not case.times("start_review_term")) or (
        case.state == "review_answered" and not case.times("start_recheck_term")
    )


def _origin(passages: list[Passage]) -> str:
    """The superior that transferred it, with its number."""
    said = passages[0].data if passages else {}
    return f"{said.get('sender', '')} {said.get('sender_number', '')}".strip()


def _ratings(petition: Petition) -> list[tuple[str, str]]:
    given = ((_("信访部门"), petition.office_satisfaction), (_("办理机关"), petition.organ_satisfaction))
    return [(label, str(RATINGS.get(value, value))) for label, value in given if value]


def actions_for(case: Case, actor: Actor) -> list[pages.Action]:
    number = case.matter.number or ""
    likely = LIKELY
    if _undelivered(case):
        likely = ("deliver_opinion", *LIKELY)
    elif case.matter.sealed:
        likely = ("hand_to_discipline", *LIKELY)
    found = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=likely)
    # An identity that is under no seal is asked for by its own recorded button, not by the step for sealed ones.
    return [one for one in found if one.name not in BY_DELIVERY and (one.name != "open_identity" or case.matter.sealed)]


def initial_for(found: pages.Opened, step: str) -> dict[str, Any]:
    """What a step's form is filled with beforehand."""
    said = {one.step: one.data for one in found.passages}
    petition: Petition = found.case.detail
    if step in ("refer", "assign", "settle") and "contest" in said:
        return {"unit": said["contest"].get("right_unit_name")}
    if step == "screen":
        return {"standing": petition.standing, "category": petition.category}
    if step == "draft_opinion":
        drafted = said.get("draft_opinion", {})
        return {name: drafted[name] for name in ("result", *PARTS) if name in drafted} or {"request": petition.text}
    if step in ("request_review", "request_recheck"):
        decided = petition.handled_by if step == "request_review" else found.case.matter.unit_id
        reviewing = reviewing_of(decided)
        return {"unit": reviewing.unit.id} if reviewing else {}
    return {}


def _waits(case: Case) -> list[str]:
    kept = tree()
    return list(dict.fromkeys(f"{kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks))


# --- Files, neighbours ---------------------------------------------------------------------------------------------


def files_of(matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "size": one.size,
            "added": one.uploaded_at,
            "url": reverse("petitions:file", args=[matter.number, one.pk]),
            "preview_url": reverse("petitions:preview", args=[matter.number, one.pk]) if one.has_preview else "",
        }
        for one in attachments_of(matter.pk)
    ]


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One file of a petition, for whoever may see the petition; else 404."""
    matter = matter_for(actor, number)
    found = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    if matter.kind != PetitionProcedure.kind or found is None:
        raise Http404
    return found


def _links(matter: Matter, actor: Actor) -> list[LinkLine]:
    """Both ways, of any kind; of what this reader may not see they learn the number and no more."""
    return [_link_line(one, may_see(one.matter, actor)) for one in links_of(matter)]


def _link_line(one: Linked, visible: bool) -> LinkLine:
    other = one.matter
    state = procedure_of(other.kind, other.procedure_version).states[other.state].label
    labels = {"repeats": _("重复") if one.forward else _("被重复提出")}
    return LinkLine(
        label=str(labels.get(one.kind, one.label)),
        number=other.number or "",
        title=other.title if visible else "",
        state=_(state) if visible else "",
        url=url_of(other) if visible else "",
    )
