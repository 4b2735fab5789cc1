"""Everything that meetings tell the kernel when the process starts."""

from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.meetings import roles


def register() -> None:
    kernel_roles.register(*roles.ROLES)
