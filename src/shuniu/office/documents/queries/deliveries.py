"""A delivery as the receiving unit sees it: the paper's file, whether it was received, what became of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import may_see
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.models import Delivery, Outgoing
from shuniu.office.documents.queries.papers import FILES, FileLine, newest_files
from shuniu.office.documents.queries.standing import Ending, ending_of
from shuniu.office.documents.queries.wording import said_in


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    case: Case
    head: pages.Head
    delivery: Delivery
    paper: Outgoing
    actions: list[pages.Action]
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    files: list[FileLine]
    ending: Ending | None
    may_receive: bool

    @property
    def withdrawn(self) -> bool:
        return self.case.matter.state == "withdrawn"


def opened(actor: Actor, number: str) -> pages.Opened:
    return pages.opened(actor, Delivery.objects.select_related("paper"), number)


def delivery_page(actor: Actor, number: str, *, now: datetime) -> DeliveryPage:
    found = opened(actor, number)
    case, clocks = found.case, pages.clock_cards(found.case, now)
    paper = Outgoing.objects.get(pk=case.detail.paper_id)
    actions = pages.actions(case, actor, lambda step: reverse("documents:delivery_step", args=[number, step]), keys={})
    return DeliveryPage(
        case=case,
        head=pages.head(case, clocks, now),
        delivery=case.detail,
        paper=paper,
        actions=[one for one in actions if one.name != "receive"],
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        files=[] if case.matter.state == "withdrawn" else _files(number, paper.pk),
        ending=ending_of(paper),
        may_receive=any(one.name == "receive" for one in actions),
    )


def _files(number: str, paper_id: int) -> list[FileLine]:
    kept = newest_files(paper_id)
    return [
        FileLine(
            label, kept[role].name, kept[role].size, reverse("documents:delivery_file", args=[number, label.lower()])
        )
        for role, label in FILES.items()
        if role in kept and label != "DOCX"
    ]


def seen(actor: Actor, number: str) -> Delivery:
    """The delivery of that number for whoever may see it, while it is not withdrawn; else 404."""
    found = Delivery.objects.select_related("matter").filter(matter__number=number).first()
    if found is None or not may_see(found.matter, actor) or found.matter.state == "withdrawn":
        raise Http404
    return found


def file_of(actor: Actor, number: str, kind: str) -> Attachment:
    """The sealed paper, or its OFD, for whom it was sent to. What can be edited is not sent out."""
    kept = newest_files(seen(actor, number).paper_id).get(f"documents.{kind}")
    if kept is None or kind == "docx":
        raise Http404
    return kept


def next_waiting(actor: Actor, but: int) -> Matter | None:
    """The next paper that waits to be received by this person's units."""
    units = actor.units_of("documents.liaison", "documents.head")
    waiting = Matter.objects.filter(kind="documents.delivery", state="sent", unit_id__in=units)
    return waiting.exclude(pk=but).order_by("due_at", "pk").first()
