"""Everything the hotline tells the kernel when the process starts."""

from shuniu.kernel.casework import registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.public.hotline import limits, roles
from shuniu.public.hotline.procedures import HotlineRequest


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("hotline", period="day", pattern="{date:%Y%m%d}{value:05d}")
    limits.register()
    registry.register(HotlineRequest)
