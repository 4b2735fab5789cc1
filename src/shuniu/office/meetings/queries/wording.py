"""What a passage of a meeting says besides its note, as pairs of label and text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import words


def said_in(passage: Passage) -> list[tuple[str, str]]:
    data = passage.data
    return [*_when(data), *_why(data), *_what(data)]


def _when(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = []
    if data.get("starts") and data.get("ends"):
        said.append((_("会议时间"), f"{_moment(data['starts'])} — {_moment(data['ends'])}"))
    if data.get("units"):
        said.append((_("征集单位"), "、".join(tree().name(one) for one in data["units"])))
    if data.get("until"):
        said.append((_("征集截止"), _moment(data["until"])))
    return said


def _why(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    labels = (("place", _("地点")), ("reason", _("理由")), ("exemption", _("例外理由")), ("number", _("纪要编号")))
    return [(label, str(data[name])) for name, label in labels if data.get(name)]


def _what(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = []
    if data.get("attended") is not None:
        came = {"people": data["attended"], "hours": data.get("person_hours", "—")}
        said.append((_("到会"), _("%(people)s人，%(hours)s人时") % came))
    if data.get("decisions") is not None:
        said.append((_("议定事项"), _("%(count)s项") % {"count": data["decisions"]}))
    if data.get("resolution") and data.get("no"):
        said.append((_("议定事项"), _("第%(no)s项") % {"no": data["no"]}))
    return said


def _moment(text: str) -> str:
    return words.moment(datetime.fromisoformat(text))
