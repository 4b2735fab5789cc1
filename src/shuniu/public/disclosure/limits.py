"""Terms that no article of the Regulations fixes: local configuration, shown as such (STATUTES §2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.limit_families import register_family
from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import register_limit
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.public.disclosure.roles import HEAD

CONFIRM, SEARCH, PAYMENT, DELIVERY = (
    "disclosure.confirm", "disclosure.search", "disclosure.payment", "disclosure.delivery",
)  # fmt: skip
_OWN: Final = "本市办理规程，由管理员按印发文件更新"


def register() -> None:
    def rule(key: str, label: str, length: int, source: str, mark: Mark) -> None:
        named = LocalRule(key, label, source, mark)
        register_limit(key, Period(length, Unit.WORKING_DAYS), source=named, label=label)

    rule(CONFIRM, "与申请人确认收到的时限", 1, _OWN, Mark.SECONDARY)
    rule(SEARCH, "业务单位查找、提供信息的时限", 5, _OWN, Mark.SECONDARY)
    rule(DELIVERY, "答复作出后送达的时限", 3, _OWN, Mark.SECONDARY)
    rule(PAYMENT, "缴纳信息处理费的期限", 20, "国办函〔2020〕109号（条文待核实）", Mark.RECALLED)
    register_family("disclosure", _("政务公开"), keepers=(HEAD,))
