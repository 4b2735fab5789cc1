"""The fifteen types (条例 art. 8): what each is for in a line, which way it goes, and what is no type at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.typesetting.paper import Form


class Way(StrEnum):
    """行文方向: to a superior, a subordinate, an organ that is neither, or the public."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type. ``item`` is its number in article 8."""

    name: str
    item: int
    help: str | Promise
    ways: frozenset[Way]
    addressed: bool = True
    form: Form = Form.ORDINARY
    ending: str = ""
    """The sentence that usually closes it: part of the paper, in its language."""


_UP, _DOWN, _LEVEL, _PUBLIC = (frozenset({way}) for way in (Way.UP, Way.DOWN, Way.LEVEL, Way.PUBLIC))
_ANY = _UP | _DOWN | _LEVEL

_ALL: Final = (
    Kind("通知", 8, _("发布、传达要求下级执行和有关单位周知的事项，批转、转发公文。"), _DOWN | _LEVEL),
    Kind("请示", 11, _("向上级机关请求指示、批准。一文一事，只写一个主送。"), _UP, form=Form.UPWARD, ending="妥否，请批示。"),
    Kind("报告", 10, _("向上级机关汇报工作、反映情况、回复询问。不得夹带请示事项。"), _UP, form=Form.UPWARD, ending="特此报告。"),
    Kind("函", 14, _("不相隶属机关之间商洽工作、询问和答复问题、请求批准和答复审批事项。"), _LEVEL, form=Form.LETTER, ending="请予函复。"),
    Kind("批复", 12, _("答复下级机关的请示。先写明答复哪一件请示。"), _DOWN, ending="此复。"),
    Kind("意见", 7, _("对重要问题提出见解和处理办法，上行、平行、下行均可。"), _ANY),
    Kind("通报", 9, _("表彰先进、批评错误、传达重要精神、告知重要情况。"), _DOWN | _LEVEL),
    Kind("决定", 2, _("对重要事项作出决策和部署，奖惩单位和人员，变更或撤销下级不适当的决定。"), _DOWN | _PUBLIC),
    Kind("通告", 6, _("在一定范围内公布应当遵守或者周知的事项。不写主送机关。"), _PUBLIC, addressed=False),
    Kind("公告", 5, _("向国内外宣布重要事项或者法定事项。不写主送机关。"), _PUBLIC, addressed=False),
    Kind("公报", 4, _("公布重要决定或者重大事项。不写主送机关。"), _PUBLIC, addressed=False),
    Kind("命令", 3, _("公布规章，宣布重大强制性措施，嘉奖等。由有权机关的负责人签署。"), _DOWN | _PUBLIC, False, Form.ORDER),
    Kind("决议", 1, _("会议讨论通过的重大决策事项。写明会议和通过日期。"), _DOWN | _PUBLIC, False),
    Kind("议案", 13, _("政府按法律程序向同级人民代表大会或其常委会提请审议。"), _LEVEL, ending="请予审议。"),
    Kind("纪要", 15, _("记载会议主要情况和议定事项。不盖印章。"), _DOWN | _LEVEL, False, Form.MINUTES),
)  # fmt: skip
KINDS: Final[dict[str, Kind]] = {one.name: one for one in _ALL}
"""By name, those that an office writes every day first."""
COMMON: Final = ("通知", "请示", "报告", "函", "批复", "意见", "通报")
"""Shown at once; the rest stands behind one more press."""
SPELLINGS: Final = {"令": "命令", "命令（令）": "命令"}
NO_KINDS: Final = {
    "方案": "通知",
    "办法": "通知",
    "细则": "通知",
    "规定": "通知",
    "要点": "通知",
    "计划": "通知",
    "规划": "通知",
    "总结": "报告",
    "汇报": "报告",
    "情况说明": "报告",
    "说明": "报告",
    "申请": "请示",
    "请求": "请示",
    "请示报告": "请示",
    "复函": "函",
    "信函": "函",
    "会议纪要": "纪要",
    "倡议书": "通知",
    "通知书": "通知",
}
"""What is often written where a type should stand, and the type under which it is sent."""
_ISSUED: Final = frozenset({"方案", "办法", "细则", "规定", "要点", "计划", "规划"})
"""What goes out as the annex of a 通知 that issues it."""


def kind_of(name: str) -> Kind | None:
    return KINDS.get(SPELLINGS.get(name, name))


def kind_at_end(title: str) -> str:
    """The type that a title ends with, or what stands in its place; empty when it ends with neither."""
    bare = re.sub(r"（[^（）]{1,12}）$", "", title.strip())
    names = sorted((*KINDS, *NO_KINDS, *SPELLINGS), key=len, reverse=True)
    return next((name for name in names if bare.endswith(name)), "")


def proper_title(title: str, organ: str, kind: str) -> str:
    """A title of organ, matter and type, made of what was typed; what is no type is issued by a 通知.

    ``开展冬季供热检查`` + 通知 → ``云州市人民政府关于开展冬季供热检查的通知``
    """
    matter = title.strip().removeprefix(organ).strip()
    found = kind_at_end(matter)
    if found in _ISSUED:
        about = matter.removeprefix("关于")
        return f"{organ}关于印发《{about}》的{kind}" if about != found else title
    if found:
        matter = matter[: matter.rindex(found)].removesuffix("的")
    matter = matter.removeprefix("关于").removesuffix("的")
    return f"{organ}关于{matter}的{kind}" if matter else title
