"""The rows of meetings: the meeting itself, and what has its own life beside it."""

from shuniu.office.meetings.models.agenda import AgendaItem, Call
from shuniu.office.meetings.models.feeds import FeedKey
from shuniu.office.meetings.models.limits import Cap, QuietPeriod
from shuniu.office.meetings.models.meetings import Klass, Meeting, NotAPaper, Series
from shuniu.office.meetings.models.minutes import Minutes, Resolution
from shuniu.office.meetings.models.people import Invitation
from shuniu.office.meetings.models.plans import PlanLine
from shuniu.office.meetings.models.rooms import Facility, Slot

__all__ = [
    "AgendaItem",
    "Call",
    "Cap",
    "Facility",
    "FeedKey",
    "Invitation",
    "Klass",
    "Meeting",
    "Minutes",
    "NotAPaper",
    "PlanLine",
    "QuietPeriod",
    "Resolution",
    "Series",
    "Slot",
]
