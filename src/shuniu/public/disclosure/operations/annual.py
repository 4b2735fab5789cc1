"""The annual report's own words, kept by year; and its PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.typesetting.composing import pdf
from shuniu.public.disclosure.models import AnnualWords
from shuniu.public.disclosure.queries.report import Printed, Report

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "annual.typ"


def keep_words(year: int, texts: Mapping[str, str], figures: Mapping[str, Any]) -> None:
    """Raises ``StepRefused`` for a text that bears a secrecy mark."""
    if any(marks_in(text) for text in texts.values()):
        raise StepRefused(str(SECRET_REFUSAL))
    with transaction.atomic():
        AnnualWords.objects.update_or_create(year=year, defaults={**texts, "figures": dict(figures)})


def typeset(report: Report, *, at: datetime) -> bytes:
    """The report as PDF. Raises NoChineseFont."""
    return pdf(TEMPLATE, document(report), at=at)


def document(report: Report) -> dict[str, Any]:
    """Every word of the paper; the template only places them."""
    heading = [
        _("%(city)s人民政府办公室") % {"city": settings.CITY},
        _("%(year)s年政府信息公开工作年度报告") % {"year": report.year},
    ]
    return {
        "title": "".join(heading),
        "heading": heading,
        "parts": [
            {"title": part.title, "text": [one for one in part.text.splitlines() if one.strip()] or [_("（待填写）")]}
            for part in report.texts
        ],
        "two": {"title": report.two.title, "tables": [_told(one) for one in report.two.tables]},
        "three": _told(report.three),
        "four": _told(report.four),
        "check": report.check,
    }


def _told(table: Printed) -> dict[str, Any]:
    rows = [[str(cell) for cell in row] for row in table.rows]
    return {"title": table.title, "head": list(table.head), "group": table.group, "rows": rows}
