"""Who works on supervision: the supervision section of the office, and the units that carry an assignment out."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import Role

HOME = "supervision_section"
"""Code of the unit that registers, chases and verifies (督查机构)."""

SUPERVISOR = "supervision.supervisor"
DIRECTOR = "supervision.director"
LIAISON = "supervision.liaison"
HANDLER = "supervision.handler"
HEAD = "supervision.head"
LEADER = CITY_LEADER.key

SECTION = (SUPERVISOR, DIRECTOR)
UNITS = (LIAISON, HANDLER, HEAD)
STAFF = (*SECTION, *UNITS, LEADER, "secretary")

ROLES = (
    Role(SUPERVISOR, _("督查员"), _("立项、交办、催办、现场核查，提出销号。")),
    Role(DIRECTOR, _("督查机构负责人"), _("审批立项，批准销号、结论和通报。")),
    Role(LIAISON, _("督查联络员"), _("接收交办事项，报送进展。")),
    Role(HANDLER, _("督查事项经办人"), _("办理交办事项，提交佐证材料。")),
    Role(HEAD, _("责任单位负责人"), _("审签办理结果，提出异议。")),
)
