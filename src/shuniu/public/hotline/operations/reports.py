"""The report as a document: what the template is given, and the record that it was taken out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.typesetting.composing import pdf
from shuniu.kernel.web import words
from shuniu.public.hotline.operations import looking
from shuniu.public.hotline.queries.figures import Dimension, Figures, Row
from shuniu.public.hotline.queries.measures import LISTED, RATES
from shuniu.public.hotline.queries.reports import Report, percent

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "report.typ"
COUNTS = ("received", "answered", "overdue", "late", "returned", "redone", "excluded")
SHARES = ("on_time", "response", "resolution", "satisfaction", "first_dispatch", "false_closing")
MOST = 10


def name_of(report: Report) -> str:
    """What a file of this report is called."""
    period = report.cut.period
    day = f"{period.first:%Y-%m}" if period.span == "monthly" else period.first.isoformat()
    return " ".join(part for part in (report.title, day, report.unit_name) if part)


def typeset(report: Report, *, issue: int | None, actor: Actor, at: datetime) -> bytes:
    """The report as PDF; that it left is in the ledger. Raises NoChineseFont."""
    made = pdf(TEMPLATE, document(report, issue), at=at)
    looking.record_export(name_of(report), report.total.received, actor=actor, at=at, filters="pdf")
    return made


def document(report: Report, issue: int | None) -> dict[str, Any]:
    """Every word and figure of the document; the template only places them."""
    return {
        "title": report.title,
        "issue": _("第 %(number)s 期") % {"number": issue} if issue else "",
        "from": report.unit_name or _("%(city)s12345热线受理中心") % {"city": settings.CITY},
        "period": report.cut.period.label,
        "as_of": _("截至 %(moment)s 的数据") % {"moment": words.moment(report.now)},
        "summary": _summary(report),
        "sections": _sections(),
        "table_head": [_("指标"), _("本期"), _("上期"), _("去年同期")],
        "table": _indicators(report),
        "troubles": [_trouble(one) for one in report.troubles],
        "topics": [_topic(one) for one in report.topics],
        "no_topics": _("本期没有异常上升的话题。"),
        "bars": _bars(report),
        "unit_head": _unit_head(),
        "units": [_unit(row) for row in report.units],
        "units_note": _("单位按机构顺序排列；评价不足五件的不计算比率，写“样本少”。"),
        "words": [[str(one.label), str(one.words)] for one in RATES.values()],
        "footer": _("本报表由热线办理记录自动生成，每个数字都可以在系统中点开看到所含诉求。"),
    }


def _sections() -> list[str]:
    return [_("一、总体情况"), _("二、需要关注"), _("三、群众反映什么"), _("四、各单位办理情况"), _("附：怎么算的")]


def _change(now: int, then: int) -> str:
    """持平, 增 3 件, 减 3 件."""
    if now == then:
        return _("持平")
    words_ = _("增 %(count)s 件") if now > then else _("减 %(count)s 件")
    return words_ % {"count": words.number(abs(now - then))}


def _summary(report: Report) -> str:
    total = report.total
    return _(
        "%(period)s，共受理诉求 %(received)s 件，比上期%(before)s，比去年同期%(last_year)s；已答复 %(answered)s 件，"
        "超期未答复 %(overdue)s 件，按期率 %(on_time)s。回访问到的群众中，确认解决的占 %(resolution)s，满意率 %(satisfaction)s。"
        "目前全部在办 %(open)s 件，其中已超期 %(red)s 件。"
    ) % {
        "period": report.cut.period.label,
        "received": words.number(total.received),
        "before": _change(total.received, report.before.received),
        "last_year": _change(total.received, report.last_year.received),
        "answered": words.number(total.answered),
        "overdue": words.number(total.overdue),
        "on_time": percent(*total.parts["on_time"]),
        "resolution": percent(*total.parts["resolution"]),
        "satisfaction": percent(*total.parts["satisfaction"]),
        "open": words.number(report.lights.total),
        "red": words.number(report.lights.red),
    }


def _indicators(report: Report) -> list[list[str]]:
    columns = (report.total, report.before, report.last_year)
    counts = [[str(LISTED[name].label), *(words.number(getattr(one, name)) for one in columns)] for name in COUNTS]
    shares = [[str(RATES[name].label), *(_parts(one, name) for one in columns)] for name in SHARES]
    return [*counts, *shares]


def _parts(figures: Figures, name: str) -> str:
    part, whole = figures.parts[name]
    return f"{percent(part, whole)}（{part}/{whole}）" if whole else percent(part, whole)


def _trouble(one: Any) -> dict[str, Any]:
    return {
        "label": one.label,
        "count": _("%(count)s 件") % {"count": words.number(one.count)},
        "rows": [
            [
                row.matter.number, row.matter.title, row.unit,
                words.short_day(row.promised_at, row.matter.received_at.date()) if row.promised_at else "",
            ]
            for row in one.rows
        ],
        "head": [_("编号"), _("诉求"), _("承办单位"), _("承诺答复")],
    }  # fmt: skip


def _topic(one: Any) -> str:
    return _("%(title)s：%(people)s 人反映，是平时的 %(growth)s 倍（%(day)s预警，%(status)s）") % {
        "title": one.title, "people": one.people, "growth": words.number(round(one.growth, 1)),
        "day": words.day(one.raised_at), "status": one.get_status_display(),
    }  # fmt: skip


def _bars(report: Report) -> list[dict[str, Any]]:
    """The small charts: label and figure of the most frequent."""
    charts = [
        (_("按事项分类"), [(row.label, row.figures.received) for row in report.rows(Dimension.SUBJECT)]),
        (_("按类型"), [(row.label, row.figures.received) for row in report.rows(Dimension.TYPE)]),
        (_("反映较多的地点"), report.places),
    ]
    return [{"title": title, "rows": [list(row) for row in rows[:MOST]]} for title, rows in charts if rows]


def _unit_head() -> list[str]:
    return [_("单位"), _("受理"), _("已答复"), _("超期未答复"), _("退过单"), _("按期率"), _("解决率"), _("满意率")]


def _unit(row: Row) -> list[str]:
    one = row.figures
    counts = (one.received, one.answered, one.overdue, one.returned)
    shares = [percent(*one.parts[name]) for name in ("on_time", "resolution", "satisfaction")]
    return [row.label, *map(words.number, counts), *shares]
