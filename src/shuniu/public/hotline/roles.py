"""Who works on the hotline: the centre's desks, and the units that handle."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import Role

HOME = "hotline_centre"
"""Code of the unit that runs the hotline."""

OPERATOR = "hotline.operator"
DISPATCHER = "hotline.dispatcher"
CHECKER = "hotline.checker"
CALLBACK = "hotline.callback"
SUPERVISOR = "hotline.supervisor"
MANAGER = "hotline.manager"
KNOWLEDGE = "hotline.knowledge"
LIAISON = "hotline.liaison"
HANDLER = "hotline.handler"
HEAD = "hotline.head"
LEADER = CITY_LEADER.key

CENTRE = (OPERATOR, DISPATCHER, CHECKER, CALLBACK, SUPERVISOR, MANAGER, KNOWLEDGE)
UNITS = (LIAISON, HANDLER, HEAD)
TOPIC_READERS = (*CENTRE, LEADER, "secretary")
READERS = (MANAGER, SUPERVISOR, LEADER, "secretary", HEAD, LIAISON)
"""Who reads reports and figures; those of a unit, their own unit's."""

ROLES = (
    Role(OPERATOR, _("话务员"), _("接听来电、登记诉求、当场答复。")),
    Role(DISPATCHER, _("派单员"), _("派单、裁定退单、并单和拆单。")),
    Role(CHECKER, _("审核员"), _("审核承办单位的答复。")),
    Role(CALLBACK, _("回访员"), _("回访群众，登记评价，决定重办。")),
    Role(SUPERVISOR, _("督办员"), _("督办超期和办理不力的事项，抽查办结。")),
    Role(MANAGER, _("热线中心主任"), _("裁定争议派单，办理复核。")),
    Role(KNOWLEDGE, _("知识库管理员"), _("维护知识库。")),
    Role(LIAISON, _("承办单位联络员"), _("签收、退单、申请延期、分办。")),
    Role(HANDLER, _("承办人"), _("联系群众、办理、起草答复。")),
    Role(HEAD, _("承办单位负责人"), _("分办、批准延期、签发答复。")),
)
