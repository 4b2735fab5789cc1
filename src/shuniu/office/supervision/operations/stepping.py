"""Moving an assignment: one verb for all steps, what some of them need to know, and what follows from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.taking import load_locked, repeated, take
from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import Unit, local_day
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.operations import assigning, evidence
from shuniu.office.supervision.operations.dividing import parent_approved, tell_parent
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.folding import day
from shuniu.office.supervision.queries.people import told_of
from shuniu.office.supervision.queries.terms import objection_until

QUIET = frozenset({"chase", "instruct", "child_closed", "child_reopened", "reach", "plan"})
"""Steps beside the handling: a form drawn before one of them is not stale for it."""
LATE_STATES = ("assigned", "working", "signing")
"""Where lateness is the unit's."""


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    files: Sequence[UploadedFile[Any]] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step, with all that follows from it in the same transaction. Raises ``StepRefused`` in words."""
    evidence.refuse_secrets(note, *[value for value in (data or {}).values() if isinstance(value, str)])
    brought = evidence.kept(files, name, actor=actor, at=at)
    step = Supervised.steps[name]
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter  # A second click: what followed the first one has followed.
        given = {**prepared(name, case, data or {}, at), **evidence.named(brought)}
        seen = _seen(matter, expected)
        done = take(step, case.matter, actor=actor, at=at, data=given, note=note, expected=seen, key=key)
        evidence.bind(brought, done.pk, name)
        _follow(name, done, at)
    return done


def _seen(matter: Matter, expected: int | None) -> int | None:
    """The ``seq`` that the form has seen, with quiet steps since taken as seen."""
    if not expected:
        return expected
    since = Passage.objects.filter(matter_id=matter.pk, seq__gt=expected).order_by("seq").values_list("seq", "step")
    for seq, step in since:
        if step not in QUIET:
            break
        expected = seq
    return expected


def _follow(name: str, matter: Matter, at: datetime) -> None:
    if name == "approve":
        parent_approved(matter, at=at)
    elif name in {"close", "refuse", "cancel", "keep_conclusion", "change_conclusion"}:
        tell_parent(matter, closed=True, at=at)
    elif name == "object":
        tell_parent(matter, closed=False, at=at)


# --- What a step needs to know ---------------------------------------------------------------------------------------


def prepared(name: str, case: Case, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The step's data as the passage keeps them. Raises ``StepRefused`` in words."""
    prepare = _PREPARED.get(name)
    return prepare(case, dict(data), at) if prepare is not None else assigning.named(data)


def _assign(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    return assigning.prepared(case.detail, data, at)


def _progress(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**data, "round": "again"}


def _plan(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    clock = case.clocks.get("finish_clock")
    last = local_day(clock.legal_due) if clock is not None and clock.stopped_at is None else None
    beyond = [one for one in data.get("milestones") or () if last and one["due"] > last.isoformat()]
    if beyond and last:
        raise StepRefused(
            _("节点“%(title)s”的日期晚于办结期限%(day)s，请修改。")
            % {"title": beyond[0]["title"], "day": labels.day(last)}
        )
    return {"milestones": [], **data}


def _grant(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    """展期 to a day: so many more days, in the unit that the running clock counts in."""
    clock = case.clocks["finish_clock"]
    until, end = _future(data, "until", at), local_day(clock.legal_due)
    more = (
        (current_calendar().working_days_between(end, until) if until > end else 0)
        if clock.unit == Unit.WORKING_DAYS
        else (until - end).days
    )
    if more < 1:
        raise StepRefused(_("展期后的日期应当晚于原办结期限%(day)s。") % {"day": labels.day(end)})
    return {**data, "more_days": more, "more_unit": clock.unit}


def _reopen(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**data, "finish_days": max(1, (_future(data, "deadline", at) - local_day(at)).days)}


def _asked(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    _future(data, "until", at)
    return data


def _future(data: Mapping[str, Any], field: str, at: datetime) -> date:
    found = day(data.get(field))
    if found is None or found <= local_day(at):
        raise StepRefused(_("请填写晚于今天的日期。"))
    return found


def _chase(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Whether it is late without a reason, and to whom the slip goes: both stand in the record."""
    today = local_day(at)
    excused = case.detail.excused_until
    return {
        **data,
        "late": is_late(case.matter, case.detail, at),
        "excused": bool(excused and excused >= today),
        "told": told_of(case, str(data["colour"]), today),
    }


def is_late(matter: Matter, detail: Assignment, at: datetime) -> bool:
    missed = detail.milestone_on is not None and detail.milestone_on < local_day(at)
    return missed or (matter.due_at is not None and matter.due_at < at)


def _receive_conclusion(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    received = day(data.get("received_on")) or local_day(at)
    told = case.detail.told_on
    if received > local_day(at) or (told and received < told):
        raise StepRefused(_("签收日期应当在结论作出之日与今天之间。"))
    return {**data, "received_on": received.isoformat()}


def _object(case: Case, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Article 17: thirty days from the receipt of the conclusion; who has not received it yet is in time."""
    until = objection_until(case.detail)
    if until is not None and local_day(at) > until:
        raise StepRefused(
            _("提出异议的期限（收到督查结论之日起30日）已于%(day)s届满。可以向督查机构说明情况。")
            % {"day": labels.day(until)}
        )
    return data


_PREPARED: dict[str, Callable[[Case, dict[str, Any], datetime], dict[str, Any]]] = {
    "assign": _assign,
    "progress": _progress,
    "plan": _plan,
    "ask_extension": _asked,
    "grant_extension": _grant,
    "accept_reason": _asked,
    "reopen": _reopen,
    "chase": _chase,
    "receive_conclusion": _receive_conclusion,
    "object": _object,
}
