"""What publications and the citizens' pages of disclosure tell the kernel when the process starts."""

from __future__ import annotations

from shuniu.kernel.audit.verification import register_witness
from shuniu.kernel.casework import jobs
from shuniu.public.disclosure import menu_open, notices_open, search_open
from shuniu.public.disclosure.witness_open import texts_agree


def register() -> None:
    search_open.register()
    jobs.follow(search_open.index_passage)
    register_witness("disclosure.publications", texts_agree)
    menu_open.register_menu()
    notices_open.register()
