"""The events of the documents that belong to no single paper: series, reserved numbers, seals, exports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event

SERIES_CHANGED = "documents.series_changed"
NUMBERS_RESERVED = "documents.numbers_reserved"
NUMBERS_VOID = "documents.numbers_void"
SEAL_REGISTERED = "documents.seal_registered"
SEAL_ENDED = "documents.seal_ended"


def register() -> None:
    """Called when the app is ready."""
    register_event(SERIES_CHANGED, _("发文代字"), _("%(actor)s设定发文代字“%(series)s”（%(organ)s），%(from)s 起"))
    register_event(NUMBERS_RESERVED, _("预留文号"), _("%(actor)s预留文号%(first)s至%(last)s，共%(count)s个：%(why)s"))
    register_event(NUMBERS_VOID, _("文号作废"), _("%(actor)s将预留文号%(number)s作废：%(why)s"))
    register_event(SEAL_REGISTERED, _("登记印模"), _("%(actor)s登记“%(organ)s”的印模，%(from)s 起启用"))
    register_event(SEAL_ENDED, _("停用印模"), _("%(actor)s停用“%(organ)s”的印模，%(to)s 止"))
