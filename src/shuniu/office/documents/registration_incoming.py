"""Everything that incoming papers tell the kernel when the process starts; ``registration`` calls it."""

from shuniu.kernel.casework import registry
from shuniu.kernel.numbering.series import register_series
from shuniu.office.documents import limits_incoming, menu_incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper


def register() -> None:
    register_series("documents.incoming", period="year", pattern="SW{year}-{value:05d}")
    limits_incoming.register()
    registry.register(IncomingPaper)
    menu_incoming.register_menu()
