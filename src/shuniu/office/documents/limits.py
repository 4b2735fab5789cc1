"""The documents' local time limits: configuration, not law. No instrument fixes a number of days for these steps."""

from __future__ import annotations

from typing import Final

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import register_limit
from shuniu.kernel.workdays.periods import Period, Unit

_DAYS, _HOURS = Unit.WORKING_DAYS, Unit.HOURS
_TYPICAL: Final = "各地公文办理规则的通行做法，本市印发文件后由管理员更新"

ORDINARY, URGENT, EMERGENCY = Matter.Urgency.ORDINARY.value, Matter.Urgency.URGENT.value, Matter.Urgency.EMERGENCY.value


def approve_limit(outgoing: object) -> str:
    """How long a paper may be under way on its route, by its urgency."""
    return f"documents.approve.{_urgency(outgoing)}"


def issue_limit(outgoing: object) -> str:
    """How long the document section has from the signature to the dispatch, by urgency."""
    return f"documents.issue.{_urgency(outgoing)}"


def receive_limit(delivery: object) -> str:
    """How soon a unit must receive what was sent to it, by urgency."""
    return f"documents.receive.{_urgency(delivery)}"


def _urgency(detail: object) -> str:
    return str(getattr(detail, "urgency"))  # noqa: B009 - a preview of the row, not the row


def register() -> None:
    def rule(key: str, label: str, length: int, unit: Unit) -> None:
        register_limit(key, Period(length, unit), source=LocalRule(key, label, _TYPICAL, Mark.SECONDARY), label=label)

    words = {ORDINARY: "", URGENT: "（加急）", EMERGENCY: "（特急）"}
    for urgency, approve, issue, receive in (
        (ORDINARY, (5, _DAYS), (2, _DAYS), (1, _DAYS)),
        (URGENT, (2, _DAYS), (1, _DAYS), (4, _HOURS)),
        (EMERGENCY, (8, _HOURS), (4, _HOURS), (2, _HOURS)),
    ):
        rule(f"documents.approve.{urgency}", f"审核签发时限{words[urgency]}", *approve)
        rule(f"documents.issue.{urgency}", f"复核印发时限{words[urgency]}", *issue)
        rule(f"documents.receive.{urgency}", f"签收时限{words[urgency]}", *receive)
    rule("documents.countersign", "会签时限", 2, _DAYS)
    rule("documents.review", "核稿时限", 1, _DAYS)
