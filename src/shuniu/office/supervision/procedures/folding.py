"""What each passage makes of an assignment's row. The row is folded whole: the record alone can restore it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import HAND_OVER
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.supervision.cadences import known
from shuniu.office.supervision.models import Assignment, Source

FOLDED = tuple(field.name for field in Assignment._meta.concrete_fields if field.name != "matter")
USUAL_CADENCE = {Source.RESOLUTION: "meeting", Source.INSTRUCTION: "instruction", Source.WORK_REPORT: "yearly"}
TEXTS = ("text", "origin_words", "decided_by", "parent", "path")


def day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def fold(detail: Assignment, passage: Passage) -> None:
    detail.late = detail.late or passage.late
    folding = _FOLDINGS.get(passage.step)
    if folding is not None:
        folding(detail, passage)


def usual_cadence(origin: str) -> str:
    return USUAL_CADENCE.get(Source(origin), "13710")


def _register(detail: Assignment, passage: Passage) -> None:
    data = passage.data
    for name in TEXTS:
        setattr(detail, name, str(data.get(name) or "")[: 5000 if name == "text" else 200])
    detail.decided_by = detail.decided_by[:120]
    detail.origin = data.get("origin") or Source.RESOLUTION.value
    detail.shape = data.get("shape") or "daily"
    detail.leader_id = data.get("leader")
    detail.important, detail.complex = bool(data.get("important")), bool(data.get("complex"))
    detail.cadence = data.get("cadence") or known(usual_cadence(detail.origin))
    detail.proposed_unit, detail.proposed_assisting = data.get("unit"), list(data.get("assisting") or ())
    detail.deadline = day(data.get("deadline"))
    _plan(detail, passage)


def _plan(detail: Assignment, passage: Passage) -> None:
    """The milestones as they are to be from now on; those that were reached stay as they are."""
    if "milestones" not in passage.data:
        return
    done = [one for one in detail.milestones if one.get("done")]
    fresh = [
        {"key": f"{passage.seq}.{at}", "title": str(one["title"])[:80], "due": str(one["due"])}
        for at, one in enumerate(passage.data["milestones"] or (), 1)
    ]
    detail.milestones = [*done, *sorted(fresh, key=lambda one: one["due"])]
    _next_milestone(detail)


def _next_milestone(detail: Assignment) -> None:
    detail.milestone_on = min((day(one["due"]) for one in detail.milestones if not one.get("done")), default=None)  # type: ignore[type-var]  # a milestone has its day


def _approve(detail: Assignment, passage: Passage) -> None:
    detail.decided_by = str(passage.data.get("decided_by") or detail.decided_by)[:120]


def _order(detail: Assignment, passage: Passage) -> None:
    detail.decided_by = passage.by[:120]


def _assign(detail: Assignment, passage: Passage) -> None:
    data = passage.data
    if "deadline" in data:
        detail.deadline = day(data["deadline"])
    if data.get("complex") is not None:
        detail.complex = bool(data["complex"])
    detail.proposed_unit, detail.proposed_assisting = data.get("unit"), list(data.get("assisting") or ())
    _plan(detail, passage)


def _progress(detail: Assignment, passage: Passage) -> None:
    detail.percent = min(100, int(passage.data.get("percent") or detail.percent))
    if passage.data.get("milestone"):
        _reach(detail, passage)


def _reach(detail: Assignment, passage: Passage) -> None:
    reached = local_day(passage.at).isoformat()
    detail.milestones = [
        {**one, "done": reached} if one["key"] == passage.data["milestone"] else one for one in detail.milestones
    ]
    _next_milestone(detail)


def _grant(detail: Assignment, passage: Passage) -> None:
    """A granted extension is an accepted reason: the colours begin anew."""
    if detail.deadline is not None and passage.data.get("until"):
        detail.deadline = day(passage.data["until"])
    detail.colour = ""


def _excuse(detail: Assignment, passage: Passage) -> None:
    detail.excused_until = day(passage.data.get("until"))


def _submit(detail: Assignment, passage: Passage) -> None:
    detail.result = str(passage.data["text"])


def _sign(detail: Assignment, passage: Passage) -> None:
    detail.reported_at = passage.at
    detail.result = str(passage.data.get("text") or detail.result)


def _verify(detail: Assignment, passage: Passage) -> None:
    detail.finding = str(passage.data["finding"])


def _verify_false(detail: Assignment, passage: Passage) -> None:
    _verify(detail, passage)
    detail.returns += 1
    detail.reported_at = None


def _conclude(detail: Assignment, passage: Passage) -> None:
    detail.conclusion = str(passage.data["conclusion"])
    detail.grade = str(passage.data.get("grade") or detail.grade)


def _close(detail: Assignment, passage: Passage) -> None:
    detail.told_on, detail.received_on = local_day(passage.at), None
    detail.percent = 100


def _change(detail: Assignment, passage: Passage) -> None:
    _conclude(detail, passage)
    detail.told_on, detail.received_on = local_day(passage.at), None


def _receive_conclusion(detail: Assignment, passage: Passage) -> None:
    detail.received_on = day(passage.data["received_on"])


def _reopen(detail: Assignment, passage: Passage) -> None:
    detail.returns += 1
    detail.deadline = day(passage.data.get("deadline")) or detail.deadline
    detail.conclusion, detail.grade, detail.colour = "", "", ""
    detail.told_on = detail.received_on = detail.reported_at = None


def _chase(detail: Assignment, passage: Passage) -> None:
    detail.colour = str(passage.data["colour"])
    sent = {
        "at": passage.at.astimezone(SHANGHAI).replace(microsecond=0).isoformat(), "colour": detail.colour,
        "by": passage.by, "told": [one["name"] for one in passage.data.get("told") or ()], "note": passage.note,
    }  # fmt: skip
    detail.chases = [*detail.chases, sent]
    detail.chased_at = passage.at


def _divide(detail: Assignment, passage: Passage) -> None:
    detail.children = {**detail.children, **dict.fromkeys(passage.data["numbers"], False)}
    detail.parts = len(detail.children)


def _child_closed(detail: Assignment, passage: Passage) -> None:
    detail.children = {**detail.children, passage.data["number"]: True}


def _child_reopened(detail: Assignment, passage: Passage) -> None:
    detail.children = {**detail.children, passage.data["number"]: False}


def _hand_over(detail: Assignment, passage: Passage) -> None:
    """A unit that was merged passes its place on: also where it was only proposed."""
    old, new = passage.data["from"], passage.data["to"]
    detail.proposed_unit = new if detail.proposed_unit == old else detail.proposed_unit
    moved = [new if unit == old else unit for unit in detail.proposed_assisting]
    detail.proposed_assisting = list(dict.fromkeys(unit for unit in moved if unit != detail.proposed_unit))


_FOLDINGS: dict[str, Callable[[Assignment, Passage], None]] = {
    "register": _register,
    "approve": _approve,
    "order": _order,
    "assign": _assign,
    "plan": _plan,
    "progress": _progress,
    "reach": _reach,
    "grant_extension": _grant,
    "accept_reason": _excuse,
    "submit": _submit,
    "sign": _sign,
    "verify_true": _verify,
    "verify_false": _verify_false,
    "conclude": _conclude,
    "close": _close,
    "change_conclusion": _change,
    "receive_conclusion": _receive_conclusion,
    "reopen": _reopen,
    "chase": _chase,
    "divide": _divide,
    "child_closed": _child_closed,
    "child_reopened": _child_reopened,
    HAND_OVER: _hand_over,
}
"""What each step leaves in the detail row; steps that are not here leave nothing."""
