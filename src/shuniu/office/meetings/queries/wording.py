"""What a passage of a meeting says besides its note, as pairs of label and text."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import words


def said_in(passage: Passage) -> list[tuple[str, str]]:
    data = passage.data
    said: list[tuple[str, str]] = []
    if data.get("starts") and data.get("ends"):
        said.append((_("会议时间"), f"{_moment(data['starts'])} — {_moment(data['ends'])}"))
    if data.get("place"):
        said.append((_("地点"), str(data["place"])))
    if data.get("units"):
        said.append((_("征集单位"), "、".join(tree().name(one) for one in data["units"])))
    if data.get("until"):
        said.append((_("征集截止"), _moment(data["until"])))
    for name, label in (("reason", _("理由")), ("exemption", _("例外理由")), ("number", _("纪要编号"))):
        if data.get(name):
            said.append((label, str(data[name])))
    if data.get("attended") is not None:
        said.append((_("到会"), _("%(people)s人，%(hours)s人时") % {"people": data["attended"], "hours": data.get("person_hours", "—")}))
    if data.get("decisions") is not None:
        said.append((_("议定事项"), _("%(count)s项") % {"count": data["decisions"]}))
    if passage.step in ("assign_decision", "set_aside") and data.get("no"):
        said.append((_("议定事项"), _("第%(no)s项") % {"no": data["no"]}))
    return said


def _moment(text: str) -> str:
    return words.moment(datetime.fromisoformat(text))
