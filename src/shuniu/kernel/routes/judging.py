"""Whether a verb may be taken on a route as it stands, and the refusal in words. Pure: the guards of ``steps``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.routes.definition import Act
from shuniu.kernel.routes.run import MANAGER, Leg, Place, Run, Stance, read

PLACES = ("before", "beside")


def _now(case: Any) -> Run:
    return read(case.detail.route)


def _mine(run: Run, data: Mapping[str, Any]) -> Place | None:
    return next((one for one in run.ready() if one.key == data.get("seat")), None)


def _gone() -> str:
    return _("该席位已由他人办理或已变更，请刷新页面查看。")


def submits(case: Any, data: Mapping[str, Any]) -> str | None:
    plan = data["route"]
    legs = plan.get("legs", ()) if isinstance(plan, Mapping) else ()
    if any(leg.get("skipped") is None and leg.get("sits") for leg in legs):
        return None
    return _("流程没有可以办理的环节，请重新选择流程。")


def agrees(stored: Any, data: Mapping[str, Any], *, last: bool) -> str | None:
    """For filling a place: as the last of the route, or as one after whom something remains."""
    run = read(stored)
    place, leg = _mine(run, data), run.leg
    if place is None or leg is None:
        return _gone()
    if run.finishes(place) and not last:
        return _("您是本流程最后一位，请直接办理最后一步。")
    if last and not run.finishes(place):
        return _still(run, place)
    return _opinion(leg, data)


def _still(run: Run, place: Place) -> str:
    waiting = sum(1 for one in run.here() if one.open and one.key != place.key)
    if waiting and not run.closes(place):
        return _("“%(stage)s”环节还有%(count)s人没有办理，暂不能办理最后一步。") % {
            "stage": run.leg.label if run.leg else "",
            "count": waiting,
        }
    after = next((leg.label for leg in run.legs[run.index(run.at) + 1 :] if leg.skipped is None), "")
    return _("后面还有“%(stage)s”环节，暂不能办理最后一步。") % {"stage": after}


def _opinion(leg: Leg, data: Mapping[str, Any]) -> str | None:
    stance, words = data.get("stance") or "", str(data.get("opinion") or "").strip()
    if leg.act != Act.COUNTERSIGN:
        if stance not in ("", Stance.AGREE):
            return _("本环节不是会签：不同意请退回并说明理由。")
        return _("“%(stage)s”环节须填写意见。") % {"stage": leg.label} if leg.opinion and not words else None
    if stance not in set(Stance):
        return _("请选择会签意见：同意、不同意或保留意见。")
    if leg.unanimous and stance == Stance.DISAGREE:
        return _("本环节须协商一致：不同意请退回并说明理由。")
    if not words and (leg.opinion or stance != Stance.AGREE):
        return _("请写明会签意见。")
    return None


def sends_back(case: Any, data: Mapping[str, Any]) -> str | None:
    run = _now(case)
    if _mine(run, data) is None:
        return _gone()
    return None if may_send_back(case) else _("“%(stage)s”环节不能退回。") % {"stage": run.leg.label if run.leg else ""}


def may_send_back(case: Any) -> bool:
    leg = _now(case).leg
    return leg is not None and leg.returns


def returns(case: Any, data: Mapping[str, Any]) -> str | None:
    refused = sends_back(case, data)
    if refused is None and data["to"] not in {leg.key for leg in _now(case).earlier()}:
        return _("只能退回到前面已经过的环节。")
    return refused


def may_return(case: Any) -> bool:
    return may_send_back(case) and bool(_now(case).earlier())


def adds(case: Any, data: Mapping[str, Any]) -> str | None:
    if data.get("place", "beside") not in PLACES:
        return _("请选择加签人在您之前办理，还是与您同时办理。")
    return _newcomer(_now(case), data, data.get("seat"))


def transfers(case: Any, data: Mapping[str, Any]) -> str | None:
    return _newcomer(_now(case), data, data.get("seat"))


def replaces(case: Any, data: Mapping[str, Any]) -> str | None:
    run = _now(case)
    role, _at, over = str(data.get("seat") or "").rpartition("@")
    place = next((one for one in run.here() if one.open and one.key == data["of"]), None)
    if place is None:
        return _gone()
    if over != str(place.unit) and (role, over) != (MANAGER, str(run.unit)):
        return _("该席位不属于您负责的单位。")
    return _newcomer(run, data, place.key, waiting=True)


def _newcomer(run: Run, data: Mapping[str, Any], seat: Any, *, waiting: bool = False) -> str | None:
    """Whoever comes in must be new to the stage, or the same person would be asked twice."""
    places = run.here() if waiting else run.ready()
    if not any(one.open and one.key == seat for one in places):
        return _gone()
    if not isinstance(data["person"], int) or not isinstance(data["unit"], int):
        return _("请选择一位同志。")
    if any(one.open and one.person == data["person"] for one in run.here()):
        return _("该同志已在本环节中，不必重复。")
    return None


def recalls(case: Any, data: Mapping[str, Any]) -> str | None:
    run = _now(case)
    if not may_recall(case) or data.get("unread") is not True:
        stage = run.leg.label if run.leg else ""
        return _("“%(stage)s”环节已有人阅看或办理，不能撤回；需要修改的，请对方退回。") % {"stage": stage}
    return None


def may_recall(case: Any) -> bool:
    run = _now(case)
    return bool(run.at) and not any(one.done for one in run.here())
