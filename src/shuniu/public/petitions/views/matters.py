"""One petition: its page, its form in place for each step, the petitioner on demand, its files."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.queues import next_task
from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.petitions.forms.steps import FORMS
from shuniu.public.petitions.operations.looking import record_identity
from shuniu.public.petitions.operations.steps import perform
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries import persons, petitions
from shuniu.public.petitions.queries.wording import said_in
from shuniu.public.petitions.roles import OFFICE, UNITS

DESK = stepping.Desk(
    PetitionProcedure,
    perform,
    said_in,
    forms=FORMS,
    initial=petitions.initial_for,
    back={"todo": "petitions:todo"},
    head="petitions/_assets.html",
)
WORKERS = (*OFFICE, *UNITS)


@roles(*WORKERS)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a petition; after a step it offers the next one that waits."""
    shown = petitions.petition_page(request.actor, number, now=request.now)
    done = request.GET.get("done", "")
    following = next_task(request.actor, PetitionProcedure.kind, but=shown.case.matter.pk) if done else None
    context = {"page": shown, "head": shown.head, "done": done, "following": following}
    return page(request, "petitions/matter.html", context)


@roles(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    return stepping.answer(request, petitions.opened(request.actor, number), step, DESK)


@roles(*WORKERS)
@never_cache
@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """The petitioner in full, for those who must speak with them. The view is recorded first."""
    found = petitions.opened(request.actor, number)
    if not persons.may_reveal(found.case, request.actor):
        raise PermissionDenied(_("您办理本事项不需要信访人的完整信息；身份保密的，须先登记查看理由。"))
    record_identity(found.case.matter, actor=request.actor, at=request.now)
    context = {"person": persons.person_of(found.case.matter), "number": number}
    return page(request, "petitions/person.html", context, part="petitions/_person.html")


@roles(*WORKERS)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One file of a petition, shown in the browser where that is safe."""
    return serve(request, petitions.file_of(request.actor, number, pk), inline=True)


@roles(*WORKERS)
@require_safe
def preview(request: Request, number: str, pk: int) -> FileResponse:
    """The small picture of a file."""
    return serve_preview(request, petitions.file_of(request.actor, number, pk))
