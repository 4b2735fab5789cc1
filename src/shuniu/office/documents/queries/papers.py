"""An outgoing paper as its page shows it, in a dozen queries at most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import Lights, Linked, amber_until, light_of, links_of, may_see, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models import Delivery, Outgoing, Version
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.lists import DeliveryRow
from shuniu.office.documents.queries.standing import Ending, ending_of
from shuniu.office.documents.queries.units import addressed
from shuniu.office.documents.queries.wording import said_in
from shuniu.office.documents.roles import DIRECTOR, REGISTRAR

FILES = {"documents.pdf": "PDF", "documents.ofd": "OFD", "documents.docx": "DOCX"}
KEYS = {"sign": "s", "agree": "s", "countersign": "s", "sign_in_turn": "s", "check": "s", "assign_number": "s", "seal": "s",
        "dispatch": "s", "submit": "s", "send_back": "b", "revise": "e", "amend": "e"}  # fmt: skip
LIKELY = (
    "sign",
    "sign_in_turn",
    "countersign",
    "agree",
    "submit",
    "check",
    "assign_number",
    "seal",
    "dispatch",
    "archive",
    "revise",
)
AT_THE_DESK = ("revise", "amend", "correct")
"""Steps that change the words: they are taken at the drafting desk, not in a form on the page."""
MOST_LINKS = 8
MOST_SHOWN = 300
"""Deliveries that the page of a paper lists; a city has fewer units."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version as its passage tells it: no text is read for the list."""

    no: int
    by: str
    at: datetime
    step: str
    note: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """How the deliveries of a paper stand."""

    rows: list[DeliveryRow]
    received: int
    waiting: int
    returned: int
    withdrawn: int
    lights: Lights

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def waiting_words(self) -> str:
        return _("%(count)s个单位未签收") % {"count": self.waiting}

    @property
    def late_words(self) -> str:
        return _("%(count)s个超期") % {"count": self.lights.red}

    @property
    def returned_words(self) -> str:
        return _("%(count)s个退回") % {"count": self.returned}

    @property
    def withdrawn_words(self) -> str:
        return _("%(count)s个已撤回") % {"count": self.withdrawn}


