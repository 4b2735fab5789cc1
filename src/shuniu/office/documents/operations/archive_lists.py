"""归档文件目录 as a paper: one shelf, typeset."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shuniu.kernel.typesetting.composing import pdf
from shuniu.kernel.web import words
from shuniu.office.documents.models.archive import ArchiveItem, Retention

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "packing_list.typ"


def packing_list(year: int, retention: str, items: list[ArchiveItem], *, at: datetime) -> bytes:
    """The list as PDF. Raises NoChineseFont."""
    return pdf(TEMPLATE, document(year, retention, items, at), at=at)


def document(year: int, retention: str, items: list[ArchiveItem], at: datetime) -> dict[str, Any]:
    return {
        "title": _("归档文件目录"),
        "fonds": _("全宗号：%(fonds)s") % {"fonds": settings.FONDS},
        "shelf": _("%(year)s年度　保管期限：%(retention)s　共%(count)s件")
        % {"year": year, "retention": Retention(retention).label, "count": len(items)},
        "head": [_("件号"), _("档号"), _("文号"), _("责任者"), _("题名"), _("日期"), _("备注")],
        "rows": [
            [
                str(one.item), one.number, one.document_number, one.organ, one.title,
                one.signed_on.isoformat().replace("-", "") if one.signed_on else "", one.category,
            ]
            for one in items
        ],
        "footer": _("%(city)s人民政府办公室　%(day)s") % {"city": settings.CITY, "day": words.day(at.date())},
    }  # fmt: skip
