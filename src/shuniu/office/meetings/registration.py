"""Everything that meetings tell the kernel when the process starts."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.casework.limit_families import register_family
from shuniu.kernel.casework.queries import register_seeing
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.meetings import desk, events, limits, menu, notices, roles, search
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.queries.seeing import seen_among


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("meetings.meeting", period="year", pattern="HY{year}-{value:04d}")
    register_series("meetings.minutes", period="year", pattern="{unit}〔{year}〕{value}号")
    limits.register()
    register_family("meetings", _("会议"), keepers=(roles.DIRECTOR,))
    registry.register(MeetingCourse)
    register_seeing(MeetingCourse.kind, seen_among)
    events.register()
    search.register()
    jobs.follow(search.index_passage)
    notices.register()
    desk.register()
    menu.register_menu()
