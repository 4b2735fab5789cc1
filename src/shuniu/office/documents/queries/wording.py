"""What the passages of a paper say besides their note, as labels and texts for the timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.organisation.tree import tree

STANCES = {"agree": _l("同意"), "disagree": _l("不同意"), "reserve": _l("保留意见")}


def said_in(passage: Passage) -> list[tuple[str, str]]:
    data = passage.data
    found = [
        (_("会签意见"), str(STANCES.get(data.get("stance", ""), ""))),
        (_("意见"), data.get("opinion", "")),
        (_("理由"), data.get("reason", "") if passage.note != data.get("reason") else ""),
        (_("发文字号"), data.get("number", "")),
        (_("依据"), data.get("basis", "")),
        (_("生效日期"), data.get("on", "")),
        (_("印制份数"), str(data["copies"]) if passage.step == "seal" else ""),
        (_("签章"), data.get("service", "")),
        (_("文件摘要（SM3）"), data["digest"] if passage.step == "seal" else ""),
        (_("文稿"), _version(passage)),
        (_("收文单位"), _units(passage)),
    ]
    return [(label, text) for label, text in found if text]


def _version(passage: Passage) -> str:
    no = passage.data.get("version")
    return _("第%(no)s稿") % {"no": no} if no else ""


def _units(passage: Passage) -> str:
    units = passage.data.get("units")
    if not units:
        return ""
    kept = tree()
    names = "、".join(kept.name(one) for one in units[:8])
    return names if len(units) <= 8 else _("%(names)s等%(count)s个单位") % {"names": names, "count": len(units)}
