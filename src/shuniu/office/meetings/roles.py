"""Who works on meetings: the meetings section of the office, and the units that ask for, attend and answer them."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import Role

HOME = "meetings_section"
"""Code of the unit that plans and runs meetings (会务机构)."""

CLERK = "meetings.clerk"
DIRECTOR = "meetings.director"
LIAISON = "meetings.liaison"
HEAD = "meetings.head"
LEADER = CITY_LEADER.key

SECTION = (CLERK, DIRECTOR)
UNITS = (LIAISON, HEAD)
SEES_ALL = (*SECTION, LEADER, "secretary")
"""Whose the whole calendar of the government is; the papers of an item and minutes before approval are not with it."""
STAFF = (*SECTION, *UNITS, LEADER, "secretary")

ROLES = (
    Role(CLERK, _("会务员"), _("安排会议室和议题，发会议通知，起草纪要。")),
    Role(DIRECTOR, _("会务机构负责人"), _("审核会议计划、申请和经费。")),
    Role(LIAISON, _("会议联络员"), _("申请会议，报送议题，回复参会。")),
    Role(HEAD, _("办会单位负责人"), _("审签本单位的会议申请和议题。")),
)
