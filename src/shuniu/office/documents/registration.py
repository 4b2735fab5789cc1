"""Everything the documents tell the kernel when the process starts."""

from shuniu.kernel.casework import registry
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.office.documents import events, limits, roles
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    _series()
    limits.register()
    registry.register(OutgoingPaper)
    registry.register(Sending)
    events.register()


def _series() -> None:
    """Matters have numbers of their own; document numbers (发文字号) count by word, within a year or for ever."""
    register_series("documents.outgoing", period="year", pattern="FW{year}{value:06d}")
    register_series("documents.delivery", period="year", pattern="FS{year}{value:07d}")
    register_series("documents.number", period="year", pattern="{unit}〔{year}〕{value}号")
    register_series("documents.number.ever", period="ever", pattern="{unit}第{value}号")
