"""What a passage of an engagement says, in pairs of label and text for the timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.web.words import yearless_day
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.engagements.models import Need, Why

_TEXTS = {
    "about": _l("活动名称"), "necessity": _l("必要性"), "leader_name": _l("领导"), "reason": _l("理由"), "text": _l("结果"),
}  # fmt: skip


def hours(begins: datetime, ends: datetime) -> str:
    """11月24日 09:00—10:30"""
    first, last = begins.astimezone(SHANGHAI), ends.astimezone(SHANGHAI)
    return f"{yearless_day(first)} {first:%H:%M}—{last:%H:%M}"


def said_in(passage: Passage) -> list[tuple[str, str]]:
    data: dict[str, Any] = passage.data
    said = [(str(label), str(data[name])) for name, label in _TEXTS.items() if data.get(name)]
    if data.get("starts") and data.get("ends"):
        begins, ends = datetime.fromisoformat(data["starts"]), datetime.fromisoformat(data["ends"])
        said.append((_("时间"), hours(begins, ends)))
    if data.get("why"):
        said.append((_("原因"), str(Why(data["why"]).label)))
    if data.get("need"):
        said.append((_("必要程度"), str(Need(data["need"]).label)))
    return said
