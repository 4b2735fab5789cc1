"""The documents' entries in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.office.documents.roles import (
    ARCHIVIST,
    DIRECTOR,
    DRAFTER,
    REGISTRAR,
    REVIEWER,
    SEAL_KEEPER,
    STAFF,
    UNITS,
)


def register_menu() -> None:
    """Called when the app is ready."""
    register_section("documents", _("发文"), 50)
    register(
        Item(_("公文待办"), "documents:todo", STAFF, 10, "documents", "inbox", "o"),
        Item(_("起草公文"), "documents:draft_new", (DRAFTER,), 12, "documents", "pencil", "n"),
        Item(_("我的发文"), "documents:mine", STAFF, 14, "documents", "user", ""),
        Item(_("发给我单位的文件"), "documents:received", UNITS, 16, "documents", "download", "u"),
        Item(_("全部发文"), "documents:outgoing_all", STAFF, 18, "documents", "file-text", "d"),
        Item(
            _("发文字号"),
            "documents:series",
            (REVIEWER, REGISTRAR, DIRECTOR, ARCHIVIST),
            60,
            "documents",
            "list-checks",
            "",
        ),
        Item(_("印章"), "documents:seals", (SEAL_KEEPER, DIRECTOR), 62, "documents", "shield", ""),
    )
