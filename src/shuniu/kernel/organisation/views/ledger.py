"""The ledger's pages: read, verify, take out. Nothing here changes anything but by being recorded itself."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.organisation.forms.ledger import LedgerFilterForm
from shuniu.kernel.organisation.queries import ledger as queries
from shuniu.kernel.organisation.record import record
from shuniu.kernel.organisation.roles import AUDIT_ADMIN
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table

COLUMNS = (
    Column("recorded_at", gettext_lazy("记录时间"), kind="moment"),
    Column("type", gettext_lazy("类别"), lambda row: dict(queries.types()).get(row.type, row.type)),
    Column("actor", gettext_lazy("行为人")),
    Column("sentence", gettext_lazy("内容"), queries.sentence, wide=True),
    Column("chain", gettext_lazy("链与序号"), lambda row: f"{row.chain} #{row.seq}"),
)


@roles(AUDIT_ADMIN.key)
@require_GET
def ledger(request: Request) -> HttpResponse:
    form = LedgerFilterForm(request.GET or None, types=queries.types())
    found = page_of(queries.events(**form.wanted(), on=request.today), request.GET, order=["-pk"])
    advice = _("不填日期时只显示最近 30 天；请放宽筛选条件。")
    table = Table(_("台账"), COLUMNS, found.rows, empty=_("没有符合条件的记录。"), advice=advice)
    return page(request, "organisation/ledger.html", {"form": form, "list": found, "table": table})


@roles(AUDIT_ADMIN.key)
@require_GET
def export(request: Request, format: str) -> FileResponse:
    """The filtered list as a file; that it was taken out is an event too."""
    form = LedgerFilterForm(request.GET or None, types=queries.types())
    rows = queries.events(**form.wanted(), on=request.today).order_by("-pk")[: exports.CAP + 1].iterator(2000)

    def taken(done: exports.Export) -> None:
        body = {"what": _("台账"), "rows": done.rows, "format": done.format, "cut": done.cut}
        record("export", at=request.now, actor=request.actor, body=body)

    write = exports.xlsx if format == "xlsx" else exports.csv
    return write(COLUMNS, rows, name=_("台账"), on_export=taken)


@roles(AUDIT_ADMIN.key)
@require_POST
def verify(request: Request) -> HttpResponse:
    """A small ledger is verified while one waits; a large one by the command, which the page then names."""
    standing = queries.standing()
    outcome = queries.verified() if standing.small else None
    return page(request, "organisation/verify.html", {"standing": standing, "outcome": outcome})
