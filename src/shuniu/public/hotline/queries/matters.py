"""A request as its page shows it, in a dozen queries at most."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.addresses import address
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import Linked, links_of, matter_for, own_units, sees_all
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import decrypt, masked_name, masked_phone
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import rows_where
from shuniu.public.hotline.hints import Suggestion, for_request
from shuniu.public.hotline.models import Contact, Precedent, Request
from shuniu.public.hotline.models.request import Channel, Satisfaction, Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.lists import tasks_of
from shuniu.public.hotline.queries.quality import Check, checks
from shuniu.public.hotline.queries.subjects import subject_in_full
from shuniu.public.hotline.queries.wording import said_in
from shuniu.public.hotline.roles import CENTRE, DISPATCHER, KNOWLEDGE, OPERATOR, UNITS

LIKELY: tuple[str, ...] = (
    "dispatch", "receive", "contact", "reply", "approve", "record_callback", "redispatch", "rule", "grant_extension",
    "keep_result", "recheck", "appoint", "assist", "send_back", "redo", "uphold", "refuse_extension", "reopen",
    "answer_at_once", "explain_path", "pass_on_emergency", "reclassify", "join", "split", "chase", "oversee", "instruct",
    "return_", "ask_extension", "contest", "publish",
)  # fmt: skip
KEYS = {
    "dispatch": "p", "redispatch": "p", "receive": "q", "contact": "l", "reply": "d", "approve": "s", "send_back": "t",
    "record_callback": "h", "redo": "r", "rule": "c", "uphold": "b", "grant_extension": "y", "refuse_extension": "b",
    "keep_result": "w", "reopen": "r", "recheck": "c", "appoint": "c", "assist": "x", "return_": "t", "ask_extension": "y",
    "contest": "v", "answer_at_once": "z", "explain_path": "v", "pass_on_emergency": "e", "reclassify": "l", "join": "m",
    "split": "f", "chase": "u", "oversee": "o", "instruct": "i", "add_material": "a",
}  # fmt: skip
"""Shortcuts of the steps, by the first sound of the word where it is free."""

IDENTITY_DESKS = tuple(role for role in CENTRE if role != KNOWLEDGE)


@dataclass(frozen=True, slots=True)
class Reporter:
    """反映人, masked. ``may_reveal``: the full data may be asked for, which is recorded."""

    name: str = ""
    phone: str = ""
    sealed: bool = False
    may_reveal: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class LinkLine:
    label: str
    number: str
    title: str
    state: str
    url: str
    joined: bool


class Facts(NamedTuple):
    """What the page tells of the request besides its words and its reporter: plain values, by which it is drawn once."""

    place: str
    latitude: float | None
    longitude: float | None
    type: str
    subject: str
    channel: str
    received_at: datetime
    owing: tuple[str, ...]
    assisting: tuple[str, ...]
    returns: int
    redos: int
    chases: int
    overseen: bool
    satisfaction: str
    resolved: bool | None
    excluded: bool
    media_url: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """All that the staff's page of a request shows."""

    case: Case
    head: pages.Head
    actions: list[pages.Action]
    request: Request
    facts: Facts
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    reporter: Reporter
    links: list[LinkLine]
    waits: list[str]
    precedents: list[Ruling]
    checks: list[Check]
    reply: str
    files: list[dict[str, Any]]
    suggestion: Suggestion | None
    """What the model says now, while somebody has to choose a unit; None when nobody has, or nothing was trained."""
    may_gather: bool

    @property
    def seen(self) -> Hashable:
        """All that the page shows of the request, as a key for what is drawn of it."""
        matter, request = self.case.matter, self.request
        files = tuple([tuple(one.items()) for one in self.files])
        return (
            self.head, matter.state, matter.seq, request.text, request.reply, self.reply, self.facts, self.reporter,
            tuple(self.actions), tuple(self.waits), tuple(self.clocks), tuple(self.lines), tuple(self.links),
            tuple(self.precedents), tuple(self.checks), files, self.suggestion, self.may_gather,
        )  # fmt: skip


