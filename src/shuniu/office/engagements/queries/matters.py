"""One engagement as its page shows it: what was asked, what the rules say now, what can be done."""

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
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.engagements.models import Engagement, Leader
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.screening import findings
from shuniu.office.engagements.queries.wording import hours, said_in
from shuniu.office.engagements.screening import Finding

LIKELY = ("accept", "take_offer", "arrange", "propose", "hold", "change")
KEYS = {
    "propose": "n", "arrange": "p", "accept": "y", "refuse": "x", "offer": "o", "take_offer": "y", "leave_offer": "x",
    "pass_on": "z", "decline": "d", "change": "g", "cancel": "q", "hold": "h", "withdraw": "w", "put_back": "b",
}  # fmt: skip
TONES = {"stop": "bad", "look": "warn", "fit": "good"}
OPENED = ("leader__person", "wanted__person", "place")


@dataclass(frozen=True, slots=True)
class EngagementPage:
    """All that the page shows."""

    case: Case
    head: pages.Head
    detail: Engagement
    about: str
    unit: str
    time: str
    window: str
    leader: str
    wanted: str
    place: str
    findings: list[Finding]
    arranges: bool
    actions: list[pages.Action]
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    files: list[dict[str, Any]]
    waits: list[str]


def opened(actor: Actor, number: str) -> pages.Opened:
    """The engagement with its passages, for whoever may see it. A private one is there for its leader and secretary alone."""
    rows = Engagement.objects.filter(matter__kind=LeaderEngagement.kind).select_related(*OPENED)
    found = pages.opened(actor, rows, number)
    detail = found.case.detail
    if detail.private and not reads(actor, detail):
        raise Http404
    return found


def reads(actor: Actor, detail: Engagement) -> bool:
    return (detail.leader_id or detail.wanted_id) in people.reads_private(actor)


def url_of_step(number: str, name: str) -> str:
    return reverse(f"engagements:step_{name}", args=[number])


def page_of(actor: Actor, number: str, *, now: datetime) -> EngagementPage:
    """The page of one engagement."""
    found = opened(actor, number)
    case, detail = found.case, found.case.detail
    desk = people.may_arrange(actor, detail.leader_id or detail.wanted_id)
    clocks = pages.clock_cards(case, now)
    return EngagementPage(
        case=case, head=pages.head(case, clocks, now), detail=detail, about=detail.about, unit=tree().name(detail.unit_id),
        time=hours(detail.starts_at, detail.ends_at) if detail.starts_at and detail.ends_at else "",
        window=hours(detail.earliest, detail.latest) if local_day(detail.earliest) == local_day(detail.latest)
        else f"{hours(detail.earliest, detail.earliest)[:-6]} 至 {hours(detail.latest, detail.latest)[:-6]}",
        leader=str(detail.leader) if detail.leader else "", wanted=str(detail.wanted) if detail.wanted else detail.get_rank_display(),
        place=" ".join(filter(None, (detail.place.name if detail.place else "", detail.place_note))),
        findings=_findings(case, now) if desk else [], arranges=desk, actions=_actions(case, actor, desk), clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in), files=files_of(case.matter), waits=_waits(case),
    )  # fmt: skip


def _findings(case: Case, now: datetime) -> list[Finding]:
    detail = case.detail
    if case.matter.closed_at is not None:
        return [Finding(**one) for one in detail.screening]
    leader: Leader | None = detail.leader or detail.wanted
    exact = (detail.latest - detail.earliest).total_seconds() / 60 <= detail.minutes
    asked = {} if detail.starts_at or not exact else {"begins": detail.earliest, "ends": detail.latest}
    return findings(detail, leader, asked_on=local_day(case.matter.received_at), **asked)


def _actions(case: Case, actor: Actor, desk: bool) -> list[pages.Action]:
    """The steps open to the actor; a secretary is not offered what belongs to another leader's diary."""
    number = case.matter.number or ""
    found = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=LIKELY)
    own = {"accept", "refuse", "acknowledge", "pass_on", "hold", "take_offer", "leave_offer", "withdraw", "cancel"}
    return [one for one in found if desk or one.name in own]


def _waits(case: Case) -> list[str]:
    kept = tree()
    leader = case.detail.leader.person.name if case.detail.leader else ""
    shown = (f"{leader if task.seat else kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks)
    return list(dict.fromkeys(shown))


def files_of(matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name, "size": one.size, "added": one.uploaded_at,
            "url": reverse("engagements:file", args=[matter.number, one.pk]), "preview_url": "",
        }
        for one in attachments_of(matter.pk)
    ]  # fmt: skip


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One paper of an engagement, for whoever may see it; else 404."""
    matter = opened(actor, number).case.matter
    found = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def initial_for(found: pages.Opened, step: str) -> Mapping[str, Any]:
    """What a step's form is filled with: the time that stands, else the earliest that was asked for."""
    detail = found.case.detail
    if step not in ("propose", "arrange", "offer", "change"):
        return {}
    begins = detail.starts_at or detail.earliest
    length = (
        int((detail.ends_at - detail.starts_at).total_seconds() // 60)
        if detail.starts_at and detail.ends_at
        else detail.minutes
    )
    return {
        "leader": detail.leader_id or detail.wanted_id, "starts_at": begins, "minutes": length, "place": detail.place_id,
        "need": detail.need,
    }  # fmt: skip


def received_with(key: str) -> Matter | None:
    """The request that this very form has opened already."""
    return Matter.objects.filter(key=key).first() if key else None
