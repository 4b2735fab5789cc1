"""一周领导活动安排表 as a document: what the template is given, and the record that it was taken out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.typesetting.composing import pdf
from shuniu.kernel.web import words
from shuniu.office.engagements.operations.looking import record_export
from shuniu.office.engagements.operations.weeks import week_label
from shuniu.office.engagements.queries.sheets import Card, Sheet

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "week.typ"
PRINTED = ("arranged", "held")


def typeset(sheet: Sheet, *, actor: Actor, at: datetime) -> bytes:
    """The week as PDF, landscape. Raises NoChineseFont."""
    made = pdf(TEMPLATE, document(sheet, at), at=at)
    label = _("一周领导活动安排表 %(week)s") % {"week": week_label(sheet.monday)}
    record_export(label, len(sheet.cards), actor=actor, at=at, filters="pdf")
    return made


def document(sheet: Sheet, at: datetime) -> dict[str, Any]:
    """Every word of the document; the template only places them. Only what is fixed is printed."""
    return {
        "title": _("一周领导活动安排表"),
        "from": settings.CITY,
        "period": week_label(sheet.monday),
        "version": _version(sheet),
        "as_of": _("打印于%(moment)s") % {"moment": words.moment(at)},
        "corner": _("领导"),
        "head": [f"{one.label}{f'（{one.rest}）' if one.rest else ''}" for one in sheet.days],
        "rows": [
            {
                "name": row.leader.name, "title": row.leader.title,
                "cells": [
                    [_entry(card) for cell in cells for card in cell.cards if card.state in PRINTED]
                    + [_away(cell.away) for cell in cells[:1] if cell.away]
                    for cells in row.days
                ],
            }
            for row in sheet.rows
        ],
        "gone": [_("已取消或改出本周：%(titles)s") % {"titles": "；".join(sheet.gone)}] if sheet.gone else [],
        "note": _("△为上一版发布后新增或变动。拟排未定的活动不列入。"),
    }  # fmt: skip


def _version(sheet: Sheet) -> str:
    if sheet.version is None:
        return _("未发布，供核对")
    if sheet.changes:
        return _("第%(version)s版之后有变动，供核对") % {"version": sheet.version.version}
    return _("第%(version)s版") % {"version": sheet.version.version}


def _entry(card: Card) -> dict[str, str]:
    return {"time": card.hours, "title": f"{'△' if card.changed else ''}{card.title}", "place": card.place}


def _away(reason: str) -> dict[str, str]:
    return {"time": "", "title": reason, "place": ""}
