"""The columns of the archive."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.tables import Column
from shuniu.office.documents.roles import ARCHIVIST


def _title(row: Any, now: datetime) -> SafeString:
    address = url_of(row.matter)
    shown = escape(row.title)
    return SafeString(f'<a href="{address}">{shown}</a>' if address else shown)


def _back(row: Any, now: datetime) -> SafeString:
    if row.package_id is not None:
        return SafeString(f'<span class="muted">{_("已移交")}</span>')
    return SafeString(f'<a href="{reverse("documents:archive_take_back", args=[row.matter_id])}">{_("撤销归档")}</a>')


NUMBER = Column("number", _l("档号"), kind="code")
ORGAN = Column("organ", _l("责任者"))
DOCUMENT = Column("document_number", _l("文号"))
SIGNED = Column("signed_on", _l("日期"), kind="day")
RETENTION = Column("retention", _l("保管期限"), value="shelf.get_retention_display")
ITEMS = (NUMBER, Column("title", _l("题名"), wide=True, cell=_title), ORGAN, DOCUMENT, SIGNED, RETENTION)
EXPORT = (
    Column("item", _l("件号"), kind="number"), NUMBER, DOCUMENT, ORGAN, Column("title", _l("题名"), wide=True), SIGNED,
    Column("year", _l("年度"), value="shelf.year", kind="number"), RETENTION,
    Column("category_name", _l("归档范围"), wide=True), Column("files", _l("文件数"), kind="number"),
    Column("filed_at", _l("归档时间"), kind="moment"), Column("matter_number", _l("办理编号"), value="matter.number"),
)  # fmt: skip


def items_for(actor: Actor) -> tuple[Column, ...]:
    back = (Column("back", _l("操作"), cell=_back, export=False),)
    return (*ITEMS, *back) if actor.holds(ARCHIVIST) else ITEMS
