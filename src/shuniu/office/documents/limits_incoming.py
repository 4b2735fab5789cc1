"""Local time limits of incoming papers, by stage and urgency: configuration, not law.

The regulation asks that urgent papers have a limit and that limits are kept (art. 24 (4)); it fixes no number. The
defaults follow what many offices print in their own rules, until the city enters its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import StatedLimit, register_limit
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.office.documents.models.incoming import Urgency

PREFIX: Final = "documents.incoming."
_DAYS, _HOURS = Unit.WORKING_DAYS, Unit.HOURS
_TYPICAL: Final = "各地机关公文办理规则的通行做法，本机关印发文件后由管理员更新"
_QUICK: Final = (Period(1, _DAYS), Period(4, _HOURS), Period(1, _HOURS))
STAGES: Final[dict[str, tuple[str, tuple[Period, Period, Period]]]] = {
    "check": ("初审", _QUICK),
    "propose": ("拟办", _QUICK),
    "approve": ("拟办审定", _QUICK),
    "instruct": ("批示", (Period(3, _DAYS), Period(1, _DAYS), Period(4, _HOURS))),
    "assign": ("分办", _QUICK),
    "receive": ("单位签收", _QUICK),
    "handle": ("承办", (Period(10, _DAYS), Period(3, _DAYS), Period(1, _DAYS))),
    "extension": ("承办延期", (Period(5, _DAYS), Period(2, _DAYS), Period(1, _DAYS))),
    "ruling": ("退办裁定", _QUICK),
    "read": ("传阅", (Period(3, _DAYS), Period(1, _DAYS), Period(4, _HOURS))),
    "conclude": ("答复办结", (Period(2, _DAYS), Period(1, _DAYS), Period(4, _HOURS))),
}
"""Stage → label and the limits of 平件, 加急, 特急."""
CHASED: Final = {Urgency.URGENT: 24, Urgency.EMERGENCY: 4}
"""Hours between two automatic reminders of an urgent paper that is late or nearly due."""


@dataclass(frozen=True, slots=True)
class StageLimit:
    """The key of a stage's limit for the urgency of the paper in hand."""

    stage: str

    def __call__(self, paper: Any) -> str:
        return f"{PREFIX}{self.stage}.{paper.urgency}"


def requested(paper: Any) -> StatedLimit:
    """来文要求: the deadline that the paper itself states, worked out when it was registered."""
    return StatedLimit(Period(paper.requested_length, Unit(paper.requested_unit)), paper.requested_source)


def register() -> None:
    for stage, (label, lengths) in STAGES.items():
        for urgency, length in zip(Urgency, lengths, strict=True):
            key, title = f"{PREFIX}{stage}.{urgency.value}", f"{label}时限（{urgency.label}）"
            register_limit(key, length, source=LocalRule(key, title, _TYPICAL, Mark.SECONDARY), label=title)
