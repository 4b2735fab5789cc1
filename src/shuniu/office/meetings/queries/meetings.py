"""A meeting as its page shows it, in at most fifteen queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import Linked, links_of, may_see, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import AgendaItem, Facility, Invitation, Meeting, Minutes, Resolution
from shuniu.office.meetings.queries import caps, invitations
from shuniu.office.meetings.queries.invitations import moved
from shuniu.office.meetings.queries.seeing import may_open_item, opened
from shuniu.office.meetings.queries.wording import said_in
from shuniu.office.meetings.roles import CLERK, HEAD, HOME, LIAISON, SECTION

LIKELY = (
    "endorse", "approve", "schedule", "notify", "resubmit", "finish", "draft_minutes", "approve_minutes", "send_minutes",
    "conclude",
)  # fmt: skip
KEYS = {
    "endorse": "s", "send_back": "t", "approve": "p", "return_request": "t", "schedule": "a", "collect": "z",
    "notify": "f", "remind": "u", "change": "b", "finish": "e", "draft_minutes": "d", "approve_minutes": "p",
    "send_minutes": "y", "conclude": "w",
}  # fmt: skip
BY_ROW = frozenset({"assign_decision", "set_aside"})
"""Steps whose buttons stand beside the row that they are about."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda with the papers that this reader may open."""

    row: AgendaItem
    unit: str
    called: str
    from_: datetime | None
    papers: list[dict[str, Any]]
    open: bool
    may_endorse: bool
    may_decide: bool
    hidden: int
    """How many papers there are that this reader may not open."""
    up: str = ""
    down: str = ""
    """The order of all items with this one a place higher or lower; empty where it cannot move, or not by this reader."""

    @property
    def tone(self) -> str:
        return {"accepted": "good", "refused": "bad", "endorsed": "info"}.get(self.row.status, "plain")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and what became of it."""

    row: Resolution
    unit: str
    assisting: str
    url: str
    number: str
    state: str
    done: bool


@dataclass(frozen=True, slots=True)
class LinkLine:
    label: str
    number: str
    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """All that the page of a meeting shows."""

    case: Case
    head: pages.Head
    meeting: Meeting
    unit: str
    actions: list[pages.Action]
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    rooms: list[Facility]
    items: list[Item]
    seats: list[invitations.Seat]
    count: invitations.Count
    mine: list[invitations.Seat]
    decisions: list[Decided]
    minutes: Minutes | None
    earlier: list[Decided]
    left: list[caps.Left]
    verdict: list[str]
    links: list[LinkLine]
    clerk: bool
    brings: bool

    @property
    def open(self) -> bool:
        return self.case.state in ("planning", "noticed")

    @property
    def one_day(self) -> bool:
        starts, ends = self.meeting.starts_at, self.meeting.ends_at
        return bool(starts and ends and local_day(starts) == local_day(ends))

    @property
    def unsettled(self) -> int:
        """Decisions that wait to be given on."""
        return self.meeting.decisions - self.meeting.settled if self.case.state == "following" else 0


def url_of_step(number: str, name: str) -> str:
    return reverse("meetings:step", args=[number, name.replace("_", "-")])


def is_section(actor: Actor) -> bool:
    home = tree().by_code.get(HOME)
    return any(actor.holds(role, home) for role in SECTION)


def page_of_meeting(actor: Actor, number: str, *, now: datetime) -> MeetingPage:
    found = opened(actor, number)
    case, meeting = found.case, found.case.detail
    clocks = pages.clock_cards(case, now)
    rows = invitations.rows_of(case.matter.pk)
    seats = invitations.seats_of(rows, actor)
    asked = case.state in ("requested", "returned", "endorsed")
    decisions = list(decided(Resolution.objects.filter(matter_id=case.matter.pk), actor))
    return MeetingPage(
        case=case,
        head=pages.head(case, clocks, now),
        meeting=meeting,
        unit=tree().name(meeting.unit_id),
        actions=actions_for(case, actor),
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        rooms=list(Facility.objects.filter(pk__in=meeting.facilities)) if meeting.facilities else [],
        items=items_of(meeting, actor, rows),
        seats=seats,
        count=invitations.counted(rows),
        mine=[one for one in seats if one.mine and one.row.live and meeting.starts_at and meeting.starts_at > now],
        decisions=decisions,
        minutes=_minutes(meeting, actor),
        earlier=open_decisions(meeting, actor) if asked else [],
        left=caps.left_of(meeting.unit_id, meeting.klass, meeting.day, but=meeting.pk) if asked and meeting.day else [],
        verdict=_verdict(meeting) if asked else [],
        links=_links(case.matter, actor) if found.near.linked else [],
        clerk=actor.holds(CLERK, tree().by_code.get(HOME)),
        brings=case.state in ("planning", "noticed") and actor.holds(LIAISON),
    )


def _minutes(meeting: Meeting, actor: Actor) -> Minutes | None:
    """Before they are approved the minutes are the section's alone."""
    if not meeting.minutes or not (meeting.minutes_number or is_section(actor)):
        return None
    return Minutes.objects.filter(matter_id=meeting.pk, no=meeting.minutes).first()


