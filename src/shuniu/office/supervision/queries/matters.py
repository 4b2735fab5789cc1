"""An assignment as its page shows it, in a dozen queries at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.queries import Linked, amber_until, light_of, links_of, matter_for, may_see, url_of, visible
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.guards import open_children
from shuniu.office.supervision.queries.terms import objection_until
from shuniu.office.supervision.queries.wording import said_in
from shuniu.office.supervision.roles import SECTION, SUPERVISOR

LIKELY = (
    "order", "approve", "assign", "receive", "grant_extension", "sign", "progress", "verify_true", "verify_false",
    "conclude", "close", "receive_conclusion", "submit", "assist", "accept_reason", "reach", "uphold", "keep_conclusion",
    "change_conclusion",
)  # fmt: skip
KEYS = {
    "approve": "s", "order": "s", "refuse": "t", "assign": "f", "receive": "q", "appoint": "j", "progress": "l",
    "reach": "d", "submit": "b", "sign": "s", "rework": "t", "verify_true": "h", "verify_false": "t", "conclude": "x",
    "close": "w", "revise": "t", "chase": "u", "assist": "x", "ask_extension": "e", "grant_extension": "s", "plan": "n",
    "instruct": "p", "return_": "t", "object": "y", "receive_conclusion": "q",
}  # fmt: skip
LINKS = 6
OWN_PAGE = frozenset({"divide"})
"""Steps that have a page of their own instead of a form in place."""


@dataclass(frozen=True, slots=True)
class Part:
    """An assignment above or below this one."""

    number: str
    title: str
    unit: str
    state: str
    light: str
    due_at: datetime | None
    url: str
    above: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    title: str
    due: date
    done: date | None
    light: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of the three colours: when, which, by whom, to whom."""

    at: datetime
    colour: str
    label: str
    by: str
    told: str
    note: str


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """All that the page of an assignment shows."""

    case: Case
    head: pages.Head
    actions: list[pages.Action]
    divide_url: str
    circular_url: str
    row: Assignment
    cadence: dict[str, Any]
    leader: str
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    milestones: list[Milestone]
    slips: list[Slip]
    parts: list[Part]
    above: list[Part]
    owing: list[str]
    assisting: list[str]
    waits: list[str]
    files: list[dict[str, Any]]
    links: list[dict[str, str]]
    object_until: date | None


def opened(actor: Actor, number: str) -> pages.Opened:
    """The assignment with its passages, for whoever may see it; else 404."""
    rows = Assignment.objects.filter(matter__kind=Supervised.kind).select_related("leader")
    return pages.opened(actor, rows, number)


def url_of_step(number: str, name: str) -> str:
    address = "supervision:divide" if name in OWN_PAGE else f"supervision:step_{name.strip('_')}"
    return reverse(address, args=[number])


def page_of_assignment(actor: Actor, number: str, *, now: datetime) -> AssignmentPage:
    found = opened(actor, number)
    case, row = found.case, found.case.detail
    clocks = pages.clock_cards(case, now)
    parts = _family(case, actor, now)
    helps = {unit for unit, only in case.parties.items() if only}
    actions = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=LIKELY)
    return AssignmentPage(
        case=case,
        head=pages.head(case, clocks, now),
        actions=[one for one in actions if one.name not in OWN_PAGE],
        divide_url=_divide_url(case, actor, actions),
        circular_url=_circular_url(case, actor),
        row=row,
        cadence=row.cadence or {},
        leader=row.leader.name if row.leader else "",
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        milestones=_milestones(row, case, now),
        slips=_slips(row),
        parts=[one for one in parts if not one.above],
        above=[one for one in parts if one.above],
        owing=[tree().name(unit) for unit in sorted(case.owing)],
        assisting=[tree().name(unit) for unit in sorted(helps - case.owing)],
        waits=_waits(case),
        files=files_of(case.matter) if found.near.files else [],
        links=_links(case.matter, actor) if found.near.linked else [],
        object_until=objection_until(row) if case.state == "closed" else None,
    )


def _divide_url(case: Case, actor: Actor, actions: list[pages.Action]) -> str:
    if not actor.holds(SUPERVISOR) or not any(one.name == "divide" for one in actions):
        return ""
    return reverse("supervision:divide", args=[case.matter.number])


def _circular_url(case: Case, actor: Actor) -> str:
    """Where praise or criticism of what was closed is drafted."""
    if case.state != "closed" or case.matter.unit_id is None or not actor.holds_any(SECTION):
        return ""
    return f"{reverse('supervision:circular_new')}?about={case.matter.number}"


