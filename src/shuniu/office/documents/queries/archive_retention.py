"""保管期限表: which papers are kept for how long, and what the archive suggests for one in hand.

The division into 永久 and 定期, 30年 and 10年, is 国家档案局令第8号 art. 6; the heads of the permanent ones are its art. 7,
read on 2026-11-28 in two agreeing copies (426z.com/s-24-884057-0.html and a stored answer without address); what is not filed is
its art. 4 (m.xueke.org/wenku/69213_2.html). What stands under 30年 and 10年 is art. 8, whose words were not seen: those
lines say 待确认. The organ's own table, agreed with the archive authority (art. 12), goes before all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.office.documents.archiving import Described
from shuniu.office.documents.models.archive import Retention, RetentionCategory

ORDER_8 = "国家档案局令第8号"
OWN = "本机关保管期限表（待确认）"
P, T, E = Retention.PERMANENT, Retention.THIRTY_YEARS, Retention.TEN_YEARS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. ``confirmed``: its words were read in the instrument."""

    code: str
    name: str
    retention: str
    source: str
    confirmed: bool = False

    @property
    def retention_label(self) -> str:
        return str(Retention(self.retention).label)


def _seventh(item: int) -> str:
    return f"{ORDER_8}第七条第（{'一二三四五六七八'[item - 1]}）项"


PACKAGED: tuple[Line, ...] = (
    Line("P1", "本机关制定的法规政策性文件材料", P, _seventh(1), True),
    Line("P2", "本机关召开重要会议、举办重大活动形成的主要文件材料", P, _seventh(2), True),
    Line("P3", "本机关职能活动中形成的重要业务文件材料", P, _seventh(3), True),
    Line("P4", "关于重要问题的请示与上级机关的批复、批示，重要的报告、总结", P, _seventh(4), True),
    Line("P5", "机构演变、人事任免等文件材料", P, _seventh(5), True),
    Line("P6", "房屋买卖、土地征用，重要的合同协议、资产登记等凭证性文件材料", P, _seventh(6), True),
    Line("P7", "上级机关制发的属于本机关主管业务的重要文件材料", P, _seventh(7), True),
    Line("P8", "同级、下级机关关于重要业务问题的来函、请示与本机关的复函、批复", P, _seventh(8), True),
    Line("T1", "本机关职能活动中形成的一般业务文件材料", T, OWN),
    Line("T2", "关于一般问题的请示与批复、来函与复函", T, OWN),
    Line("T3", "上级机关制发的需要贯彻执行的一般文件材料", T, OWN),
    Line("E1", "本机关一般事务性文件材料", E, OWN),
    Line("E2", "需要了解、参照的上级、同级文件材料", E, OWN),
    Line("E3", "下级机关报送的一般文件材料", E, OWN),
)
NOT_KEPT: tuple[tuple[str, object], ...] = (
    ("重份文件", _l("重份文件")),
    ("普发性、不需本机关办理的文件", _l("普发性、不需本机关办理的文件")),
    ("供工作参考的抄件", _l("供工作参考的抄件")),
    ("一般性文件的历次修改稿、校对稿", _l("一般性文件的历次修改稿、校对稿")),
    ("无查考利用价值的事务性、临时性文件", _l("无查考利用价值的事务性、临时性文件")),
    ("供参阅的简报、情况反映", _l("供参阅的简报、情况反映")),
)
"""国家档案局令第8号第四条: what is not filed. Duplicates and drafts among them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line of the table and why; without a line, that the paper is probably not filed."""

    line: Line | None
    why: str


def table() -> list[Line]:
    """The packaged lines, each as the organ has changed it, and the organ's own behind them."""
    own = {
        row.code: Line(row.code, row.name, row.retention, row.source)
        for row in RetentionCategory.objects.order_by("code")
    }
    packaged = [own.pop(line.code, line) for line in PACKAGED]
    return [*packaged, *own.values()]


def line_of(code: str, lines: Sequence[Line]) -> Line | None:
    return next((one for one in lines if one.code == code), None)


_PERSONS = re.compile(r"任免|任职|免职|机构编制|机构设置|内设机构|三定")
_DEEDS = re.compile(r"征收|征用|土地|合同|协议|资产|产权|房屋")
_WEIGHTY = re.compile(r"规划|预算|决算|重大|改革|条例|规定|办法|方案|机构")
_UPPER = re.compile(r"^(中共中央|国务院|中央|国家|省|自治区|.{2,3}省|.{2,6}自治区)")


def suggested(kind: str, paper: Described, lines: Sequence[Line]) -> Suggestion:
    """What the type and the title suggest. The archivist decides: importance is a judgement, not a word."""
    code, why = _incoming(paper) if kind.endswith("incoming") else _issued(paper)
    return Suggestion(line_of(code, lines) if code else None, why)


def _by_words(paper: Described) -> tuple[str, str] | None:
    if _PERSONS.search(paper.title):
        return "P5", _("标题涉及机构或者人事")
    if _DEEDS.search(paper.title):
        return "P6", _("标题涉及土地、房屋、合同或者资产")
    return None


def _incoming(paper: Described) -> tuple[str, str]:
    if not paper.handled:
        return "", _("只阅不办，普发性、不需本机关办理的不归档")
    found = _by_words(paper)
    if found is not None:
        return found
    upper, weighty = bool(_UPPER.match(paper.organ)), bool(_WEIGHTY.search(paper.title))
    if upper:
        return ("P7", _("上级来文，标题像重要业务")) if weighty else ("T3", _("上级来文，经本机关办理"))
    if paper.type in {"request", "letter", "bill"}:
        return ("P8", _("来函、请示，标题像重要业务问题")) if weighty else ("T2", _("来函、请示，经本机关答复"))
    return "E3", _("其他来文")


def _issued(paper: Described) -> tuple[str, str]:
    found = _by_words(paper)
    if found is not None:
        return found
    weighty = bool(_WEIGHTY.search(paper.title))
    by_type = {
        "order": ("P1", _("命令（令）")),
        "decision": ("P1", _("决定")),
        "resolution": ("P2", _("决议")),
        "minutes": ("P2", _("会议纪要")),
        "request": ("P4", _("向上级的请示")),
        "report": ("P4", _("向上级的报告")),
        "reply": ("P8", _("批复")) if weighty else ("T2", _("批复")),
        "letter": ("P8", _("函，标题像重要业务问题")) if weighty else ("T2", _("函")),
    }
    default = ("P1", _("标题像政策性文件")) if weighty else ("T1", _("本机关一般业务文件"))
    return by_type.get(paper.type, default)
