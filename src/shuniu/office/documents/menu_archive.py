"""The entries of the archive and of the load in the navigation of staff; ``menu`` calls it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.office.documents.roles import ARCHIVIST, DIRECTOR, HEAD, REGISTRAR, REVIEWER

READERS = (ARCHIVIST, DIRECTOR, REGISTRAR, REVIEWER)
LOAD = (DIRECTOR, REGISTRAR, REVIEWER, ARCHIVIST, HEAD)


def register_menu() -> None:
    register_section("archive", _("档案"), 55)
    register(
        Item(_("待归档"), "documents:archive", (ARCHIVIST,), 40, "archive", "inbox", ""),
        Item(_("档案"), "documents:archive_items", READERS, 42, "archive", "book-open", ""),
        Item(_("文件数量"), "documents:load", LOAD, 44, "archive", "chart-column", ""),
    )
