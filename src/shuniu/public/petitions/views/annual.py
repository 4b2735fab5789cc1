"""信访情况年度报告: on a page, as PDF, as a workbook. All of the city's numbers: for the petition office and its leaders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web import charts, exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table
from shuniu.public.petitions.operations import annual as document
from shuniu.public.petitions.operations.looking import record_export
from shuniu.public.petitions.queries.annual import Annual, Line, first_year
from shuniu.public.petitions.queries.annual import annual as annual_of
from shuniu.public.petitions.roles import LEADER, OFFICE

READERS = (*OFFICE, LEADER, "secretary")
LINES = (
    Column("label", _l("指标"), value=lambda one: f"　{one.label}" if one.part else one.label),
    Column("now", _l("本年"), kind="number"),
    Column("before", _l("上年"), kind="number"),
    Column("change", _l("增减"), kind="number"),
)
SHARES = (
    Column("label", _l("指标")),
    Column("now", _l("本年"), value=lambda one: document.parts_of(one, now=True)),
    Column("before", _l("上年"), value=lambda one: document.parts_of(one, now=False)),
)
UNITS = (
    Column("name", _l("承办机关、单位")), Column("received", _l("本年"), kind="number"),
    Column("before", _l("上年"), kind="number"), Column("accepted", _l("受理"), kind="number"),
    Column("supported", _l("支持"), kind="number"), Column("explained", _l("解释说明"), kind="number"),
    Column("not_supported", _l("不予支持"), kind="number"),
)  # fmt: skip


def _asked(request: Request) -> Annual:
    """The report of the year that the address names; else of the last whole one. What is no year is 404."""
    text = request.GET.get("year", "") or str(request.today.year - 1)
    if not (text.isdecimal() and text.isascii() and 2000 <= int(text) <= request.today.year):
        raise Http404
    return annual_of(int(text), now=request.now)


@roles(*READERS)
@require_safe
def annual(request: Request) -> HttpResponse:
    made = _asked(request)
    years = range(first_year(request.today.year), request.today.year + 1)
    context = {"report": made, "years": sorted({*years, made.year}), "title": document.name_of(made), **_shown(made)}
    return page(request, "petitions/annual.html", context)


def _shown(made: Annual) -> dict[str, Any]:
    """The tables by name, and the pictures."""
    names = document.titles()
    found = {name: Table(names[name], LINES, rows) for name, rows in document.tables(made).items()}
    found["units"] = Table(names["units"], UNITS, made.units, empty=_("这一年还没有交给机关办理的信访事项。"))
    found["shares"] = Table(names["shares"], SHARES, made.shares)
    drawn = [_drawn(names[name], rows, name) for name, rows in (("ways", made.ways), ("places", made.places)) if rows]
    return {"tables": found, "charts": drawn, "summary": document.summary(made), "notes": document.notes(made),
            "sections": document.sections()}  # fmt: skip


def _drawn(title: str, rows: Iterable[Line], key: str) -> charts.Chart:
    shown = [row for row in rows if row.now]
    series = charts.Series(_("本年"), [row.now for row in shown])
    return charts.share(title, [row.label for row in shown], series, unit=_("件"), key=f"annual-{key}")


@roles(*READERS)
@require_safe
def annual_pdf(request: Request) -> HttpResponse:
    made = _asked(request)
    try:
        file = document.typeset(made, actor=request.actor, at=request.now)
    except NoChineseFont as error:
        return page(request, "petitions/annual_no_font.html", {"error": str(error)}, status=503)
    answer = HttpResponse(file, content_type="application/pdf")
    name = quote(f"{document.name_of(made)}.pdf")
    answer["Content-Disposition"] = f"attachment; filename=\"annual.pdf\"; filename*=UTF-8''{name}"
    return answer


@roles(*READERS)
@require_safe
def annual_xlsx(request: Request) -> FileResponse:
    made = _asked(request)

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters="xlsx")

    return exports.workbook(_sheets(made), name=document.name_of(made), on_export=record)


def _sheets(made: Annual) -> Iterable[exports.Sheet]:
    names = document.titles()
    for name, rows in document.tables(made).items():
        yield exports.Sheet(names[name], LINES, rows)
    yield exports.Sheet(names["units"], UNITS, made.units)
    yield exports.Sheet(names["places"], LINES, made.places)
    yield exports.Sheet(names["shares"], SHARES, made.shares)
