"""All engagements that one may see, and their export."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from shuniu.kernel.casework.addresses import address
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import Composed
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.exports import Export
from shuniu.kernel.web.filters import Filter, asked
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table
from shuniu.office.engagements.forms.settings import ListFilter
from shuniu.office.engagements.operations.looking import record_export
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries import lists
from shuniu.office.engagements.roles import STAFF


def _link(row: lists.Line) -> str:
    return address("engagements:engagement", row.number)


COLUMNS = (
    Column("number", _l("编号"), kind="code", link=_link),
    Column("title", _l("活动"), link=_link, wide=True),
    Column("kind", _l("类别")),
    Column("unit", _l("申请单位")),
    Column("leader", _l("领导")),
    Column("time", _l("时间"), kind="code"),
    Column("state", _l("状态"), kind="badge"),
    Column("light", _l("时限"), kind="light"),
)


def _key(row: lists.Line, now: datetime) -> Hashable:
    """A line is all that its cells show."""
    return row


def _rows(request: Request) -> tuple[Filter, Composed[lists.Line]]:
    leaders = tuple([(one.pk, one.name) for one in people.heads(request.today)])
    form = asked(ListFilter, request, None, leaders=leaders)
    wanted = form.wanted
    found = lists.listed(
        request.actor, words=wanted.get("q") or "", state=wanted.get("state") or "", leader=wanted.get("leader"),
        kind=wanted.get("kind") or "",
    )  # fmt: skip
    return form, found


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    form, found = _rows(request)
    shown = page_of(found, request.GET, order=lists.ORDER)
    table = Table(
        _("活动申请"), COLUMNS, lists.lit_page(shown.rows, request.now), empty=_("没有符合条件的活动。"),
        advice=_("本单位需要请领导出席活动的，可以提出申请。"), key=_key, around=tree().stamp,
    )  # fmt: skip
    keep = request.GET.urlencode()
    return page(request, "engagements/list.html", {"form": form, "slice": shown, "table": table, "keep": keep})


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The same list as a file; that it left is in the ledger."""
    writer = {"xlsx": exports.xlsx, "csv": exports.csv}.get(format)
    if writer is None:
        raise Http404
    _form, rows = _rows(request)
    found = lists.lit(rows.first(lists.ORDER, exports.CAP + 1), request.now)
    return writer(COLUMNS, found, name=_("领导活动"), on_export=hook(request))


def hook(request: Request) -> Callable[[Export], None]:
    def record(done: Export) -> None:
        record_export(done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode()[:300])

    return record
