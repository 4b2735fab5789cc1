"""Refusals that need nothing but the case and what was sent: pure, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.workdays.periods import local_day

SHORTEST, LONGEST = 5, 14 * 60


def span(case: Case, data: Mapping[str, Any]) -> str | None:
    """A beginning and an end on one day."""
    begins, ends = datetime.fromisoformat(data["starts"]), datetime.fromisoformat(data["ends"])
    if ends <= begins:
        return _("结束时间须晚于开始时间。")
    if local_day(begins) != local_day(ends):
        return _("一项活动不能跨过午夜，请按天分开安排。")
    minutes = (ends - begins).total_seconds() / 60
    if not SHORTEST <= minutes <= LONGEST:
        return _("一项活动须在5分钟到14小时之间。")
    return None


def has_time(case: Case, data: Mapping[str, Any]) -> str | None:
    """To be fixed it needs a leader and a time: those sent, or those that it has."""
    if "starts" in data:
        return span(case, data)
    return None if case.detail.starts_at and case.detail.leader_id else _("请先选定领导和时间。")


def another(case: Case, data: Mapping[str, Any]) -> str | None:
    now = case.detail.leader_id or case.detail.wanted_id
    return _("请选择另一位领导。") if data.get("leader") == now else None
