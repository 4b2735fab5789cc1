"""Who works on documents: the office's document section, and the units that draft, countersign and receive."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import LEADER as CITY_LEADER
from shuniu.kernel.organisation.roles import SECRETARY as CITY_SECRETARY
from shuniu.kernel.organisation.roles import Role

HOME = "documents_section"
"""Code of the unit that registers, checks, numbers, seals and files (文电科)."""

DRAFTER = "documents.drafter"
HEAD = "documents.head"
LIAISON = "documents.liaison"
HANDLER = "documents.handler"
REVIEWER = "documents.reviewer"
REGISTRAR = "documents.registrar"
SEAL_KEEPER = "documents.seal_keeper"
ARCHIVIST = "documents.archivist"
DIRECTOR = "documents.director"
LEADER = CITY_LEADER.key
SECRETARY = CITY_SECRETARY.key

SECTION = (REVIEWER, REGISTRAR, SEAL_KEEPER, ARCHIVIST)
"""The desks of the document section."""
UNITS = (DRAFTER, HEAD, LIAISON, HANDLER)
"""What a unit's own people hold, in the scope of their unit."""
STAFF = (*SECTION, *UNITS, DIRECTOR, LEADER, SECRETARY)

ROLES = (
    Role(DRAFTER, _("拟稿人"), _("起草本单位的公文。")),
    Role(HEAD, _("单位负责人（公文）"), _("审核、会签本单位的公文。")),
    Role(LIAISON, _("单位文书"), _("签收发给本单位的公文，转本单位办理。")),
    Role(HANDLER, _("公文承办人"), _("办理收文，起草办理结果。")),
    Role(REVIEWER, _("核稿员"), _("审核文稿，复核、编号。")),
    Role(REGISTRAR, _("收发员"), _("登记收文、初审、拟办、分送、催办，印发发文。")),
    Role(SEAL_KEEPER, _("印章管理员"), _("保管印章，核对签发手续后用印。")),
    Role(ARCHIVIST, _("档案员"), _("归档、整理、移交。")),
    Role(DIRECTOR, _("办公室负责人"), _("审核、签发办公室文件，审批拟办意见。")),
)
