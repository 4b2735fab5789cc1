"""Who works on leaders' engagements: those who arrange the week, and the units that ask for a leader's time."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import Role

HOME = "meetings_section"
"""Code of the unit that arranges leaders' time; whoever arranges holds the role there or above."""

ARRANGER = "engagements.arranger"
DIRECTOR = "engagements.director"
LIAISON = "engagements.liaison"
LEADER = CITY_LEADER.key
SECRETARY = "secretary"

UNITS = (LIAISON,)
STAFF = (ARRANGER, SECRETARY, LIAISON, LEADER)
KEEPERS = (DIRECTOR, ARRANGER)
"""Who reads the registers of leaders and places; the director alone changes them."""

ROLES = (
    Role(ARRANGER, _("领导活动统筹员"), _("审核活动申请，统筹安排每周领导活动。")),
    Role(DIRECTOR, _("领导活动统筹负责人"), _("维护领导、秘书、地点和路程，设定筛查规则。")),
    Role(LIAISON, _("活动联络员"), _("代表本单位申请领导活动，接收变更通知。")),
)
