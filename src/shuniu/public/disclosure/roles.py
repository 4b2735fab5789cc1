"""Who works on disclosure: the office's disclosure section (政府信息公开工作机构), and the units that hold the information."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import Role

HOME = "disclosure_section"
"""Code of the unit that answers requests and publishes (art. 4: 政府信息公开工作机构)."""

CLERK = "disclosure.clerk"
HEAD = "disclosure.head"
LIAISON = "disclosure.liaison"
REVIEWER = "disclosure.reviewer"
LEADER = CITY_LEADER.key

SECTION = (CLERK, HEAD)
UNITS = (LIAISON, REVIEWER)
STAFF = (*SECTION, *UNITS, LEADER, "secretary")

ROLES = (
    Role(CLERK, _("信息公开经办人"), _("登记申请，征求意见，起草答复，发布信息。")),
    Role(HEAD, _("信息公开工作机构负责人"), _("批准延长答复期限，审签答复和发布。")),
    Role(LIAISON, _("信息公开联络员"), _("查找和提供本单位的政府信息，报送拟公开信息。")),
    Role(REVIEWER, _("公开审查员"), _("逐件审查拟公开信息是否涉密、涉及第三方和个人隐私。")),
)
