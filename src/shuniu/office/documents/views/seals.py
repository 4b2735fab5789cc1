"""印章: registered pictures and the register of their use, for their keeper."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.files.serving import serve
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.documents import sealing
from shuniu.office.documents.forms.registers import EndSealForm, SealRegisterForm
from shuniu.office.documents.operations import seals
from shuniu.office.documents.queries import seals as questions
from shuniu.office.documents.roles import DIRECTOR, SEAL_KEEPER
from shuniu.office.documents.views import register_columns as columns
from shuniu.office.documents.views.registers import once

KEEPERS = (SEAL_KEEPER, DIRECTOR)


@roles(*KEEPERS)
@require_safe
def listing(request: Request) -> HttpResponse:
    """The seals, and below them the latest uses of all."""
    rows = questions.seal_lines(request.actor, request.today)
    table = Table(_("印模"), columns.SEALS, rows, empty=_("还没有登记印模。"), advice=_("登记后才能用印。"))
    shown = page_of(questions.uses_of(request.actor), request.GET, order=("-pk",))
    uses = Table(
        _("用印登记"), columns.USES, shown.rows, empty=_("还没有用过印。"), advice=_("每用一次印，这里自动登记一次。")
    )
    context = {"table": table, "uses": uses, "slice": shown, "service": sealing.service(),
               "keeps": request.actor.holds(SEAL_KEEPER)}  # fmt: skip
    return page(request, "documents/registers/seals.html", context)


@roles(SEAL_KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """登记印模."""
    form = SealRegisterForm(request.POST or None, request.FILES or None, initial={"active_from": request.today})
    if (
        request.method == "POST"
        and form.is_valid()
        and once(request, form, "documents.seal_new", lambda key: _save(request, form, key))
    ):
        messages.success(request, _("“%(organ)s”的印模已登记。") % {"organ": form.cleaned_data["organ"]})
        return go(request, reverse("documents:seals"))
    return page(request, "documents/registers/seal_new.html", {"form": form}, status=422 if form.errors else 200)


def _save(request: Request, form: SealRegisterForm, key: str) -> None:
    said = form.cleaned_data
    names = ("organ", "unit", "kind", "post", "active_from", "active_to")
    wanted = seals.SealForm(**{name: said[name] for name in names})
    seals.register_seal(said["picture"], wanted, actor=request.actor, at=request.now, key=key)


@roles(*KEEPERS)
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """One seal with every use of it."""
    return _page(request, pk, EndSealForm(initial={"on": request.today}))


def _page(request: Request, pk: int, form: EndSealForm, status: int = 200) -> HttpResponse:
    found = questions.seal_for(request.actor, pk)
    shown = page_of(questions.uses_of(request.actor, pk), request.GET, order=("-pk",))
    uses = Table(_("用印登记"), columns.USES, shown.rows, empty=_("这枚印章还没有用过。"), advice="")
    context = {"seal": found, "form": form, "uses": uses, "slice": shown, "keeps": request.actor.holds(SEAL_KEEPER),
               "active": found.active_on(request.today)}  # fmt: skip
    return page(request, "documents/registers/seal_one.html", context, status=status)


@roles(SEAL_KEEPER)
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """停用."""
    found, form = questions.seal_for(request.actor, pk), EndSealForm(request.POST)
    if form.is_valid() and once(
        request, form, "documents.seal_end",
        lambda _key: seals.end_seal(found, on=form.cleaned_data["on"], actor=request.actor, at=request.now),
    ):  # fmt: skip
        messages.success(request, _("已停用。"))
        return go(request, reverse("documents:seal", args=[pk]))
    return _page(request, pk, form, 422)


@roles(SEAL_KEEPER)
@require_safe
def picture(request: Request, pk: int) -> FileResponse:
    """The picture, for its keeper's eyes."""
    return serve(request, questions.picture_for(request.actor, pk), inline=True)
