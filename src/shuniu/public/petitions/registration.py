"""Everything that petitions tell the kernel when the process starts."""

from shuniu.kernel.audit.verification import register_witness
from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.public.petitions import desk, limits, menu, notices, roles, search
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.witness import words_agree


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("petitions", period="year", pattern="X{date:%Y}{value:06d}")
    limits.register()
    registry.register(PetitionProcedure)
    search.register()
    jobs.follow(search.index_passage)
    register_witness("petitions.words", words_agree)
    menu.register_menu()
    desk.register()
    notices.register()
