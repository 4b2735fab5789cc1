"""The hotline's local time limits: configuration, not law. Defaults with the source they follow (STATUTES §4)."""

from typing import Final

from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import register_limit
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.public.hotline.models.request import Type

_DAYS, _CALENDAR, _HOURS = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS

_TYPICAL: Final = "各地热线办理规则的通行做法，本市印发文件后由管理员更新"


def handle_limit(request: object) -> str:
    """How long a unit has: by type, or the shorter time of a matter that is handled again."""
    if getattr(request, "redoing", False):
        return "hotline.redo"
    return f"hotline.handle.{getattr(request, 'type')}"  # noqa: B009 - a preview of the row, not the row


def answer_limit(request: object) -> str:
    """How long the citizen waits at most, from registration to the checked answer."""
    return f"hotline.answer.{getattr(request, 'type')}"  # noqa: B009 - a preview of the row, not the row


def register() -> None:
    def rule(key: str, label: str, length: int, unit: Unit) -> None:
        source = LocalRule(key, label, _TYPICAL, Mark.SECONDARY)
        register_limit(key, Period(length, unit), source=source, label=label)

    rule("hotline.dispatch", "派单时限", 4, _HOURS)
    rule("hotline.receive", "签收时限", 1, _DAYS)
    rule("hotline.contact", "联系群众时限", 1, _DAYS)
    rule("hotline.ruling", "退单裁定时限", 1, _DAYS)
    rule("hotline.check", "答复审核时限", 1, _DAYS)
    rule("hotline.callback", "回访时限", 3, _DAYS)
    rule("hotline.extension", "延期时长", 5, _DAYS)
    rule("hotline.redo", "重办时限", 3, _DAYS)
    rule("hotline.review", "复核时限", 5, _DAYS)
    rule("hotline.appeal", "申请复核期限", 15, _CALENDAR)
    for kind in Type:
        days = 2 if kind is Type.CONSULTATION else 5
        rule(f"hotline.handle.{kind.value}", f"{kind.label}办理时限", days, _DAYS)
        rule(f"hotline.answer.{kind.value}", f"{kind.label}答复群众时限", days + 2, _DAYS)
