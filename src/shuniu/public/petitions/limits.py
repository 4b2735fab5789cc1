"""Terms of practice that the Regulations do not fix: local configuration, shown as such (STATUTES §1)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.limit_families import register_family
from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import register_limit
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.public.petitions.roles import DIRECTOR

SUGGESTION, OTHER_PATH, SIMPLE, RULING = (
    "petitions.suggestion", "petitions.other_path", "petitions.simple", "petitions.ruling",
)  # fmt: skip
_OWN: Final = "本市办理规程，由管理员按印发文件更新"
_SIMPLE: Final = "国信办发〔2022〕17号（期限数字待核实）"


def register() -> None:
    def rule(key: str, label: str, length: int, unit: Unit, source: str = _OWN) -> None:
        register_limit(key, Period(length, unit), source=LocalRule(key, label, source, Mark.SECONDARY), label=label)

    rule(SUGGESTION, "建议意见类答复时限", 60, Unit.CALENDAR_DAYS)
    rule(OTHER_PATH, "按其他法定途径办理的跟踪时限", 60, Unit.CALENDAR_DAYS)
    rule(SIMPLE, "简易办理答复时限", 10, Unit.WORKING_DAYS, _SIMPLE)
    rule(RULING, "异议裁定时限", 5, Unit.WORKING_DAYS)
    register_family("petitions", _("信访"), keepers=(DIRECTOR,))
