"""Everything that incoming papers tell the kernel when the process starts; ``registration`` calls it."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import registry
from shuniu.kernel.numbering.series import register_series
from shuniu.office.documents import limits_incoming, menu_incoming
from shuniu.office.documents.archiving import Counted, Kept, register_counted, register_kept
from shuniu.office.documents.models.incoming import Type
from shuniu.office.documents.operations.incoming_sheet import sheets_for
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.queries.incoming_archive import counted, described

TYPES = {kind.value: kind.label for kind in Type}


def register() -> None:
    register_series("documents.incoming", period="year", pattern="SW{year}-{value:05d}")
    limits_incoming.register()
    registry.register(IncomingPaper)
    register_kept(Kept(IncomingPaper.kind, _("收文"), ("concluded",), TYPES, described, sheets_for))
    register_counted(
        Counted(
            IncomingPaper.kind, _("收文"), counted, "matter__received_at", "type", "matter__unit", TYPES,
            "documents:incoming",
        )
    )  # fmt: skip
    menu_incoming.register_menu()
