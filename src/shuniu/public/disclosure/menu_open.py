"""The entries of publications in the navigation of staff, and of disclosure in the citizens' header."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register
from shuniu.public.disclosure.roles import CLERK, LIAISON, SECTION, UNITS


def register_menu() -> None:
    """Called when the app is ready."""
    register(
        Item(_("信息公开"), "open:list", order=4, citizens=True),
        Item(_("主动公开待办"), "disclosure:publications_todo", (*SECTION, *UNITS), 80, "disclosure", "megaphone", ""),
        Item(_("报送拟公开信息"), "disclosure:publication_new", (LIAISON, CLERK), 82, "disclosure", "pencil", ""),
        Item(_("主动公开信息"), "disclosure:publications", (*SECTION, *UNITS), 84, "disclosure", "book-open", ""),
    )
