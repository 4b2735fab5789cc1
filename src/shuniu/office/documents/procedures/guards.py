"""What the table of an outgoing paper asks before a step: pure questions, each answered None or with the refusal in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.routes.definition import Act
from shuniu.kernel.routes.run import Leg, load
from shuniu.office.documents.models import Release, Standing


def ready_to_submit(case: Case, data: Mapping[str, Any]) -> str | None:
    detail = case.detail
    if detail.release == Release.NONE and not detail.release_reason.strip():
        return _("选择“不予公开”的，请先写明理由。")
    return None


def _leg(case: Case) -> Leg | None:
    return load(case.detail.route).leg


def in_agreeing(case: Case) -> bool:
    leg = _leg(case)
    return leg is not None and leg.act == Act.AGREE


def in_signing(case: Case) -> bool:
    leg = _leg(case)
    return leg is not None and leg.act == Act.SIGN


def signs(case: Case, data: Mapping[str, Any]) -> str | None:
    """签发 is for the signers: nobody of an earlier stage puts a signature under the paper."""
    return None if in_signing(case) else _("现在不是签发环节。")


def head_signs(case: Case, data: Mapping[str, Any]) -> str | None:
    """Art. 22. Whether the signer holds the post of 主要负责人 the operation has looked up; unknown is no refusal."""
    if case.detail.needs_head and data.get("head") is False:
        return _("重要公文和上行文由机关主要负责人签发（《党政机关公文处理工作条例》第二十二条）。")
    return signs(case, data)


def to_the_signers(case: Case, data: Mapping[str, Any]) -> str | None:
    """Back to the last stage of the route that was walked, and to no other."""
    walked = [leg.key for leg in load(case.detail.route).legs if leg.skipped is None]
    return None if walked and data["to"] == walked[-1] else _("只能退回签发环节。")


def may_amend(case: Case) -> bool:
    leg = _leg(case)
    return leg is not None and leg.act != Act.COUNTERSIGN and not case.detail.signers


def unsigned(case: Case, data: Mapping[str, Any]) -> str | None:
    """Whoever has signed has signed these very words."""
    if case.detail.signers:
        return _("已有负责人签发，文稿不能再改；确需修改的，请退回拟稿。")
    return None


def signed_and_numbered(case: Case, data: Mapping[str, Any]) -> str | None:
    detail = case.detail
    if not detail.signers or detail.signed_on is None:
        return _("没有签发记录，不能用印。")
    return None if detail.number else _("没有发文字号，不能用印。")


def not_void_already(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("本件已经撤销。") if case.detail.standing == Standing.ANNULLED else None


def not_ended_already(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("本件已经撤销或废止。") if case.detail.standing else None