def _waits(case: Case) -> list[str]:
    if case.state == "following":
        return [_("下级事项 %(number)s") % {"number": number} for number in open_children(case)][:12]
    kept = tree()
    return list(dict.fromkeys(f"{kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks))


def _milestones(row: Assignment, case: Case, now: datetime) -> list[Milestone]:
    today = local_day(now)
    found = []
    for one in row.milestones:
        due, done = date.fromisoformat(one["due"]), one.get("done")
        light = (
            "none"
            if done or case.matter.closed_at
            else ("red" if due < today else "amber" if (due - today).days <= 2 else "green")
        )
        found.append(Milestone(one["title"], due, date.fromisoformat(done) if done else None, light))
    return sorted(found, key=lambda one: one.due)


def _slips(row: Assignment) -> list[Slip]:
    return [
        Slip(
            datetime.fromisoformat(one["at"]), one["colour"], str(dict(Assignment._meta.get_field("colour").flatchoices)[one["colour"]]),
            one["by"], "、".join(one["told"]), one["note"],
        )
        for one in reversed(row.chases)
    ]  # fmt: skip


def _family(case: Case, actor: Actor, now: datetime) -> list[Part]:
    """The chain above and the parts below, in two queries; a unit sees only those that are its own."""
    row, number = case.detail, case.matter.number or ""
    above = [one for one in row.path.split("/") if one]
    if not above and not row.children:
        return []
    wanted = [*above, *row.children]
    matters = {one.number: one for one in Matter.objects.filter(number__in=wanted)}
    everything = {one.number for one in _seen(actor, list(matters.values()))}
    amber = amber_until(now)
    found = []
    for at in wanted:
        matter = matters.get(at)
        if matter is not None and at != number:
            found.append(_part(matter, now, amber, at in above, at in everything))
    return found


def _seen(actor: Actor, matters: list[Matter]) -> list[Matter]:
    from_all = visible_ids(actor, [one.pk for one in matters])
    return [one for one in matters if one.pk in from_all]


def visible_ids(actor: Actor, ids: list[int]) -> set[int]:
    return set(visible(Supervised, actor).filter(pk__in=ids).values_list("pk", flat=True))


def _part(matter: Matter, now: datetime, amber: datetime, above: bool, seen: bool) -> Part:
    return Part(
        number=matter.number or "",
        title=matter.title if seen else "",
        unit=tree().name(matter.unit_id) if seen else "",
        state=_(Supervised.states[matter.state].label),
        light=light_of(matter.due_at, now, amber),
        due_at=matter.due_at if seen else None,
        url=reverse("supervision:matter", args=[matter.number]) if seen else "",
        above=above,
    )


def _links(matter: Matter, actor: Actor) -> list[dict[str, str]]:
    """What is not split from it or above it: the decision behind it, the circular after it. Of a stranger's, the number."""
    found = [one for one in links_of(matter) if one.kind != Link.Kind.SPLIT][:LINKS]
    return [
        _link(one, may_see(one.matter, actor)) for one in found if not one.matter.sealed or may_see(one.matter, actor)
    ]


def _link(one: Linked, seen: bool) -> dict[str, str]:
    other = one.matter
    procedure = procedure_of(other.kind, other.procedure_version)
    return {
        "label": _("引出") if one.forward else _("由此引出"), "number": other.number or "",
        "title": other.title if seen else _(procedure.label), "url": url_of(other) if seen else "",
        "state": _(procedure.states[other.state].label) if seen else "",
    }  # fmt: skip


# --- Files ---------------------------------------------------------------------------------------------------------


def files_of(matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "size": one.size,
            "added": one.uploaded_at,
            "url": reverse("supervision:file", args=[matter.number, one.pk]),
            "preview_url": reverse("supervision:preview", args=[matter.number, one.pk]) if one.has_preview else "",
        }
        for one in attachments_of(matter.pk)
    ]


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One file of an assignment, for whoever may see it; else 404."""
    matter = matter_for(actor, number)
    found = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    if matter.kind != Supervised.kind or found is None:
        raise Http404
    return found


# --- What a form begins with ---------------------------------------------------------------------------------------


def initial_for(found: pages.Opened, step: str) -> dict[str, Any]:
    """What a step's form is filled with beforehand."""
    row, case = found.case.detail, found.case
    if step == "assign":
        returned = next((one.data.get("right_unit") for one in reversed(found.passages) if one.step == "return_"), None)
        unit = returned if case.state == "contested" and returned else row.proposed_unit
        return {
            "unit": unit, "assisting": row.proposed_assisting, "deadline": row.deadline, "complex": row.complex,
            "milestones": _typed(row.milestones),
        }  # fmt: skip
    if step == "plan":
        return {"milestones": _typed([one for one in row.milestones if not one.get("done")])}
    if step in ("accept_reason", "grant_extension"):
        asked = next((one.data.get("until") for one in reversed(found.passages) if one.step == "ask_extension"), None)
        return {"until": asked} if step == "grant_extension" else {}
    if step in ("sign", "submit"):
        return {"text": row.result}
    if step in ("conclude", "change_conclusion"):
        return {"conclusion": row.conclusion, "grade": row.grade or "good"}
    if step == "progress":
        return {"percent": row.percent}
    return {}


def _typed(milestones: list[dict[str, Any]]) -> str:
    return "\n".join(f"{one['due']} {one['title']}" for one in milestones)
