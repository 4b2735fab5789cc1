"""Everything that engagements tell the kernel when the process starts."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import registry
from shuniu.kernel.casework.limit_families import register_family
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.engagements import desk, events, limits, menu, notices, roles, search
from shuniu.office.engagements.procedures.engagement import LeaderEngagement


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("engagements", period="year", pattern="HD{year}{value:05d}")
    limits.register()
    register_family("engagements", _("领导活动"), keepers=(roles.ARRANGER,))
    events.register()
    registry.register(LeaderEngagement)
    notices.register()
    search.register()
    menu.register_menu()
    desk.register()
