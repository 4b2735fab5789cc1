"""Who keeps the routes of a unit."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.roles import Role
from shuniu.kernel.routes import run

MANAGER = run.MANAGER

ROLES = (Role(MANAGER, _("流程管理员"), _("制定和修改本机构的审批流程，更换已离岗的签批人。")),)