def _verdict(meeting: Meeting) -> list[str]:
    """What whoever approves should weigh: what the limits say now, refusals and hints alike."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return []
    asked = caps.Asked(meeting.unit_id, meeting.klass, meeting.people, meeting.starts_at, meeting.ends_at, meeting.budget,
                       meeting.exemption, meeting.not_a_paper, meeting.why)  # fmt: skip
    said = caps.check(asked, but=meeting.pk)
    return [*said.refusals, *said.hints]


def actions_for(case: Case, actor: Actor) -> list[pages.Action]:
    number = case.matter.number or ""
    found = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=LIKELY)
    return [one for one in found if one.name not in BY_ROW]


def items_of(meeting: Meeting, actor: Actor, rows: list[Invitation]) -> list[Item]:
    """The agenda in its order, each item with when it is likely to begin. A refused item is its unit's to see."""
    section, clerk = is_section(actor), actor.holds(CLERK, tree().by_code.get(HOME))
    files: dict[str, list[Attachment]] = {}
    kept = list(AgendaItem.objects.filter(matter_id=meeting.pk))
    if kept:
        for one in attachments_of(meeting.pk):
            files.setdefault(one.role, []).append(one)
    found, at, units = [], meeting.starts_at, actor.units_of(LIAISON, HEAD)
    for row in kept:
        accepted = row.status == AgendaItem.Status.ACCEPTED
        if not (accepted or section or row.unit_id in units):
            continue
        may = may_open_item(row, actor, rows, section=section)
        papers = files.get(row.file_role, [])
        found.append(Item(
            row, tree().name(row.unit_id), "、".join(tree().name(one) for one in row.units),
            at if accepted else None, [_file(meeting, one) for one in papers] if may else [], may,
            row.status == AgendaItem.Status.PROPOSED and actor.holds(HEAD, row.unit_id),
            clerk and row.status == AgendaItem.Status.ENDORSED, 0 if may else len(papers),
        ))  # fmt: skip
        at = at + timedelta(minutes=row.length) if at and accepted else at
    return _movable(found) if clerk else found


def _movable(items: list[Item]) -> list[Item]:
    order = [one.row.pk for one in items]
    return [replace(one, up=moved(order, place, -1), down=moved(order, place, 1)) for place, one in enumerate(items)]


def _file(meeting: Meeting, one: Attachment) -> dict[str, Any]:
    url = reverse("meetings:file", args=[meeting.matter.number, one.pk])
    return {"name": one.name, "size": one.size, "added": one.uploaded_at, "url": url, "preview_url": ""}


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One paper of one item, for those of the item; else 404."""
    found = opened(actor, number)
    matter = found.case.matter
    kept = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    item_pk = kept.role.removeprefix("item:") if kept is not None and kept.role.startswith("item:") else ""
    item = AgendaItem.objects.filter(matter_id=matter.pk, pk=item_pk).first() if item_pk.isdecimal() else None
    rows = invitations.rows_of(matter.pk)
    if kept is None or item is None or not may_open_item(item, actor, rows, section=is_section(actor)):
        raise Http404
    return kept


def decided(rows: Any, actor: Actor) -> list[Decided]:
    return [_decided(row, actor) for row in rows.select_related("assignment")]


def _decided(row: Resolution, actor: Actor) -> Decided:
    other = row.assignment
    names = "、".join(tree().name(one) for one in row.assisting)
    if other is None:
        return Decided(
            row, tree().name(row.unit_id), names, "", "", _("不另交办") if row.aside else _("未交办"), bool(row.aside)
        )
    state = procedure_of(other.kind, other.procedure_version).states[other.state].label
    url = url_of(other) if may_see(other, actor) else ""
    return Decided(row, tree().name(row.unit_id), names, url, other.number or "", _(state), other.closed_at is not None)


def open_decisions(meeting: Meeting, actor: Actor) -> list[Decided]:
    """What the last meeting of the same series decided and nobody has finished, to be seen before the next is approved."""
    if meeting.series_id is None or meeting.day is None:
        return []
    last = (
        Meeting.objects.filter(series_id=meeting.series_id, decisions__gt=0, day__lt=meeting.day)
        .exclude(pk=meeting.pk).order_by("-day", "-pk").values_list("pk", flat=True).first()
    )  # fmt: skip
    rows = Resolution.objects.filter(matter_id=last, aside="") if last else Resolution.objects.none()
    return [one for one in decided(rows, actor) if not one.done]


def _links(matter: Matter, actor: Actor) -> list[LinkLine]:
    return [_link_line(one, may_see(one.matter, actor)) for one in links_of(matter)]


def _link_line(one: Linked, visible: bool) -> LinkLine:
    other = one.matter
    state = procedure_of(other.kind, other.procedure_version).states[other.state].label
    return LinkLine(
        str(one.label), other.number or "", other.title if visible else "", _(state), url_of(other) if visible else ""
    )
