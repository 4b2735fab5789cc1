"""What a passage of an incoming paper says, in pairs of label and text for the timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.office.documents.models.incoming import Nature, Urgency
from shuniu.office.documents.procedures.basis_incoming import POINTS

ANSWERED_BY = {"unit": _l("本单位已答复来文单位"), "office": _l("请办公室行文答复"), "none": _l("不需要答复")}
_NAMES = {"unit_name": _l("主办单位"), "assisting_names": _l("协办单位"), "right_unit_name": _l("建议的承办单位")}
_TEXTS = {
    "opinion": _l("拟办意见"), "text": _l("内容"), "answer": _l("答复"), "why_none": _l("不需答复的理由"),
    "reason": _l("理由"), "person_name": _l("人员"), "requested_words": _l("来文中的原话"), "outgoing": _l("发文编号"),
    "into": _l("并入"), "archive_number": _l("档号"),
}  # fmt: skip


def said_in(passage: Passage) -> list[tuple[str, str]]:
    """Only what the person said: what is for the machine stays in the record."""
    data: dict[str, Any] = passage.data
    said = [(str(label), _joined(data[name])) for name, label in {**_TEXTS, **_NAMES}.items() if data.get(name)]
    for name, tell in _TELLERS.items():
        if data.get(name):
            said.extend(tell(data))
    return said


def _joined(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _members(data: dict[str, Any], name: str, order: str) -> str:
    how = _("依次") if data.get(order) else _("同时")
    return f"{'、'.join(one['name'] for one in data[name])}（{how}）"


def _leaders(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_("呈请批示"), _members(data, "leaders", "leaders_in_order"))]


def _readers(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_("传阅对象"), _members(data, "readers", "readers_in_order"))]


def _points(data: dict[str, Any]) -> list[tuple[str, str]]:
    unmet = [str(point.fault) for point in POINTS if data["points"].get(point.key) == "no"]
    return [(_("初审六项"), "；".join(unmet) or _("均符合或者不涉及"))]


def _unmet(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [] if "points" in data else [(_("不符合的方面"), faults_of(data["unmet"]))]


def faults_of(keys: list[str]) -> str:
    return "；".join(str(point.fault) for point in POINTS if point.key in keys)


def _nature(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_("公文性质"), str(Nature(data["nature"]).label))]


def _urgency(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_("紧急程度"), str(Urgency(data["urgency"]).label))]


def _answered_by(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_("答复来文单位"), str(ANSWERED_BY.get(data["answer_by"], data["answer_by"])))]


_TELLERS: dict[str, Callable[[dict[str, Any]], list[tuple[str, str]]]] = {
    "urgency": _urgency,
    "points": _points,
    "unmet": _unmet,
    "nature": _nature,
    "leaders": _leaders,
    "readers": _readers,
    "answer_by": _answered_by,
}
