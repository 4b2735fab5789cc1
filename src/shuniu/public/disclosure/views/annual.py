"""政府信息公开工作年度报告: the page, the requests behind each figure, PDF and workbook."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.queues import NEWEST
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table
from shuniu.public.disclosure.forms.annual import WordsForm, YearForm
from shuniu.public.disclosure.operations.annual import keep_words, typeset
from shuniu.public.disclosure.operations.looking import record_export
from shuniu.public.disclosure.queries import annual, lists
from shuniu.public.disclosure.queries.report import Printed, Report, report_of, words_of
from shuniu.public.disclosure.roles import CLERK, HEAD
from shuniu.public.disclosure.views import columns
from shuniu.public.disclosure.views.letters import sent


def _year(request: Request) -> int:
    """The year in the address, else the last whole one that there is anything of; a year without records is 404."""
    years = annual.years(request.today)
    if not request.GET.get("year"):
        return years[1] if len(years) > 1 else years[0]
    form = YearForm(request.GET, years=years)
    if not form.is_valid():
        raise Http404
    year: int = form.cleaned_data["year"]
    return year


@roles(CLERK, HEAD)
@require_safe
def show(request: Request) -> HttpResponse:
    """The six parts of a year, and whether part three balances."""
    year = _year(request)
    tabs = [(str(one), f"?year={one}", None) for one in annual.years(request.today)]
    report = report_of(year)
    context = {"report": report, "rows": _rows(report), "tabs": tabs, "here": f"?year={year}",
               "unfinished": year >= request.today.year}  # fmt: skip
    return page(request, "disclosure/annual.html", context)


def _rows(report: Report) -> list[dict[str, Any]]:
    """Part three for the screen: each figure leads to its requests."""
    address = reverse("disclosure:annual_behind")
    return [
        {"label": row[0], "sum": key in (annual.NEW, annual.CARRIED, annual.DONE, annual.LEFT), "cells": [
            {"count": count, "column": head, "wrong": column in report.unbalanced,
             "url": f"{address}?year={report.year}&row={key}&column={column}" if count else ""}
            for count, column, head in zip(row[1:], report.columns, report.three.head[1:], strict=True)
        ]}
        for key, row in zip(report.keys, report.three.rows, strict=True)
    ]  # fmt: skip


@roles(CLERK, HEAD)
@require_safe
def behind(request: Request) -> HttpResponse:
    """The requests that a figure counted."""
    year, row, column = _year(request), request.GET.get("row", ""), request.GET.get("column", "")
    if row not in annual.ROWS or column not in annual.COLUMNS:
        raise Http404
    found = lists.numbered(request.actor, annual.behind(year, row, column))
    shown = page_of(found, request.GET, order=NEWEST)
    table = Table(
        _("这个数字所含的申请"), columns.LIST, lists.rows_of(shown.rows, request.now), empty=_("没有这样的申请。")
    )
    context = {"slice": shown, "table": table, "year": year, "row": annual.ROWS[row], "column": annual.COLUMNS[column]}
    return page(request, "disclosure/annual_behind.html", context)


@roles(CLERK, HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Request) -> HttpResponse:
    """The text parts, and the figures that other systems count."""
    year = _year(request)
    kept = words_of(year)
    begun = {"overview": kept.overview, "problems": kept.problems, "others": kept.others, **kept.figures}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            keep_words(year, form.texts, form.figures)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("年度报告的文字和数字已保存。"))
            return go(request, f"{reverse('disclosure:annual')}?year={year}")
    return page(
        request, "disclosure/annual_words.html", {"form": form, "year": year}, status=422 if form.errors else 200
    )


@roles(CLERK, HEAD)
@require_safe
def pdf(request: Request) -> HttpResponse:
    """The report as it is published: in Chinese, whatever language the screen speaks."""
    with override(settings.LANGUAGE_CODE):
        report = report_of(_year(request))
        name = f"disclosure-{report.year}.pdf"
        return sent(request, lambda: typeset(report, at=request.now), "application/pdf", name)


@roles(CLERK, HEAD)
@require_safe
def xlsx(request: Request) -> FileResponse:
    """Parts two, three and four, a sheet each."""
    report = report_of(_year(request))

    def record(done: exports.Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=f"year={report.year}")

    tables = [*report.two.tables, report.three, report.four]
    name = _("政府信息公开工作年度报告%(year)s") % {"year": report.year}
    return exports.workbook([_sheet(one) for one in tables], name=name, on_export=record)


def _sheet(table: Printed) -> exports.Sheet:
    made = [
        Column(str(at), label, value=partial(_cell, at), kind="number" if at else "text", wide=not at)
        for at, label in enumerate(table.head)
    ]
    return exports.Sheet(table.title, made, table.rows)


def _cell(at: int, row: list[Any]) -> Any:
    return row[at]
