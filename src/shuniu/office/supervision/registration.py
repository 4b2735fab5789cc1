"""Everything that supervision tells the kernel when the process starts."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.casework.limit_families import register_family
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.supervision import cadences, desk, menu, notices, roles, search
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.circular import Notified


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("supervision.assignment", period="year", pattern="DC{year}-{value:05d}")
    register_series("supervision.circular", period="year", pattern="DT{year}-{value:04d}")
    cadences.register()
    register_family("supervision", _("督查"), keepers=(roles.DIRECTOR,))
    registry.register(Supervised)
    registry.register(Notified)
    search.register()
    jobs.follow(search.index_passage)
    notices.register()
    desk.register()
    menu.register_menu()
