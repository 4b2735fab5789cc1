"""Everything that incoming papers tell the kernel when the process starts; ``registration`` calls it."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.verification import register_witness
from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.numbering.series import register_series
from shuniu.office.documents import desk_incoming, limits_incoming, menu_incoming, notices_incoming, search_incoming
from shuniu.office.documents.archiving import Counted, Kept, register_counted, register_kept
from shuniu.office.documents.models.incoming import Type
from shuniu.office.documents.operations.incoming_sheet import sheets_for
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.queries.incoming_archive import counted, described
from shuniu.office.documents.witness_incoming import papers_agree

TYPES = {kind.value: kind.label for kind in Type}


def register() -> None:
    register_series("documents.incoming", period="year", pattern="SW{year}-{value:05d}")
    limits_incoming.register()
    registry.register(IncomingPaper)
    register_kept(Kept(IncomingPaper.kind, _("收文"), ("concluded",), TYPES, described, sheets_for))
    register_counted(
        Counted(IncomingPaper.kind, _("收文"), counted, "matter__received_at", "type", "matter__unit", TYPES)
    )
    search_incoming.register()
    jobs.follow(search_incoming.index_passage)
    notices_incoming.register()
    register_witness("documents.incoming.words", papers_agree)
    desk_incoming.register()
    menu_incoming.register_menu()
