"""Everything that the archive and the load tell the kernel when the process starts; ``registration`` calls it."""

from django.utils.translation import gettext_lazy as _

from shuniu.office.documents import events_archive, menu_archive
from shuniu.office.documents.archiving import Counted, Kept, register_counted, register_kept
from shuniu.office.documents.models.types import DocumentType
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.outgoing_archive import described, issued

TYPES = {kind.value: kind.label for kind in DocumentType}


def register() -> None:
    events_archive.register()
    menu_archive.register_menu()
    register_kept(
        Kept(
            OutgoingPaper.kind, _("发文"), ("dispatched",), TYPES, described, file="archive", unfile="", done=("archived",)
        )
    )  # fmt: skip
    register_counted(
        Counted(OutgoingPaper.kind, _("发文"), issued, "dispatched_at", "kind_of_document", "unit", TYPES, issued=True)
    )
