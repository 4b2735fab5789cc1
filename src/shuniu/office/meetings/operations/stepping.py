"""Moving a meeting: one verb for all steps, and what some of them bring with them in the same transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked, repeated, take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.meetings.models import Call, Invitation, Meeting
from shuniu.office.meetings.operations import decisions, minutes, rooms
from shuniu.office.meetings.operations.refusing import refuse, refuse_secrets
from shuniu.office.meetings.operations.requesting import wanted_of, within_limits
from shuniu.office.meetings.procedures.folding import moment
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.caps import Asked, check
from shuniu.office.meetings.queries.people import closed_unit

Data = dict[str, Any]


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    files: Sequence[Any] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step on a meeting, with all that follows from it. Raises ``StepRefused`` in words."""
    given: Data = dict(data or {})
    refuse_secrets(note, *given.values())
    step = MeetingCourse.steps[name]
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter  # A second click: what followed the first one has followed.
        ready = _BEFORE.get(name)
        said = ready(case, given, at) if ready is not None else given
        done = take(step, matter, actor=actor, at=at, data=said, note=note, expected=expected, key=key)
        follow = _AFTER.get(name)
        if follow is not None:
            follow(done, {**given, **said}, actor, at)
    return done


# --- Before: what a query must say ---------------------------------------------------------------------------------


def _asked_again(case: Case, given: Data, at: datetime) -> Data:
    wanted = wanted_of(given)
    within_limits(wanted, case.detail.unit_id, at=at, but=case.matter.pk)
    return {**wanted.data(), "unit": case.matter.unit_id}


def _approvable(case: Case, given: Data, at: datetime) -> Data:
    """The limits may have changed, and others been approved, since it was asked for."""
    if case.state == "endorsed":
        refuse(check(_asked(case.detail), but=case.matter.pk).refusals)
    return given


def _asked(meeting: Meeting, **changed: Any) -> Asked:
    """What was asked for, as the limits read it; ``changed`` is what is otherwise now."""
    if meeting.starts_at is None or meeting.ends_at is None:
        raise StepRefused(_("请填写会议的开始和结束时间。"))
    said: Data = {
        "unit": meeting.unit_id, "klass": meeting.klass, "people": meeting.people, "starts": meeting.starts_at,
        "ends": meeting.ends_at, "budget": meeting.budget, "exemption": meeting.exemption,
        "not_a_paper": meeting.not_a_paper, "why": meeting.why,
    }  # fmt: skip
    return Asked(**{**said, **changed})


def _timed(case: Case, given: Data, at: datetime) -> Data:
    """A new time is held against the weeks without meetings and the days off, like the one that was asked for."""
    starts, ends = moment(given.get("starts")), moment(given.get("ends"))
    if starts is None or ends is None or ends <= starts:
        return given  # The procedure's own guard has the words.
    if starts < at:
        raise StepRefused(_("会议时间已经过去，请重新选择。"))
    exemption = str(given.get("exemption") or case.detail.exemption)
    asked = _asked(case.detail, starts=starts, ends=ends, exemption=exemption)
    refuse(check(asked, but=case.matter.pk).refusals)
    return given


def _called(case: Case, given: Data, at: datetime) -> Data:
    until = moment(given.get("until"))
    if until is not None and until <= at:
        raise StepRefused(_("截止时间已经过去，请重新填写。"))
    for unit in given.get("units") or ():
        node = tree().get(unit)
        if node is None or node.closed:
            raise StepRefused(closed_unit(unit))
    return given


def _noticeable(case: Case, given: Data, at: datetime) -> Data:
    if case.state != "planning":
        return given
    if not Invitation.objects.filter(matter_id=case.matter.pk, withdrawn_at=None).exists():
        raise StepRefused(_("参会名单还是空的，请先填写参会人员。"))
    if case.detail.starts_at is None or case.detail.starts_at <= at:
        raise StepRefused(_("会议时间已经过去，请先“安排时间和会场”。"))
    return given


