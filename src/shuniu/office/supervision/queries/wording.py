"""What a passage of an assignment or a circular says, as pairs of label and text for the timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.law import labels
from shuniu.office.supervision.models import Colour, Grade
from shuniu.office.supervision.procedures.folding import day

Said = list[tuple[str, str]]


def _text(value: Any) -> str:
    return str(value)


def _names(value: Any) -> str:
    return "、".join(map(str, value))


def _day(value: Any) -> str:
    found = day(value)
    return labels.day(found) if found else ""


def _milestones(value: Any) -> str:
    return "；".join(f"{_day(one['due'])} {one['title']}" for one in value)


def _colour(value: Any) -> str:
    return str(Colour(value).label)


def _grade(value: Any) -> str:
    return str(Grade(value).label)


def _told(value: Any) -> str:
    return "、".join(f"{one['name']}（{one['unit']}）" for one in value)


def _percent(value: Any) -> str:
    return f"{value}%"


_SAID: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
    ("colour", _l("督查单"), _colour),
    ("told", _l("发给"), _told),
    ("text", _l("内容"), _text),
    ("finding", _l("核查情况"), _text),
    ("place", _l("核查地点"), _text),
    ("conclusion", _l("督查结论"), _text),
    ("grade", _l("评价"), _grade),
    ("reason", _l("理由"), _text),
    ("decided_by", _l("决定机关或者批准人"), _text),
    ("unit_name", _l("牵头单位"), _text),
    ("assisting_names", _l("协办单位"), _names),
    ("right_unit_name", _l("建议的牵头单位"), _text),
    ("person_name", _l("经办人"), _text),
    ("deadline", _l("办结日期"), _day),
    ("until", _l("至"), _day),
    ("received_on", _l("签收日期"), _day),
    ("percent", _l("进度"), _percent),
    ("milestone_title", _l("节点"), _text),
    ("milestones", _l("节点"), _milestones),
    ("numbers", _l("分解为"), _names),
    ("number", _l("下级事项"), _text),
    ("unit_names", _l("涉及单位"), _names),
    ("document_number", _l("文号"), _text),
    ("file_names", _l("附件"), _names),
)


def said_in(passage: Passage) -> Said:
    """Everything that a reader wants to know of the passage, in a steady order."""
    data = passage.data
    found = [(str(label), words(data[name])) for name, label, words in _SAID if data.get(name)]
    if passage.step in ("verify_true", "verify_false") and data.get("on_site"):
        found.insert(0, (_("核查方式"), _("现场核查")))
    return found
