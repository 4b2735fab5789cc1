"""What the handling of incoming papers rests on.

Article 24 was read on 2026-11-28 in four agreeing copies (wa01.com …/zhiduzhidang…_21.html, zaodo.com
/remengonglue/180879.html, m.novel.qq.com/read/1031169960/14, m.hlj.huatu.com/2020/1019/1862841.html). Its item (3) names the
points of the first check; 文种 and 格式 stand in one phrase and are two questions to whoever checks, which makes six.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import Article, Instrument, Mark

PAPERS: Final = Instrument(
    "official_papers_handling",
    "党政机关公文处理工作条例",
    number="中办发〔2012〕14号",
    issued_by="中共中央办公厅、国务院办公厅",
    in_force=date(2012, 7, 1),
    mark=Mark.VERIFIED,
    source="转载页面，第二十四条四处互校一致",
    note="仅第二十四条经核对，其他条文引用前另行核对",
)


def item(number: int) -> Article:
    """第二十四条第（…）项."""
    return PAPERS.article(24, item=number)


RECEIVE, REGISTER, CHECK, HANDLE, CIRCULATE, CHASE, ANSWER = (item(number) for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Point:
    """One question of the first check, and what a letter of return says when the answer is no."""

    key: str
    question: str | Promise
    fault: str | Promise


POINTS: Final = (
    Point("ours", _("是否应当由本机关办理"), _("不属于本机关办理范围")),
    Point("rules", _("是否符合行文规则"), _("不符合行文规则")),
    Point("type", _("文种是否符合要求"), _("文种不符合要求")),
    Point("form", _("格式是否符合要求"), _("格式不符合要求")),
    Point("agreed", _("涉及其他地区或者部门职权范围内的事项是否已经协商、会签"), _("涉及其他地区或者部门职权的事项没有协商、会签")),
    Point("drafting", _("是否符合公文起草的其他要求"), _("不符合公文起草的其他要求")),
)  # fmt: skip
"""条例第二十四条第（三）项：初审的重点。"""
