"""One request: its page, its form in place for each step, the applicant's data on demand, its files."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.casework.queues import next_task
from shuniu.kernel.casework.views import stepping
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.disclosure.forms.steps import FORMS
from shuniu.public.disclosure.operations import looking
from shuniu.public.disclosure.operations.steps import perform
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries import applicants, requests
from shuniu.public.disclosure.queries.wording import said_in
from shuniu.public.disclosure.roles import CLERK, HEAD, LIAISON

STAFF = (CLERK, HEAD, LIAISON)
DESK = stepping.Desk(
    InformationRequestProcedure,
    perform,
    said_in,
    forms=FORMS,
    initial=requests.initial_for,
    back={"todo": "disclosure:todo"},
    head="disclosure/_assets.html",
)


@roles(*STAFF)
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """The page of a request; after a step it offers the next one that waits."""
    shown = requests.request_page(request.actor, number, now=request.now)
    done = request.GET.get("done", "")
    following = next_task(request.actor, InformationRequestProcedure.kind, but=shown.case.matter.pk) if done else None
    context = {"page": shown, "head": shown.head, "done": done, "following": following}
    return page(request, "disclosure/matter.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step: its form in place (HTMX) or as a page; sent, it goes through the procedure's own door."""
    asked = request.GET.get("kind", "")[:20]

    def initial(found: Opened, name: str) -> dict[str, object]:
        return {**requests.initial_for(found, name, kind=asked)}

    return stepping.answer(request, requests.opened(request.actor, number), step, replace(DESK, initial=initial))


@roles(CLERK, HEAD)
@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """The applicant in full, for those who must speak with them. The view is recorded first."""
    found = requests.opened(request.actor, number)
    if not applicants.may_reveal(request.actor):
        raise PermissionDenied(_("您办理本件不需要申请人的完整信息。"))
    looking.record_applicant(found.case.matter, _("联系申请人"), actor=request.actor, at=request.now)
    pk = found.case.matter.pk
    context = {
        "person": applicants.person_of(pk), "third_parties": applicants.third_parties_of(pk), "number": number,
    }  # fmt: skip
    return page(request, "disclosure/person.html", context, part="disclosure/_person.html")


@roles(*STAFF)
@require_safe
def file(request: Request, number: str, pk: int) -> FileResponse:
    """One file of a request, shown in the browser where that is safe."""
    return serve(request, requests.file_of(request.actor, number, pk), inline=True)


@roles(*STAFF)
@require_safe
def preview(request: Request, number: str, pk: int) -> FileResponse:
    """The small picture of a file."""
    return serve_preview(request, requests.file_of(request.actor, number, pk))
