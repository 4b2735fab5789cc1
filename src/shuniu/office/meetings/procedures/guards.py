"""What must hold before a step, beyond state and role. Pure: what needs a query is asked in ``operations``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.office.meetings.procedures.folding import moment

LONGEST = timedelta(days=10)


def sound(case: Case, data: Mapping[str, Any]) -> str | None:
    """A meeting ends after it begins. One that goes on past midnight is sound; one that lasts for weeks is a slip."""
    starts, ends = moment(data.get("starts")), moment(data.get("ends"))
    if starts is None or ends is None:
        return _("请填写会议的开始和结束时间。")
    if ends <= starts:
        return _("结束时间必须晚于开始时间。")
    if ends - starts > LONGEST:
        return _("会期超过10天，请核对开始和结束时间。")
    return None


def placed(case: Case, data: Mapping[str, Any]) -> str | None:
    if not case.detail.facilities and not case.detail.place:
        return _("还没有安排会议室，请先“安排时间和会场”。")
    return None


def not_placed(case: Case) -> bool:
    return not case.detail.facilities and not case.detail.place


def is_placed(case: Case) -> bool:
    return not not_placed(case)


def all_settled(case: Case, data: Mapping[str, Any]) -> str | None:
    left = case.detail.decisions - case.detail.settled
    return _("还有%(count)s项议定事项没有交办，请逐项交办，或者写明不另交办的理由。") % {"count": left} if left > 0 else None


def none_left(case: Case) -> bool:
    return bool(case.detail.settled >= case.detail.decisions)


def some_left(case: Case) -> bool:
    return not none_left(case)
