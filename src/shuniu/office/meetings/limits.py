"""The local time limits of meetings, and what is known of meetings from papers that were read."""

from __future__ import annotations

from datetime import date
from typing import Final

from shuniu.kernel.law.instruments import Instrument, LocalRule, Mark
from shuniu.kernel.law.limits import register_limit
from shuniu.kernel.workdays.periods import Period, Unit

_TYPICAL: Final = "各地会议管理办法的通行做法，本市印发文件后由管理员更新"

LESS_BURDEN: Final = Instrument(
    "less_burden",
    "整治形式主义为基层减负若干规定",
    issued_by="中共中央办公厅、国务院办公厅",
    in_force=date(2024, 8, 6),
    mark=Mark.VERIFIED,
    source="公开发布的全文页面",
    note="分组讨论的会议不超过1天半，其他会议不超过半天；本系统综合性会议每年不超过1次",
)
GROUPED_HOURS, OTHER_HOURS = 12, 4
"""1天半 and 半天, at eight hours a day: hints beside the form, not refusals; what refuses is the city's own ``Cap``."""


def register() -> None:
    for key, label, days in (
        ("meetings.endorse", "会议申请审签时限", 1),
        ("meetings.approve", "会议申请批准时限", 2),
        ("meetings.minutes", "起草纪要时限", 3),
        ("meetings.check", "审定纪要时限", 2),
        ("meetings.send", "印发纪要时限", 1),
        ("meetings.assign", "交办议定事项时限", 2),
    ):
        source = LocalRule(key, label, _TYPICAL, Mark.SECONDARY)
        register_limit(key, Period(days, Unit.WORKING_DAYS), source=source, label=label)
