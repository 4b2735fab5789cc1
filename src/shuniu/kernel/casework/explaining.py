"""Why this date? One explanation for the page, the API, the letter to the citizen and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shuniu.kernel.casework.models import Clock
from shuniu.kernel.casework.procedure import Clock as ClockRule
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.workdays.explanation import Explanation
from shuniu.kernel.workdays.explanation import explain as explain_days
from shuniu.kernel.workdays.periods import Period, Unit


@dataclass(frozen=True, slots=True)
class Why:
    """A clock with its reasons: the period, where it comes from, and the days counted and skipped."""

    clock: Clock
    rule: ClockRule
    period: Period
    basis: str
    confirmed: bool
    days: Explanation

    @property
    def label(self) -> str:
        return self.rule.label

    def overdue(self, now: datetime) -> bool:
        end = self.clock.stopped_at or now
        return end > self.clock.legal_due


def explain(clock: Clock, procedure: type[Procedure]) -> Why:
    pauses = [
        (datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None) for begin, end in clock.pauses
    ]
    period = Period(clock.length, Unit(clock.unit))
    return Why(
        clock,
        procedure.clocks[clock.name],
        period,
        clock.basis,
        clock.confirmed,
        explain_days(clock.started_at, period, current_calendar(), pauses),
    )
