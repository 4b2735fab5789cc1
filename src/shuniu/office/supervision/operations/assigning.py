"""交办: what the passage says of units, deadline and milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import due, local_day
from shuniu.office.supervision.cadences import days_until, period_in
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.procedures.folding import day


def assignment_of(detail: Assignment, at: datetime) -> dict[str, Any]:
    """What was proposed at the registration, as the step says it."""
    given = {
        "unit": detail.proposed_unit,
        "assisting": [unit for unit in detail.proposed_assisting if unit != detail.proposed_unit],
        **({"deadline": detail.deadline.isoformat()} if detail.deadline else {}),
    }
    return prepared(detail, given, at)


def prepared(detail: Assignment, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The step's data with the units by name and the deadline in days from now. Raises ``StepRefused``."""
    given = named(data)
    refuse_closed(given)
    deadline = day(given.get("deadline"))
    if deadline is not None:
        given["finish_days"] = _days(deadline, at)
    last = deadline or _usual_end(detail, given, at)
    milestones = given.get("milestones") or [one for one in detail.milestones if not one.get("done")]
    beyond = [one for one in milestones if day(one["due"]) > last]  # type: ignore[operator]  # a milestone has its day
    if beyond:
        raise StepRefused(
            _("节点“%(title)s”的日期晚于办结期限%(day)s，请修改。")
            % {"title": beyond[0]["title"], "day": labels.day(last)}
        )
    return given


def _days(deadline: Any, at: datetime) -> int:
    days = days_until(deadline, local_day(at))
    if days < 1:
        raise StepRefused(_("办结日期应当晚于今天。"))
    return days


def _usual_end(detail: Assignment, given: Mapping[str, Any], at: datetime) -> Any:
    complex_ = given.get("complex", detail.complex)
    period = period_in(detail.cadence, "complex" if complex_ else "ordinary")
    return local_day(due(at, period, current_calendar()).legal_due)


def named(data: Mapping[str, Any]) -> dict[str, Any]:
    """Units by id for the machine and by their name of this day for the record."""
    given = dict(data)
    for field in ("unit", "right_unit"):
        if given.get(field):
            given[f"{field}_name"] = tree().name(given[field])
    if given.get("assisting"):
        given["assisting_names"] = [tree().name(unit) for unit in given["assisting"]]
    return given


def refuse_closed(given: Mapping[str, Any]) -> None:
    """A unit that was merged meanwhile receives nothing."""
    for unit in filter(None, (given.get("unit"), *(given.get("assisting") or ()))):
        node = tree().get(unit)
        if node is None or node.closed:
            name = node.name if node else str(unit)
            raise StepRefused(_("“%(unit)s”已经撤销或者合并，请改选承接其职责的单位。") % {"unit": name})
