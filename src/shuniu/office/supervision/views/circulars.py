"""督查通报 and the register of incentive and constraint."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.views import stepping
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.paper import BadPaper
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.supervision.forms.others import CIRCULAR_FORMS, CircularForm
from shuniu.office.supervision.operations import circulars as operations
from shuniu.office.supervision.procedures.circular import Notified
from shuniu.office.supervision.queries import circulars
from shuniu.office.supervision.queries.drafts import begun_about
from shuniu.office.supervision.queries.wording import said_in
from shuniu.office.supervision.roles import DIRECTOR, LEADER, SECTION, STAFF, SUPERVISOR
from shuniu.office.supervision.views import columns

SCOPE = "supervision.circular"
DESK = stepping.Desk(
    Notified, operations.perform, said_in, forms=CIRCULAR_FORMS, initial=circulars.initial_for,
    head="supervision/_assets.html",
)  # fmt: skip


@roles(*STAFF)
@require_safe
def every(request: Request) -> HttpResponse:
    """All circulars that this person may see, newest first."""
    shown = page_of(circulars.circulars(request.actor), request.GET, order=("-received_at", "-pk"))
    table = Table(_("督查通报"), columns.CIRCULARS, circulars.lines_of(shown.rows), empty=_("还没有督查通报。"),
                  advice=_("通报经批准印发后，涉及的单位能看到。"))  # fmt: skip
    context = {"slice": shown, "table": table, "drafts": request.actor.holds_any(SECTION)}
    return page(request, "supervision/circulars.html", context)


@roles(SUPERVISOR, DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """拟通报; ``?about=NUMBER`` begins with an assignment."""
    begun = begun_about(request.actor, request.GET.get("about", ""))
    form = CircularForm(request.POST or None, on=request.today, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            return _drafted(request, form)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return page(request, "supervision/circular_new.html", {"form": form}, status=422 if form.errors else 200)


def _drafted(request: Request, form: CircularForm) -> HttpResponse:
    key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
    made = operations.draft(form.cleaned_data["title"], form.facts(), actor=request.actor, at=request.now, key=key)
    messages.success(request, _("已拟通报：%(number)s %(title)s") % {"number": made.number, "title": made.title})
    return go(request, f"{reverse('supervision:circular', args=[made.number])}?done=draft")


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a circular."""
    shown = circulars.page_of_circular(request.actor, number, now=request.now)
    context = {"page": shown, "head": shown.head, "row": shown.row, "done": request.GET.get("done", "")}
    return page(request, "supervision/circular.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step of a circular."""
    return stepping.answer(request, circulars.opened(request.actor, number), step, DESK)


@roles(*STAFF)
@require_safe
def paper(request: Request, number: str) -> HttpResponse:
    """The circular typeset as an official paper."""
    found = circulars.opened(request.actor, number)
    try:
        made = operations.sheet(found.case.matter, found.case.detail, at=request.now)
    except (NoChineseFont, BadPaper) as error:
        return page(request, "supervision/no_paper.html", {"error": str(error), "number": number}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@roles(*STAFF)
@require_safe
def mentions(request: Request) -> HttpResponse:
    """激励约束台账: who was praised and criticised, and for what."""
    rows = circulars.mentions(request.actor, whole=request.actor.holds_any((*SECTION, LEADER, "secretary")))
    shown = page_of(rows, request.GET, order=("-on", "-id"))
    table = Table(_("激励约束台账"), columns.MENTIONS, circulars.entries(shown.rows), empty=_("台账里还没有记录。"),
                  advice=_("通报印发后，涉及的单位自动记入台账。"))  # fmt: skip
    year = request.today.year
    context = {"slice": shown, "table": table, "standings": circulars.standings(rows, year), "year": year}
    return page(request, "supervision/mentions.html", context)
