"""The hotline's local time limits: configuration, not law. Defaults with the source they follow (STATUTES §4)."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.limit_families import Change, register_family
from shuniu.kernel.law import labels
from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.limits import all_rules, limit, register_limit
from shuniu.kernel.law.operations import LawError
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.roles import MANAGER

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


EXTENSION: Final = "hotline.extension"
_EXTENDED: Final = ("hotline.handle.", "hotline.answer.", "hotline.redo")
"""Limits of clocks that an extension lengthens: both must count in the same unit."""


def same_unit(change: Change) -> None:
    """An extension in days could not be added to a period in hours. Raises ``LawError``."""
    if change.key == EXTENSION:
        fellows = [one.key for one in all_rules() if one.key.startswith(_EXTENDED)]
    elif change.key.startswith(_EXTENDED):
        fellows = [EXTENSION]
    else:
        return
    for key in fellows:
        other = limit(key, change.effective_from)
        if other.value.unit is not change.period.unit:
            raise LawError(
                _("单位须与“%(label)s”（%(period)s）相同，否则延期无法计算。")
                % {"label": _(other.label), "period": labels.period(other.value)}
            )


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
    register_family("hotline", _l("市长公开电话"), keepers=(MANAGER,), fits=same_unit)