@dataclass(frozen=True, slots=True)
class FileLine:
    label: str
    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    label: str
    number: str
    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Everything on the page of an outgoing paper."""

    case: Case
    head: pages.Head
    paper: Outgoing
    actions: list[pages.Action]
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    versions: list[VersionLine]
    receipts: Receipts | None
    files: list[FileLine]
    links: list[LinkLine]
    waits: list[str]
    passages: list[Passage]
    recipients: str
    copies_to: str
    ending: Ending | None
    may_chase: bool
    corrected: bool
    """Whether words were corrected after the signature."""


def opened(actor: Actor, number: str) -> pages.Opened:
    """The paper with the content of its newest version in the same query, as ``detail.content``."""
    newest = Version.objects.filter(matter_id=OuterRef("pk"), no=OuterRef("version")).values("content")[:1]
    return pages.opened(actor, Outgoing.objects.select_related("series").annotate(content=Subquery(newest)), number)


def paper_page(actor: Actor, number: str, *, now: datetime) -> PaperPage:
    found = opened(actor, number)
    case, clocks = found.case, pages.clock_cards(found.case, now)
    content = case.detail.content
    return PaperPage(
        case=case,
        head=pages.head(case, clocks, now),
        paper=case.detail,
        actions=_actions(case, actor, number),
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        versions=versions_in(found.passages),
        receipts=receipts_of(case.detail, now) if case.detail.deliveries else None,
        files=files_of(case.matter) if case.detail.sealed_at else [],
        links=[_link(one, actor) for one in links_of(case.matter)[:MOST_LINKS]],
        waits=_waits(case),
        passages=found.passages,
        recipients=content.get("recipients", ""),
        copies_to=content.get("copies", ""),
        ending=ending_of(case.detail),
        may_chase=may_chase(actor),
        corrected=any(one.step == "correct" for one in found.passages),
    )


def _actions(case: Case, actor: Actor, number: str) -> list[pages.Action]:
    """One button for both ways of returning: its form asks where to."""
    found = pages.actions(case, actor, lambda step: url_of_step(number, step), keys=KEYS, likely=LIKELY)
    names = {one.name for one in found}
    return [one for one in found if one.name != "return_to" or "send_back" not in names]


def url_of_step(number: str, step: str) -> str:
    """Changing the words opens the drafting desk; every other step has its form in place."""
    if step in AT_THE_DESK:
        return reverse("documents:draft", args=[number])
    return reverse("documents:outgoing_step", args=[number, step])


def _waits(case: Case) -> list[str]:
    kept = tree()
    return list(dict.fromkeys(f"{kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks))


# --- Versions ------------------------------------------------------------------------------------------------------


def versions_in(passages: list[Passage]) -> list[VersionLine]:
    """The newest first."""
    steps = {"draft", "revise", "amend", "correct"}
    return [
        VersionLine(one.data["version"], one.by, one.at, _(OutgoingPaper.steps[one.step].label), one.note)
        for one in reversed(passages)
        if one.step in steps and "version" in one.data
    ]


def version_of(actor: Actor, number: str, no: int) -> tuple[Outgoing, Version]:
    """One version of a paper that the actor may see; else 404."""
    detail = seen(actor, number)
    version = Version.objects.filter(matter_id=detail.pk, no=no).first()
    if version is None:
        raise Http404
    return detail, version


def seen(actor: Actor, number: str) -> Outgoing:
    """The paper of that number for whoever may see it; a stranger gets 404."""
    detail = Outgoing.objects.select_related("matter", "series", "unit").filter(matter__number=number).first()
    if detail is None or not may_see(detail.matter, actor):
        raise Http404
    return detail


# --- Files ---------------------------------------------------------------------------------------------------------


def files_of(matter: Matter) -> list[FileLine]:
    """The files of the last sealing: an earlier one, from before a return, is kept but not offered."""
    newest = newest_files(matter.pk)
    return [
        FileLine(
            label,
            newest[role].name,
            newest[role].size,
            reverse("documents:outgoing_file", args=[matter.number, label.lower()]),
        )
        for role, label in FILES.items()
        if role in newest
    ]


def newest_files(matter_id: int) -> dict[str, Attachment]:
    return {one.role: one for one in attachments_of(matter_id, roles=FILES)}


# --- Deliveries ----------------------------------------------------------------------------------------------------


def receipts_of(paper: Outgoing, now: datetime) -> Receipts:
    """Who has received, who has not: those that wait stand first."""
    order = {"returned": 0, "sent": 1, "received": 2}
    found = Delivery.objects.filter(paper_id=paper.pk).select_related("matter").order_by("pk")[:MOST_SHOWN]
    amber = amber_until(now)
    rows = [DeliveryRow(one.matter, one, light_of(one.matter.due_at, now, amber)) for one in found]
    rows.sort(key=lambda row: order.get(row.matter.state, 3))
    count = {
        name: sum(row.matter.state == name for row in rows) for name in ("sent", "received", "returned", "withdrawn")
    }
    lights = Counter(str(row.light) for row in rows if row.waits)
    return Receipts(
        rows, count["received"], count["sent"], count["returned"], count["withdrawn"],
        Lights(lights["red"], lights["amber"], lights["green"]),
    )  # fmt: skip


# --- Links ---------------------------------------------------------------------------------------------------------


def _link(one: Linked, actor: Actor) -> LinkLine:
    other = one.matter
    open_to_me = may_see(other, actor)
    procedure = procedure_of(other.kind, other.procedure_version)
    return LinkLine(
        label=one.label if one.forward else _("由此引出"),
        number=other.number or "",
        title=other.title if open_to_me else "",
        state=_(procedure.states[other.state].label),
        url=url_of(other) if open_to_me else "",
    )


def initial_for(found: pages.Opened, step: str) -> dict[str, Any]:
    """What a step's form is filled with beforehand."""
    detail = found.case.detail
    if step == "dispatch":
        return {
            **addressed(detail, detail.content, local_day(detail.sealed_at or detail.matter.received_at)),
            "copies": 1,
        }
    known: dict[str, dict[str, Any]] = {
        "archive": {"retention": detail.retention},
        "seal": {"copies": detail.copies or None},
        "assign_number": {"series": detail.series_id},
    }
    return known.get(step, {})


def seen_by_desk(actor: Actor, number: str) -> Outgoing:
    """The paper for those who may chase its receivers; others get 404."""
    detail = seen(actor, number)
    if not may_chase(actor):
        raise Http404
    return detail


def may_chase(actor: Actor) -> bool:
    home = tree().by_code.get(OutgoingPaper.home)
    return any(actor.holds(role, home) for role in (REGISTRAR, DIRECTOR))


def file_of(matter_id: int, kind: str) -> Attachment:
    found = newest_files(matter_id).get(f"documents.{kind}")
    if found is None:
        raise Http404
    return found


def paper_of(matter_id: int) -> Outgoing:
    """The paper behind a delivery that the actor was found to see."""
    return Outgoing.objects.select_related("matter").get(pk=matter_id)
