"""What the citizen reads: the same passages as the office's timeline, in plain words, with the deadline explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.casework.pages import ClockCard, clock_card
from shuniu.kernel.law.limits import current_calendar, limit
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import due, local_day
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.procedures import HotlineRequest

PUBLIC_CLOCKS = ("review_clock", "answer_clock", "handle_clock")
"""What the citizen is waiting for, the first that runs: a review, the answer, or the work done again after it."""


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One line of the citizen's timeline."""

    at: datetime
    text: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class PublicView:
    """All that the holder of number and query code sees of a request."""

    matter: Matter
    request: Request
    status: str
    unit: str
    entries: list[PublicEntry]
    why: ClockCard | None
    may: list[str]
    appeal_until: datetime | None
    answered_last: datetime | None
    """When the answer that stands went out: after a 重办 there is a new one to be rated."""


ANSWERS = ("approve", "answer_at_once", "explain_path", "answer_jointly", "answer_again")
"""The steps that send an answer out to the citizen."""


def appeal_until(matter: Matter) -> datetime | None:
    """Until when a closed request may be appealed: a local rule, counted from its closing, to the end of the last day."""
    if matter.closed_at is None:
        return None
    period = limit("hotline.appeal", local_day(matter.closed_at)).value
    return due(matter.closed_at, period, current_calendar()).legal_due


def public_view(matter: Matter, *, now: datetime) -> PublicView:
    """The citizen's page of a request; ``may`` are the names of the steps they can take now."""
    request = Request.objects.get(pk=matter.pk)
    passages = list(Passage.objects.filter(matter_id=matter.pk).order_by("seq"))
    request.reply = checked_reply(passages)  # A unit's new draft is nobody's to read before it is checked.
    clocks = {clock.name: clock for clock in Clock.objects.filter(matter_id=matter.pk)}
    running = [clocks[name] for name in PUBLIC_CLOCKS if name in clocks and clocks[name].stopped_at is None]
    shown = running[0] if running else clocks.get("answer_clock")
    until = appeal_until(matter)
    return PublicView(
        matter,
        request,
        _(HotlineRequest.states[matter.state].public or HotlineRequest.states[matter.state].label),
        tree().name(matter.unit_id),
        entries_of(passages),
        clock_card(shown, HotlineRequest, now) if shown is not None else None,
        _may(matter, passages, until, now),
        until,
        max((one.at for one in passages if one.step in ANSWERS), default=None),
    )


def checked_reply(passages: list[Passage]) -> str:
    """The last answer that went out, as the row may already hold the draft of the next one."""
    said = drafted = ""
    for passage in passages:
        if passage.step == "reply":
            drafted = str(passage.data.get("text", ""))
        elif passage.step == "approve":
            said = drafted
        elif passage.step in ANSWERS:
            said = str(passage.data.get("text", ""))
    return said


def entries_of(passages: list[Passage]) -> list[PublicEntry]:
    """The passages that are the citizen's to see, each with its sentence filled in. Newest first."""
    entries: list[PublicEntry] = []
    unit, reply = "", ""
    for passage in passages:
        unit = passage.data.get("unit_name") or unit
        if passage.step == "reply":
            reply = passage.data.get("text", "")
        sentence = HotlineRequest.steps[passage.step].public
        if sentence is None:
            continue
        known = {"unit_name": unit or _("承办单位"), "reply": reply, **passage.data}
        entries.append(PublicEntry(passage.at, _(sentence) % _Known(known), _citizen_late(passage)))
    return entries[::-1]


class _Known(dict[str, object]):
    """A particular that a passage lacks is shown as a dash, never as an error on a citizen's page."""

    def __missing__(self, key: str) -> str:
        return "—"


def _citizen_late(passage: Passage) -> bool:
    return bool(passage.clocks.get("answer_clock", {}).get("late"))


def _may(matter: Matter, passages: list[Passage], until: datetime | None, now: datetime) -> list[str]:
    taken = [passage.step for passage in passages]
    found = []
    for step in HotlineRequest.leaving(matter.state):
        if all(who.role != "citizen" for who in step.by):
            continue
        if step.at_most is not None and taken.count(step.name) >= step.at_most:
            continue
        if step.name == "appeal" and until is not None and now > until:
            continue
        found.append(step.name)
    return found
