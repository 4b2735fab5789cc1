"""What a passage of a petition says, in labels and words: the timeline for staff."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.web import words
from shuniu.public.petitions.models.petition import Category, Result, Standing, Way
from shuniu.public.petitions.procedures import PetitionProcedure

HOW = {
    "hand": _l("当面送达"),
    "post": _l("邮寄送达"),
    "online": _l("网上送达"),
    "left": _l("留置送达"),
}
"""How an opinion was delivered."""
PROPOSALS = {"improve": _l("改进工作"), "perfect": _l("完善政策"), "punish": _l("追究责任")}
"""三项建议权 (art. 40)."""
ADOPTED = {"whole": _l("采纳"), "part": _l("部分采纳"), "none": _l("不予采纳"), "thanks": _l("收悉，供工作参考")}
RATINGS = {3: _l("满意"), 2: _l("基本满意"), 1: _l("不满意")}

_WORDS: dict[str, dict[Any, Any]] = {
    "way": dict(Way.choices),
    "category": dict(Category.choices),
    "standing": dict(Standing.choices),
    "result": dict(Result.choices),
    "how": HOW,
    "kind": PROPOSALS,
    "adopted": ADOPTED,
    "office": RATINGS,
}
_LABELS = {
    "way": _l("信访形式"),
    "people": _l("人数"),
    "representatives": _l("代表人数"),
    "sender": _l("交办机关"),
    "sender_number": _l("交办文号"),
    "standing": _l("初重"),
    "earlier": _l("相关信访事项"),
    "category": _l("类别"),
    "unit_name": _l("承办机关"),
    "report_by": _l("报告结果期限"),
    "right_unit_name": _l("建议承办机关"),
    "person_name": _l("经办人"),
    "days": _l("延长日数"),
    "reason": _l("理由"),
    "ruling": _l("裁定"),
    "result": _l("结果"),
    "request": _l("投诉请求"),
    "facts": _l("事实和理由"),
    "opinion": _l("处理意见"),
    "basis": _l("法律依据"),
    "adopted": _l("采纳情况"),
    "kind": _l("建议种类"),
    "text": _l("内容"),
    "path": _l("途径"),
    "delivered_on": _l("送达日期"),
    "how": _l("送达方式"),
    "held_at": _l("听证时间"),
    "place": _l("地点"),
    "office": _l("对信访部门的评价"),
    "organ": _l("机关"),
    "comment": _l("信访人的话"),
    "file_names": _l("附件"),
}


def said_in(passage: Passage) -> list[tuple[str, str]]:
    """Labels and values of what was said, in the order of the labels; ids and digests are not for reading."""
    return [
        (str(_label(passage, name, label)), _word(passage, name))
        for name, label in _LABELS.items()
        if passage.data.get(name) not in (None, "", []) and not _told_already(passage, name)
    ]


def _label(passage: Passage, name: str, label: Any) -> Any:
    return _l("对办理机关的评价") if name == "organ" and passage.step == "rate" else label


def _told_already(passage: Passage, name: str) -> bool:
    """The organ of a review stands as its unit; one person has nobody to represent."""
    if name in ("people", "representatives"):
        return bool(passage.data[name] == 1)
    return name == "organ" and bool(PetitionProcedure.steps[passage.step].assigns)


def _word(passage: Passage, name: str) -> str:
    value = passage.data[name]
    if isinstance(value, list):
        return _("、").join(map(str, value))
    if name == "organ" and passage.step == "rate":
        return str(RATINGS.get(value, value))
    if name in ("delivered_on", "report_by"):
        return words.day(date.fromisoformat(str(value)))
    if name == "held_at":
        return words.moment(datetime.fromisoformat(str(value)))
    return str(_WORDS.get(name, {}).get(value, value))
