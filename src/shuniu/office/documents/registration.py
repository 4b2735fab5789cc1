"""Everything the documents tell the kernel when the process starts."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.verification import register_witness
from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.casework.limit_families import register_family
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.kernel.routes import subjects
from shuniu.office.documents import (
    desk,
    events,
    limits,
    menu,
    notices,
    registration_archive,
    registration_incoming,
    roles,
    search,
)
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.routing import SUBJECT
from shuniu.office.documents.witness import words_agree


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    _series()
    limits.register()
    register_family("documents", _("公文"), keepers=(roles.DIRECTOR,))
    registry.register(OutgoingPaper)
    registry.register(Sending)
    subjects.register(SUBJECT)
    search.register()
    jobs.follow(search.index_passage)
    events.register()
    register_witness("documents.words", words_agree)
    menu.register_menu()
    desk.register()
    notices.register()
    registration_incoming.register()
    registration_archive.register()


def _series() -> None:
    """Matters have numbers of their own; document numbers (发文字号) count by word, within a year or for ever."""
    register_series("documents.outgoing", period="year", pattern="FW{year}{value:06d}")
    register_series("documents.delivery", period="year", pattern="FS{year}{value:07d}")
    register_series("documents.number", period="year", pattern="{unit}〔{year}〕{value}号")
    register_series("documents.number.ever", period="ever", pattern="{unit}第{value}号")
