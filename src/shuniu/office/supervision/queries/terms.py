"""异议期: until when the target of a conclusion may object (article 17), with the reason for the day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.workdays.periods import SHANGHAI, due, local_day
from shuniu.office.supervision.basis import OBJECTION
from shuniu.office.supervision.models import Assignment


def objection_until(detail: Assignment) -> date | None:
    """The last day; None while the conclusion has not been received.

    The day of the receipt is not counted (民法典第二百零一条); an end on a day off moves to the next working day (第二百零三条).
    """
    if detail.received_on is None:
        return None
    received = datetime.combine(detail.received_on, time(12), SHANGHAI)
    calendar = current_calendar()
    end = local_day(due(received, OBJECTION, calendar).legal_due)
    return end if calendar.is_working(end) else calendar.next_working(end + timedelta(days=1))
