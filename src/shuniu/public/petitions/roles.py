"""Who works on petitions: the petition office, the organs that have the power to handle, and those that review."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import Role

HOME = "xinfang"
"""Code of the petition office (信访部门)."""

REGISTRAR = "petitions.registrar"
DIRECTOR = "petitions.director"
LIAISON = "petitions.liaison"
HANDLER = "petitions.handler"
HEAD = "petitions.head"
REVIEWER = "petitions.reviewer"
LEADER = CITY_LEADER.key

OFFICE = (REGISTRAR, DIRECTOR)
UNITS = (LIAISON, HANDLER, HEAD, REVIEWER)
STAFF = (*OFFICE, *UNITS, LEADER, "secretary")

ROLES = (
    Role(REGISTRAR, _("信访登记员"), _("登记、甄别、分流信访事项，告知、督促。")),
    Role(DIRECTOR, _("信访部门负责人"), _("裁定异议，决定交办，提出改进、完善和追责建议。")),
    Role(LIAISON, _("信访联络员"), _("接收转送、交办的信访事项，告知信访人，提出异议。")),
    Role(HANDLER, _("信访经办人"), _("听取陈述、调查核实，起草处理意见书。")),
    Role(HEAD, _("有权处理机关负责人"), _("批准延长办理期限，签发处理意见书。")),
    Role(REVIEWER, _("复查复核人员"), _("办理复查、复核，主持听证。")),
)
