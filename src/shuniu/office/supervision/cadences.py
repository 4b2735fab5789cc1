"""办理节奏 as data: the stages that a cadence times, the ones that are known elsewhere, and what a clock makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import ResolvedLimit, StatedLimit, register_limit
from shuniu.kernel.workdays.periods import Period, Unit

_WORKING, _CALENDAR = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS

STAGES: Final[dict[str, str | Promise]] = {
    "assign": _("交办"),
    "report": _("首次反馈"),
    "again": _("以后每次反馈"),
    "ordinary": _("一般事项办结"),
    "complex": _("复杂事项办结"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A cadence that the product brings along, until the city enters its own."""

    code: str
    name: str
    source: str
    steps: dict[str, Period]


KNOWN: Final = (
    Known(
        "13710", "13710", "外省做法：1日交办、3日反馈、7日办结一般事项、1个月办结复杂事项、跟踪到零。各处解释不一，待本市文件确认",
        {
            "assign": Period(1, _WORKING), "report": Period(3, _WORKING), "again": Period(7, _WORKING),
            "ordinary": Period(7, _WORKING), "complex": Period(30, _CALENDAR),
        },
    ),
    Known(
        "meeting", "会议议定事项", "外地做法：议定事项5个工作日内反馈，纪要20日内办结，待本市文件确认",
        {
            "assign": Period(1, _WORKING), "report": Period(5, _WORKING), "again": Period(10, _WORKING),
            "ordinary": Period(20, _CALENDAR), "complex": Period(60, _CALENDAR),
        },
    ),
    Known(
        "instruction", "领导批示", "外地做法：急件5日、非急件15日内办结，待本市文件确认",
        {
            "assign": Period(1, _WORKING), "report": Period(3, _WORKING), "again": Period(5, _WORKING),
            "ordinary": Period(5, _CALENDAR), "complex": Period(15, _CALENDAR),
        },
    ),
    Known(
        "yearly", "年度任务", "按季度反馈，年底办结；待本市文件确认",
        {
            "assign": Period(5, _WORKING), "report": Period(60, _WORKING), "again": Period(60, _WORKING),
            "ordinary": Period(300, _CALENDAR), "complex": Period(330, _CALENDAR),
        },
    ),
)  # fmt: skip


def snapshot(code: str, name: str, source: str, confirmed: bool, steps: Mapping[str, Any]) -> dict[str, Any]:
    """A cadence as an assignment keeps it."""
    return {"code": code, "name": name, "source": source, "confirmed": confirmed, "steps": dict(steps)}


def known(code: str) -> dict[str, Any]:
    """One that the product brings along, as an assignment keeps it."""
    one = next(one for one in KNOWN if one.code == code)
    return snapshot(one.code, one.name, one.source, False, as_data(one.steps))


def as_data(steps: Mapping[str, Period]) -> dict[str, Any]:
    return {stage: [period.length, period.unit.value] for stage, period in steps.items()}


def period_in(cadence: Mapping[str, Any], stage: str) -> Period:
    """The length of one stage; the first known cadence's where an old snapshot lacks it."""
    length, unit = (cadence.get("steps") or {}).get(stage) or known("13710")["steps"][stage]
    return Period(int(length), Unit(unit))


@dataclass(frozen=True, slots=True)
class CadenceLimit:
    """The limit of a stage, from the cadence that the assignment has kept."""

    stage: str

    def __call__(self, detail: Any) -> ResolvedLimit:
        cadence = detail.cadence or known("13710")
        label = f"{cadence['name']}·{STAGES[self.stage]}"
        mark = Mark.SECONDARY if cadence.get("confirmed") else Mark.DOUBTFUL
        source = cadence["source"]
        return ResolvedLimit(f"supervision.{self.stage}", label, period_in(cadence, self.stage), source, "", mark)


def finish_limit(detail: Any) -> ResolvedLimit | StatedLimit:
    """办结: the day that the decision names, where it names one; otherwise the cadence's time."""
    days = getattr(detail, "finish_days", 0)
    if days:
        return StatedLimit(Period(days, _CALENDAR), f"办结日期{detail.deadline}")
    return CadenceLimit("complex" if detail.complex else "ordinary")(detail)


def extension_of(detail: Any) -> Period:
    """展期: so many more days, in the unit that the clock counts in."""
    return Period(int(detail.more_days), Unit(detail.more_unit))


def days_until(day: date, on: date) -> int:
    return (day - on).days


_TYPICAL: Final = "各地政府督查工作规则的通行做法，本市印发文件后由管理员更新"


def register() -> None:
    """The section's own time limits, which no cadence knows."""

    def rule(key: str, label: str, length: int) -> None:
        source = LocalRule(key, label, _TYPICAL, Mark.SECONDARY)
        register_limit(key, Period(length, _WORKING), source=source, label=label)

    rule("supervision.approve", "立项审批时限", 2)
    rule("supervision.receive", "督查事项接收时限", 1)
    rule("supervision.sign", "办理结果审签时限", 2)
    rule("supervision.verify", "核查时限", 5)
    rule("supervision.conclude", "销号时限", 3)
    rule("supervision.ruling", "展期审批时限", 2)
    rule("supervision.chase", "三色督查升级间隔", 3)
