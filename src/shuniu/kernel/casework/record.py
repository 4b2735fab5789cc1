"""What of a passage enters the ledger, byte for byte the same whether it was written one at a time or in bulk."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event
from shuniu.kernel.casework.models import Matter, Passage

PASSAGE = "casework.passage"
RECUSAL = "casework.recusal"
RECKONED = "casework.reckoned"
MENDED = "casework.mended"
CALENDAR = "calendar.loaded"

register_event(PASSAGE, _("办理"), _("%(actor)s办理了事项 %(number)s：%(step)s"))
register_event(RECUSAL, _("回避"), _("%(actor)s登记了回避，原因：%(why)s"))
register_event(MENDED, _("重建"), _("%(actor)s按留痕重建了事项 %(number)s 的状态、期限和待办"))
register_event(
    CALENDAR,
    _("节假日安排"),
    _("%(actor)s载入%(year)s年节假日安排“%(title)s”（%(document)s），%(moved)s个期限随之变动"),
)
register_event(RECKONED, _("期限重算"), _("期限由 %(old)s 改为 %(new)s"))


def chain_of(matter_id: int) -> str:
    return f"m:{matter_id}"


def body_of(matter: Matter, passage: Passage) -> dict[str, Any]:
    """The whole passage; ``kernel.audit`` writes it as canonical JSON, and the witness compares it with the row."""
    return {
        "number": matter.number,
        "seq": passage.seq,
        "step": passage.step,
        "from": passage.from_state,
        "to": passage.to_state,
        "person": passage.person_id,
        "for": passage.for_person_id,
        "unit": passage.unit_id,
        "by": passage.by,
        "at": passage.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "late": passage.late,
        "note": passage.note,
        "data": passage.data,
        "clocks": passage.clocks,
    }
