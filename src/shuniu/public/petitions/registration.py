"""Everything that petitions tell the kernel when the process starts."""

from shuniu.kernel.casework import registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.public.petitions import limits, roles
from shuniu.public.petitions.procedures import PetitionProcedure


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("petitions", period="year", pattern="X{date:%Y}{value:06d}")
    limits.register()
    registry.register(PetitionProcedure)
