"""Everything the documents tell the kernel when the process starts."""

from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.documents import registration_archive, registration_incoming, roles


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    registration_incoming.register()
    registration_archive.register()
