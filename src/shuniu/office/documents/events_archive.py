"""The events of the archive that belong to no single matter's passages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event

STEM = "archive"
NOT_KEPT = "documents.not_kept"
NUMBERED = "documents.archive_numbered"
RETENTION_CHANGED = "documents.retention_changed"
PACKAGED = "documents.packaged"
EXPLAINED = "documents.load_explained"


def register() -> None:
    """Called when the app is ready."""
    register_event(NOT_KEPT, _("不归档"), _("%(actor)s将 %(number)s 列为不归档：%(reason)s"))
    register_event(NUMBERED, _("编档号"), _("%(actor)s为 %(number)s 编档号 %(archive_number)s"))
    register_event(
        RETENTION_CHANGED,
        _("调整保管期限"),
        _("%(actor)s将“%(name)s”的保管期限由%(before)s定为%(after)s（%(source)s）"),
    )
    register_event(
        PACKAGED,
        _("制作移交包"),
        _("%(actor)s制作%(year)s年度%(retention)s档案移交包，%(items)s件，SM3 %(sm3)s"),
    )
    register_event(EXPLAINED, _("发文量说明"), _("%(actor)s说明%(unit)s %(year)s 年发文超过上年度：%(text)s"))
