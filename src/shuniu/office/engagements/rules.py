"""筛查规则: what a request for a leader's time is measured against. Local data, never law: each value has a source.

The defaults follow what many offices print in their own rules; a row of ``RuleValue`` with its paper replaces one from a
day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TYPICAL: Final = _("各地领导活动统筹办法的通行做法，本市印发文件后由统筹员更新")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with a number in it. ``unit`` is how the number is read."""

    key: str
    label: str | Promise
    words: str | Promise
    default: int
    unit: str | Promise


RULES: Final = (
    Rule("necessity", _("必要性"), _("申请须用一句话说明必要性，不少于规定字数。"), 12, _("字")),
    Rule("notice", _("提前申请"), _("至少提前规定的工作日申请。"), 3, _("个工作日")),
    Rule("frequency", _("同单位频次"), _("同一单位在规定天数内只请同一领导一次。"), 14, _("天")),
    Rule("scale", _("主要领导出席规模"), _("请主要领导出席的，参加人数一般不少于规定人数。"), 20, _("人")),
    Rule("travel", _("路程"), _("两项活动之间要留出路程时间；表中没有的路程按规定分钟计。"), 30, _("分钟")),
    Rule("evening", _("晚间活动"), _("规定钟点以后一般不安排公务活动。"), 18, _("点")),
    Rule("meetings", _("会议占比"), _("一周内会议占领导已排时间不超过规定比例。"), 50, "%"),
    Rule("ceremony", _("节庆仪式"), _("节庆、剪彩、奠基等活动一般不请领导出席；数值为一年内的上限。"), 4, _("次")),
)
BY_KEY: Final = {one.key: one for one in RULES}


@dataclass(frozen=True, slots=True)
class Value:
    """A rule's number in force on a day, and what says so."""

    rule: Rule
    value: int
    source: str
    since: date | None = None

    @property
    def basis(self) -> str:
        return self.source
