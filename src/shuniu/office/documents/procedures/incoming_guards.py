"""Refusals of the steps on an incoming paper, in words. Pure: each looks at the case and at what the step says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.office.documents.procedures.incoming_folding import waiting_leaders, waiting_readers


def all_points_met(case: Case, data: Mapping[str, Any]) -> str | None:
    unmet = data.get("unmet")
    return _("六项中还有不符合的，请退回来文单位并说明理由，或者补正后再通过。") if unmet else None


def leaders_named(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if data.get("leaders") else _("请选择批示领导；不需要批示的，请直接转办。")


def readers_named(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if data.get("readers") else _("请选择传阅对象。")


def another_unit(case: Case, data: Mapping[str, Any]) -> str | None:
    if data.get("unit") == case.home_id():
        return _("请选择承办单位；文电科自己办的，请选办公室。")
    return None


def other_unit_named(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("建议的承办单位不能是本单位。") if data.get("right_unit") == case.matter.unit_id else None


def assists_in(case: Case, data: Mapping[str, Any]) -> str | None:
    """The lead unit may report without an assisting unit, but only by saying so."""
    if case.owing and not data.get("without_assisting"):
        return _("还有协办单位没有反馈；确需先行报结果的，请勾选“不等协办意见”。")
    return None


def answered_or_why_not(case: Case, data: Mapping[str, Any]) -> str | None:
    """Article 24 (7): the result is told to the sender; a paper that needs no answer says why."""
    told = case.detail.answered_at or data.get("text") or data.get("why_none") or case.detail.answer_by == "none"
    return None if told else _("办理结果还没有答复来文单位：请填写答复内容或关联答复文件；不需要答复的，请说明理由。")


def still_read(case: Case) -> bool:
    return bool(waiting_readers(case.detail))


def read_by_all(case: Case) -> bool:
    return not waiting_readers(case.detail)


def nobody_reads(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("还有传阅对象没有阅，请选择“办结，继续传阅”。") if waiting_readers(case.detail) else None


def somebody_reads(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if waiting_readers(case.detail) else _("没有未阅的传阅对象，请选择“办结”。")


def wound_up(case: Case, data: Mapping[str, Any]) -> str | None:
    return nobody_reads(case, data) or answered_or_why_not(case, data)


def wound_up_but_for_readers(case: Case, data: Mapping[str, Any]) -> str | None:
    return somebody_reads(case, data) or answered_or_why_not(case, data)


def all_instructed(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("还有领导没有批示。") if waiting_leaders(case.detail) else None


def all_read(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("还有传阅对象没有阅。") if waiting_readers(case.detail) else None


def of_the_list(case: Case, data: Mapping[str, Any]) -> str | None:
    """An instruction written on paper belongs to a leader to whom the paper was sent."""
    waiting = {one["key"] for one in waiting_leaders(case.detail)}
    return None if data.get("leader") in waiting else _("请选择正在等待批示的领导。")


def instructed_by_all(case: Case) -> bool:
    return not waiting_leaders(case.detail)
