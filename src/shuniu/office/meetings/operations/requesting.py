"""申请会议: what is asked for, held against the city's limits before it comes into being."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import open_matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Cap, Meeting, PlanLine
from shuniu.office.meetings.operations.refusing import refuse, refuse_secrets
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.caps import Asked, check
from shuniu.office.meetings.queries.people import closed_unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request says. The passage keeps it as plain values."""

    title: str
    klass: str
    starts: datetime
    ends: datetime
    purpose: str = ""
    not_a_paper: str = "decide"
    why: str = ""
    people: int = 0
    budget: Decimal = Decimal(0)
    other_times: str = ""
    wishes: tuple[str, ...] = ()
    exemption: str = ""
    series: int | None = None
    session: int | None = None
    plan_line: int | None = None

    def data(self) -> dict[str, Any]:
        said = {**asdict(self), "starts": self.starts.isoformat(), "ends": self.ends.isoformat(),
                "budget": str(self.budget), "wishes": list(self.wishes)}  # fmt: skip
        return {name: value for name, value in said.items() if value not in (None, "", [])}

    def asked(self, unit: int) -> Asked:
        return Asked(unit, self.klass, self.people, self.starts, self.ends, self.budget, self.exemption,
                     self.not_a_paper, self.why)  # fmt: skip


def request(
    wanted: Wanted, *, unit: int, actor: Actor, at: datetime, key: str | None = None, source: str = "office"
) -> Matter:
    """Ask for a meeting. Raises ``StepRefused`` with everything that is over a limit.

    The limits' rows are locked while they are counted against: two who ask at once cannot both have the last one.
    """
    refuse_secrets(wanted.title, wanted.purpose, wanted.why, wanted.other_times, wanted.exemption)
    with transaction.atomic():
        known = Matter.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        within_limits(wanted, unit, at=at)
        data = {**wanted.data(), "unit": unit}
        return open_matter(MeetingCourse.request, Meeting(unit_id=unit), actor=actor, at=at, title=wanted.title,
                           source=source, key=key, data=data)  # fmt: skip


def within_limits(wanted: Wanted, unit: int, *, at: datetime, but: int | None = None) -> None:
    """Raises ``StepRefused``. The caller is in a transaction."""
    node = tree().get(unit)
    if node is None or node.closed:
        raise StepRefused(closed_unit(unit))
    if wanted.ends <= wanted.starts:
        raise StepRefused(_("结束时间必须晚于开始时间。"))
    if wanted.starts < at:
        raise StepRefused(_("会议时间已经过去，请重新选择。"))
    _of_plan(wanted, unit)
    list(Cap.objects.select_for_update().filter(per_year__isnull=False).order_by("pk").values_list("pk", flat=True))
    refuse(check(wanted.asked(unit), but=but).refusals)


def _of_plan(wanted: Wanted, unit: int) -> None:
    if wanted.plan_line is None:
        return
    line = PlanLine.objects.filter(pk=wanted.plan_line, unit_id=unit, status=PlanLine.Status.APPROVED).first()
    if line is None or line.year != local_day(wanted.starts).year:
        raise StepRefused(_("所选的计划会议不是本单位当年已列入计划的会议，请重新选择。"))


def wanted_of(data: Mapping[str, Any]) -> Wanted:
    """The request in the answers of a form, as strings or as values."""
    known = {name: data[name] for name in Wanted.__dataclass_fields__ if data.get(name) not in (None, "", [])}
    for name in ("starts", "ends"):
        if isinstance(known.get(name), str):
            known[name] = datetime.fromisoformat(known[name])
    if "budget" in known:
        known["budget"] = Decimal(str(known["budget"]))
    return Wanted(**{**known, "wishes": tuple(known.get("wishes", ()))})
