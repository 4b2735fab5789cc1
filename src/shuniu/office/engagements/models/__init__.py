"""The rows of engagements: what was asked for, whose time it is, by which rules, and the weeks that were published."""

from shuniu.office.engagements.models.engagement import Engagement, Kind, Need, Rank, Why
from shuniu.office.engagements.models.leaders import Absence, Feed, Leader, Priority, Serving
from shuniu.office.engagements.models.rules import Place, RuleValue, Travel
from shuniu.office.engagements.models.weeks import WeekVersion

__all__ = [
    "Absence",
    "Engagement",
    "Feed",
    "Kind",
    "Leader",
    "Need",
    "Place",
    "Priority",
    "Rank",
    "RuleValue",
    "Serving",
    "Travel",
    "WeekVersion",
    "Why",
]