class Ruling(NamedTuple):
    """A precedent as the page shows it."""

    unit: str
    refused_unit: str
    ruling: str
    number: str


def opened(actor: Actor, number: str) -> pages.Opened:
    """The request with its passages, for whoever may see it; else 404."""
    return pages.opened(actor, HotlineRequest, number)


def url_of_step(number: str, name: str) -> str:
    return address(f"hotline:{name.rstrip('_')}", number)


def request_page(actor: Actor, number: str, *, now: datetime) -> RequestPage:
    """The page of one request: at most twelve queries, whoever reads it."""
    found = opened(actor, number)
    case, passages = found.case, found.passages
    matter, request = case.matter, case.detail
    clocks = pages.clock_cards(case, now)
    shown = actions_for(case, actor)
    dispatching = any(one.name in {"dispatch", "redispatch", "rule"} for one in shown)
    reply = last_reply(passages)
    return RequestPage(
        case=case,
        head=pages.head(case, clocks, now),
        actions=shown,
        request=request,
        facts=_facts(case),
        clocks=clocks,
        lines=pages.timeline_of(case, passages, said_in),
        reporter=reporter_of(case, actor),
        links=_links(matter, actor) if found.near.linked else [],
        waits=_waits(case),
        precedents=precedents_for(request) if dispatching else [],
        checks=checks(request.text, reply) if matter.state == "replied" else [],
        reply=reply if matter.state in {"replied", "calling_back"} else "",
        files=files_of(matter) if found.near.files else [],
        suggestion=for_request(request, matter.title) if dispatching else None,
        may_gather=matter.closed_at is None and not request.joined_to and _joins(actor),
    )


def _facts(case: Case) -> Facts:
    request, matter, kept = case.detail, case.matter, tree()
    return Facts(
        place=request.place,
        latitude=request.latitude,
        longitude=request.longitude,
        type=str(Type(request.type).label),
        subject=subject_in_full(request.subject_id),
        channel=str(dict(Channel.choices).get(matter.source, matter.source)),
        received_at=matter.received_at,
        owing=tuple([kept.name(unit) for unit in sorted(case.owing)]),
        assisting=tuple([kept.name(unit) for unit, helps in case.parties.items() if helps and unit not in case.owing]),
        returns=request.returns,
        redos=request.redos,
        chases=request.chases,
        overseen=request.overseen,
        satisfaction=str(Satisfaction(request.satisfaction).label) if request.satisfaction else "",
        resolved=request.resolved,
        excluded=request.excluded,
        media_url=request.media_url,
    )


def _joins(actor: Actor) -> bool:
    return actor.holds_any((DISPATCHER, OPERATOR))


def actions_for(case: Case, actor: Actor) -> list[pages.Action]:
    likely = LIKELY
    if case.state == "handling" and case.detail.contacted_at is not None:
        likely = ("reply", *LIKELY)  # The citizen has been reached: what remains is the answer.
    number = case.matter.number or ""
    found = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=likely)
    # An identity that is not sealed is opened by its own recorded button, not by the step for sealed ones.
    return [one for one in found if one.name != "open_identity" or case.matter.sealed]


def last_reply(passages: list[Passage]) -> str:
    """What the unit answered last, whether or not it has been checked."""
    return next((str(one.data.get("text", "")) for one in reversed(passages) if one.step == "reply"), "")


