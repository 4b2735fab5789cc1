"""Everything that disclosure tells the kernel when the process starts."""

from shuniu.kernel.casework import registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.public.disclosure import limits, registration_open, roles
from shuniu.public.disclosure.procedures import InformationRequestProcedure, PublicationProcedure


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("disclosure", period="year", pattern="G{date:%Y}{value:06d}")
    register_series("publication", period="year", pattern="Z{date:%Y}{value:06d}")
    limits.register()
    registry.register(InformationRequestProcedure)
    registry.register(PublicationProcedure)
    registration_open.register()
