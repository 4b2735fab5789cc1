"""Refusals of the steps on an assignment, in words. Pure: each looks at the case and at what the step says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.law import labels
from shuniu.office.supervision.models import Colour, Source
from shuniu.office.supervision.procedures.folding import day

LADDER = (Colour.NONE.value, Colour.BLUE.value, Colour.ORANGE.value, Colour.RED.value)
OWN = (Source.PROPOSAL.value, Source.HOTLINE.value)
"""Sources behind which no decision of the government stands yet."""


def decided(case: Case, data: Mapping[str, Any]) -> str | None:
    """Articles 7 and 11: supervision begins with a decision of the government or an order of its head."""
    if data.get("decided_by") or case.detail.decided_by:
        return None
    if case.detail.origin in OWN:
        return _("督查机构提出的督查建议，须报本级人民政府行政首长批准后实施（条例第十一条）：请先呈市领导批准，或者登记批准人。")
    return _("开展督查须依本级人民政府的决定或者行政首长的指令（条例第七条）：请登记决定机关或者批准人。")


def assignable(case: Case, data: Mapping[str, Any]) -> str | None:
    if not data.get("unit") or data["unit"] == case.home_id():
        return _("请选择牵头单位；不能交办给督查机构自己。")
    if data["unit"] in (data.get("assisting") or ()):
        return _("牵头单位不能同时是协办单位。")
    return milestones_fit(case, data)


def milestones_fit(case: Case, data: Mapping[str, Any]) -> str | None:
    """A milestone lies on the way: not after the deadline."""
    deadline = day(data.get("deadline")) or case.detail.deadline
    late = [one for one in data.get("milestones") or () if deadline and str(one["due"]) > deadline.isoformat()]
    if deadline and late:
        return _("节点“%(title)s”的日期晚于办结日期%(day)s，请改在办结日期之前。") % {
            "title": late[0]["title"],
            "day": labels.day(deadline),
        }
    return None


def other_unit_named(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("建议的牵头单位不能是本单位。") if data.get("right_unit") == case.matter.unit_id else None


def known_milestone(case: Case, data: Mapping[str, Any]) -> str | None:
    keys = {one["key"] for one in case.detail.milestones if not one.get("done")}
    return None if data.get("milestone") in keys else _("请选择尚未完成的节点。")


def has_milestones(case: Case) -> bool:
    return any(not one.get("done") for one in case.detail.milestones)


def assists_in(case: Case, data: Mapping[str, Any]) -> str | None:
    """The lead unit may report without an assisting unit, but only by saying so."""
    if case.owing and not data.get("without_assisting"):
        return _("还有协办单位没有反馈；确需先行上报的，请勾选“不等协办意见”。")
    return None


def colour_follows(case: Case, data: Mapping[str, Any]) -> str | None:
    """三色: blue, orange, red, one step up when it is late without a reason; an important one may begin higher."""
    now, wanted = LADDER.index(case.detail.colour), LADDER.index(str(data["colour"]))
    if wanted <= now:
        return None if wanted == now and now else _("已发出%(now)s，不能改发较轻的。") % {"now": case.detail.get_colour_display()}
    if now == 0:
        if wanted == 1 or case.detail.important:
            return None
        return _("一般事项先发蓝色提醒单；重要事项才能直接发橙色或者红色。")
    if wanted > now + 1:
        return _("三色督查单逐级上升，请先发%(next)s。") % {"next": Colour(LADDER[now + 1]).label}
    if not data.get("late"):
        return _("事项没有超期，不升级；可以再发一次%(now)s。") % {"now": case.detail.get_colour_display()}
    if data.get("excused"):
        return _("迟延的理由已被认可，认可的期限内不升级。")
    return None


def delay_explained(case: Case) -> bool:
    return case.times("explain_delay") > case.times("accept_reason")


def open_children(case: Case) -> list[str]:
    return [number for number, closed in case.detail.children.items() if not closed]


def children_closed(case: Case, data: Mapping[str, Any]) -> str | None:
    waiting = open_children(case)
    if waiting:
        return _("分解出的事项还没有全部销号：%(numbers)s。") % {"numbers": "、".join(waiting[:8])}
    if case.state == "following" and not case.detail.children:
        return _("还没有分解出事项。")
    return None


def was_divided(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if case.detail.children else _("还没有分解出事项。")


def all_children_closed(case: Case) -> bool:
    return not open_children(case) and (case.state != "following" or bool(case.detail.children))


def not_received(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("结论已经签收。") if case.detail.received_on else None


def still_to_receive(case: Case) -> bool:
    return case.matter.unit_id is not None and not case.detail.received_on


def may_object(case: Case) -> bool:
    """Once for each conclusion; a container that was only split has no target."""
    return case.matter.unit_id is not None and case.times("object") <= case.times("change_conclusion")


def objectable(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if may_object(case) else _("对这份结论已经复核过，不再受理异议。")


def had_a_unit(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if case.matter.unit_id is not None else _("本件没有牵头单位，不能退回办理。")
