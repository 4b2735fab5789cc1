"""The annual report as a document: what the template is given, and the record that it was taken out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.typesetting.composing import pdf
from shuniu.kernel.web import words
from shuniu.public.petitions.operations.looking import record_export
from shuniu.public.petitions.queries.annual import Annual, Line, Share
from shuniu.public.petitions.queries.citizens import office_name

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "annual.typ"


def name_of(report: Annual) -> str:
    """What a file of this report is called."""
    return _("%(year)s年信访情况年度报告") % {"year": report.year}


def typeset(report: Annual, *, actor: Actor, at: datetime) -> bytes:
    """The report as PDF; that it left is in the ledger. Raises NoChineseFont."""
    made = pdf(TEMPLATE, document(report), at=at)
    record_export(name_of(report), report.received.now, actor=actor, at=at, filters="pdf")
    return made


def summary(report: Annual) -> str:
    """The first paragraph: what a leader reads."""
    on_time = {share.label: share.now for share in report.shares}
    return _(
        "%(year)s年，全市信访部门共登记信访事项 %(received)s 件，涉及 %(people)s 人次，比上年%(change)s；其中初次信访 %(first)s 件，"
        "重复信访 %(repeated)s 件。转送 %(referred)s 件，交办 %(assigned)s 件，督办 %(supervised)s 次。按期登记分流率 %(route)s，"
        "按期办理率 %(handle)s。%(left)s %(open)s 件。"
    ) % {
        "year": report.year, "received": words.number(report.received.now), "people": words.number(report.counts[1].now),
        "change": changed(report.received), "first": words.number(report.counts[2].now),
        "repeated": words.number(report.counts[3].now), "referred": words.number(report.acts[0].now),
        "assigned": words.number(report.acts[1].now), "supervised": words.number(report.acts[2].now),
        "route": on_time[_("按期登记分流")], "handle": on_time[_("按期办理")], "left": _("年末未办结") if report.whole_year else _("目前未办结"),
        "open": words.number(report.open_at_end.now),
    }  # fmt: skip


def changed(line: Line) -> str:
    """持平, 增 3 件, 减 3 件."""
    if line.change == 0:
        return _("持平")
    said = _("增 %(count)s 件") if line.change > 0 else _("减 %(count)s 件")
    return said % {"count": words.number(abs(line.change))}


def notes(report: Annual) -> list[str]:
    """How it was counted, in sentences."""
    return [
        _(
            "信访事项的件数按登记日期计入年度，反映的是现在的办理状态；转送、交办、督办、复查、复核和建议按实际发生的日期计入年度。"
        ),
        *dict.fromkeys(share.words for share in report.shares),
        _("涉及领域按承办机关的职责反映；承办机关按所属部门合并。检举控告事项不列入承办机关，以免透露情况。"),
        _("地区按信访人所写地点中的县（市、区）、街道（乡镇）名称归并，没有写明的不计。"),
        _("不足五件的不计算比率，写“样本少”。"),
    ]


def document(report: Annual) -> dict[str, Any]:
    """Every word and figure of the document; the template only places them."""
    return {
        "title": name_of(report),
        "from": office_name(),
        "to": _("报：%(city)s委、%(city)s人民政府，上一级信访部门") % {"city": settings.CITY},
        "as_of": _("截至 %(moment)s 的数据") % {"moment": words.moment(report.now)},
        "draft": "" if report.whole_year else _("本年度尚未结束，以下为年内数据。"),
        "summary": summary(report),
        "sections": sections(),
        "head": [_("指标"), _("本年"), _("上年"), _("增减")],
        "tables": {name: _rows(lines) for name, lines in tables(report).items()},
        "titles": titles(),
        "bars": [
            {"title": _("信访事项涉及的地区"), "rows": [[one.label, one.now] for one in report.places]},
            {"title": _("信访形式"), "rows": [[one.label, one.now] for one in report.ways]},
        ],
        "share_head": [_("指标"), _("本年"), _("上年")],
        "shares": [[one.label, parts_of(one, now=True), parts_of(one, now=False)] for one in report.shares],
        "unit_head": [_("承办机关、单位"), _("本年"), _("上年"), _("受理"), _("支持"), _("解释说明"), _("不予支持")],
        "units": [
            [one.name, *map(words.number, (one.received, one.before, one.accepted, one.supported, one.explained, one.not_supported))]
            for one in report.units
        ],
        "notes": notes(report),
        "basis": _("依据《信访工作条例》第四十一条编制，由信访办理记录自动生成。"),
    }  # fmt: skip


def sections() -> list[str]:
    """The four contents of article 41, in its order."""
    return [
        _("一、信访事项数据统计、涉及领域和承办较多的机关、单位"), _("二、转送、交办、督办情况"),
        _("三、改进工作、完善政策、追究责任的建议"), _("四、受理办理、复查复核和群众评价"), _("附：怎么算的"),
    ]  # fmt: skip


def tables(report: Annual) -> dict[str, list[Line]]:
    return {
        "counts": [*report.counts, report.open_at_end], "ways": report.ways, "classes": report.classes, "acts": report.acts,
        "proposals": report.proposals, "results": report.results, "again": report.again,
    }  # fmt: skip


def titles() -> dict[str, str]:
    return {
        "counts": _("总量"), "ways": _("按信访形式"), "classes": _("按类别"), "acts": _("转送、交办、督办"),
        "proposals": _("提出的建议"), "results": _("处理结果"), "again": _("复查、复核"), "units": _("承办较多的机关、单位"),
        "places": _("涉及的地区"), "shares": _("按期率和满意率"),
    }  # fmt: skip


def _rows(lines: Iterable[Line]) -> list[list[str]]:
    return [
        [
            f"　{one.label}" if one.part else one.label,
            words.number(one.now),
            words.number(one.before),
            _signed(one.change),
        ]
        for one in lines
    ]


def _signed(change: int) -> str:
    return f"{change:+,}" if change else "—"


def parts_of(share: Share, *, now: bool) -> str:
    text, part, whole = (
        (share.now, share.part, share.whole) if now else (share.before, share.part_before, share.whole_before)
    )
    return f"{text}（{part}/{whole}）" if whole else text
