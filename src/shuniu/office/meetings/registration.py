"""Everything that meetings tell the kernel when the process starts."""

from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.meetings import desk, events, limits, menu, notices, roles, search
from shuniu.office.meetings.procedures.meeting import MeetingCourse


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("meetings.meeting", period="year", pattern="HY{year}-{value:04d}")
    register_series("meetings.minutes", period="year", pattern="{unit}〔{year}〕{value}号")
    limits.register()
    registry.register(MeetingCourse)
    events.register()
    search.register()
    jobs.follow(search.index_passage)
    notices.register()
    desk.register()
    menu.register_menu()