def _finished(case: Case, given: Data, at: datetime) -> Data:
    """Person-hours: everybody who signed in, for as long as it lasted."""
    starts = case.detail.starts_at
    ended = moment(given.get("ended")) or at
    if starts is not None and ended <= starts:
        raise StepRefused(_("会议还没有开始，不能结束。会议不开的，请选择“取消会议”。"))
    if ended > at:
        raise StepRefused(_("结束时间还没有到，请核对。"))
    present = Invitation.objects.filter(matter_id=case.matter.pk, withdrawn_at=None, signed_at__isnull=False).count()
    attended = int(given.get("attended") or present)
    hours = Decimal(str(round((ended - starts).total_seconds() / 3600, 2))) if starts else Decimal(0)
    return {**given, "ended": ended.isoformat(), "attended": attended, "person_hours": f"{hours * attended:.1f}"}


def _drafted(case: Case, given: Data, at: datetime) -> Data:
    return minutes.before_drafting(case, given)


def _approved(case: Case, given: Data, at: datetime) -> Data:
    return {**given, **minutes.before_approving(case, at)} if case.state == "reviewing" else given


def _assigned(case: Case, given: Data, at: datetime) -> Data:
    return decisions.before_assigning(case.matter, given, at)


def _aside(case: Case, given: Data, at: datetime) -> Data:
    row = decisions.resolution_of(case.matter, given)
    return {"resolution": row.pk, "no": row.no, "reason": given.get("reason", "")}


Before = Callable[[Case, Data, datetime], Data]
_BEFORE: dict[str, Before] = {
    "amend": _asked_again,
    "resubmit": _asked_again,
    "approve": _approvable,
    "schedule": _timed,
    "change": _timed,
    "collect": _called,
    "notify": _noticeable,
    "finish": _finished,
    "draft_minutes": _drafted,
    "approve_minutes": _approved,
    "assign_decision": _assigned,
    "set_aside": _aside,
}


# --- After: rows beside the matter ---------------------------------------------------------------------------------


def _booked(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    meeting = Meeting.objects.get(pk=matter.pk)
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    rooms.book(matter.pk, meeting.facilities, meeting.starts_at, meeting.ends_at)
    Invitation.objects.filter(matter_id=matter.pk).update(starts_at=meeting.starts_at, ends_at=meeting.ends_at)


def _live(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    meeting = Meeting.objects.get(pk=matter.pk)
    rows = Invitation.objects.filter(matter_id=matter.pk)
    rows.update(live=True, told=True, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    Meeting.objects.filter(pk=matter.pk, code="").update(code=secrets.token_hex(4))


def _released(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    rooms.give_back(matter.pk)
    Invitation.objects.filter(matter_id=matter.pk).update(live=False)


def _asked_units(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    rows = [Call(matter=matter, unit_id=unit, at=at) for unit in said.get("units") or ()]
    Call.objects.bulk_create(rows, ignore_conflicts=True)


def _kept(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    minutes.keep_version(matter, said["no"], said, actor, at)


def _resolved(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    minutes.keep_decisions(matter)


def _given_on(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    meeting = Meeting.objects.get(pk=matter.pk)
    words = _("%(title)s纪要%(number)s") % {"title": meeting.title, "number": meeting.minutes_number}
    decisions.assign(matter, words, said["resolution"], actor=actor, at=at, key=None)


def _put_aside(matter: Matter, said: Data, actor: Actor, at: datetime) -> None:
    decisions.set_aside(said["resolution"], str(said["reason"]), at)


After = Callable[[Matter, Data, Actor, datetime], None]
_AFTER: dict[str, After] = {
    "schedule": _booked,
    "change": _booked,
    "notify": _live,
    "postpone": _released,
    "cancel": _released,
    "collect": _asked_units,
    "draft_minutes": _kept,
    "approve_minutes": _resolved,
    "assign_decision": _given_on,
    "set_aside": _put_aside,
}
