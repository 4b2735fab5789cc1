"""Everything that disclosure tells the kernel when the process starts."""

from shuniu.kernel.audit.verification import register_witness
from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.public.disclosure import desk, limits, menu, notices, registration_open, roles, search
from shuniu.public.disclosure.procedures import InformationRequestProcedure, PublicationProcedure
from shuniu.public.disclosure.witness import words_agree


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("disclosure", period="year", pattern="G{date:%Y}{value:06d}")
    register_series("publication", period="year", pattern="Z{date:%Y}{value:06d}")
    limits.register()
    registry.register(InformationRequestProcedure)
    registry.register(PublicationProcedure)
    search.register()
    jobs.follow(search.index_passage)
    notices.register()
    register_witness("disclosure.request.words", words_agree)
    desk.register()
    menu.register_menu()
    registration_open.register()
