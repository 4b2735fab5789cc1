"""What supervision rests on: articles of the 政府督查工作条例 whose text was read (``kernel.law.registry``)."""

from __future__ import annotations

from typing import Final

from shuniu.kernel.law.registry import SUPERVISION
from shuniu.kernel.workdays.periods import Period, Unit

DECIDE = SUPERVISION.article(7)
PROPOSE = SUPERVISION.article(11)
PLAN = SUPERVISION.article(15)
CONCLUDE = SUPERVISION.article(16)
OBJECT = SUPERVISION.article(17)
CORRECT = SUPERVISION.article(18)
PRAISE = SUPERVISION.article(21)

OBJECTION: Final = Period(30, Unit.CALENDAR_DAYS)
REVIEW: Final = Period(30, Unit.CALENDAR_DAYS)
"""Article 17: days of the calendar, from the receipt of the conclusion and of the objection."""