def initial_for(found: pages.Opened, step: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a step's form is filled with beforehand: the suggested unit, the unit that a return names, the reason asked."""
    said = {one.step: one.data for one in found.passages}
    if step == "redispatch" and "return_" in said:
        return {"unit": said["return_"].get("right_unit")}
    if step == "grant_extension" and "ask_extension" in said:
        return {"reason": said["ask_extension"].get("reason", "")}
    if step == "reply" and "reply" in said:
        return {"text": said["reply"].get("text", ""), "result": said["reply"].get("result", "")}
    if step == "dispatch" and asked.get("unit", "").isdecimal():
        return {"unit": int(asked["unit"])}
    return {}


def _waits(case: Case) -> list[str]:
    kept = tree()
    return list(dict.fromkeys(f"{kept.name(task.unit_id)} · {_(task.label)}" for task in case.tasks))


# --- Persons -------------------------------------------------------------------------------------------------------


def may_reveal(case: Case, actor: Actor) -> bool:
    """Whoever must speak with the reporter: the centre's desks and the lead unit. A sealed identity is open only to
    the person who has opened it by the recorded step."""
    if case.matter.sealed:
        return actor.person_id in case.takers.get("open_identity", ())
    home = case.home_id()
    if any(actor.holds(role, home) for role in IDENTITY_DESKS):
        return True
    unit = case.matter.unit_id
    return unit is not None and any(actor.holds(role, unit) for role in UNITS)


def reporter_of(case: Case, actor: Actor) -> Reporter:
    """Masked for those who may ask for more; nothing at all, and no query, for the others."""
    if not may_reveal(case, actor):
        return Reporter(sealed=case.matter.sealed)
    contact = next(iter(rows_where(Contact, "matter_id", case.matter.pk)), None)
    if contact is None or not (contact.name or contact.phone):
        return Reporter(missing=True, sealed=case.matter.sealed, may_reveal=True)
    name, phone = masked_name(contact.name), masked_phone(contact.phone_tail)
    return Reporter(name, phone, case.matter.sealed, may_reveal=True)


@dataclass(frozen=True, slots=True)
class Person:
    """The reporter in full. Ask only after the view has been recorded."""

    name: str
    phone: str
    email: str


def person_of(matter: Matter) -> Person:
    contact = Contact.objects.get(pk=matter.pk)
    return Person(decrypt(contact.name), decrypt(contact.phone), decrypt(contact.email))


def files_of(matter: Matter) -> list[dict[str, Any]]:
    """The files of a request as the page lists them."""
    return [
        {
            "name": one.name,
            "size": one.size,
            "added": one.uploaded_at,
            "url": reverse("hotline:file", args=[matter.number, one.pk]),
            "preview_url": reverse("hotline:preview", args=[matter.number, one.pk]) if one.has_preview else "",
        }
        for one in attachments_of(matter.pk)
    ]


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    """One file of a request, for whoever may see the request; else 404."""
    matter = matter_for(actor, number)
    found = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    if matter.kind != HotlineRequest.kind or found is None:
        raise Http404
    return found


# --- Neighbours ----------------------------------------------------------------------------------------------------


def _links(matter: Matter, actor: Actor) -> list[LinkLine]:
    """Both ways. A unit reads the title of what it leads; of the rest it learns the number and no more."""
    everything, units = sees_all(HotlineRequest, actor), own_units(HotlineRequest, actor)
    return [_link_line(one, everything or one.matter.unit_id in units) for one in links_of(matter)]


def _link_line(one: Linked, visible: bool) -> LinkLine:
    other = one.matter
    own = other.kind == HotlineRequest.kind
    open_to_me = own and visible
    backwards = {"joined": _("并入本件"), "split": _("由此件拆出"), "led_to": _("由此引出"), "repeats": _("重复反映")}
    return LinkLine(
        label=one.label if one.forward else str(backwards.get(one.kind, one.label)),
        number=other.number or "",
        title=other.title if open_to_me else "",
        state=_(HotlineRequest.states[other.state].label) if own else "",
        url=reverse("hotline:matter", args=[other.number]) if open_to_me else "",
        joined=one.kind == "joined" and not one.forward,
    )


def precedents_for(request: Request) -> list[Ruling]:
    """Rulings on contested dispatches of the same subject, the latest first."""
    if request.subject_id is None:
        return []
    same = Precedent.objects.filter(subject_id=request.subject_id)
    return [
        Ruling(str(one.unit), str(one.refused_unit or ""), one.ruling, one.matter.number or "")
        for one in same.select_related("unit", "refused_unit", "matter")[:3]
    ]


def next_task(actor: Actor, *, but: int) -> Matter | None:
    """What waits next for this person, besides the matter just handled."""
    task = (
        tasks_of(actor)
        .filter(due_at__isnull=False)
        .exclude(matter_id=but)
        .select_related("matter")
        .order_by("due_at", "id")
        .first()
    )
    return task.matter if task else None
