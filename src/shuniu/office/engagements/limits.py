"""How soon a request for a leader's time is answered: a local limit, not law."""

from __future__ import annotations

from typing import Final

from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import register_limit
from shuniu.kernel.workdays.periods import Period, Unit

PREFIX: Final = "engagements."
ANSWER: Final = "engagements.answer"
CHOOSE: Final = "engagements.choose"
_TYPICAL: Final = "各地领导活动统筹办法的通行做法，本市印发文件后由管理员更新"


def register() -> None:
    def rule(key: str, label: str, days: int) -> None:
        source = LocalRule(key, label, _TYPICAL, Mark.SECONDARY)
        register_limit(key, Period(days, Unit.WORKING_DAYS), source=source, label=label)

    rule(ANSWER, "活动申请答复时限", 2)
    rule(CHOOSE, "改约答复时限", 1)
