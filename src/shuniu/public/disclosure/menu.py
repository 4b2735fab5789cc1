"""Disclosure's entries in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.navigation import Item, register, register_section
from shuniu.public.disclosure.roles import CLERK, HEAD, LIAISON


def register_menu() -> None:
    """Called when the app is ready."""
    register_section("disclosure", _("政务公开"), 30)
    register(
        Item(_("登记公开申请"), "disclosure:register", (CLERK,), 70, "disclosure", "upload", ""),
        Item(_("公开申请待办"), "disclosure:todo", (CLERK, HEAD, LIAISON), 72, "disclosure", "inbox", ""),
        Item(_("全部公开申请"), "disclosure:all", (CLERK, HEAD, LIAISON), 74, "disclosure", "list-checks", ""),
        Item(_("复议诉讼登记簿"), "disclosure:remedies", (CLERK, HEAD), 76, "disclosure", "scale", ""),
        Item(_("公开年度报告"), "disclosure:annual", (CLERK, HEAD), 78, "disclosure", "chart-column", ""),
    )
