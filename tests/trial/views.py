"""The page of a trial matter: what any module's page does with a route, and nothing besides."""

from __future__ import annotations

from django.http import HttpResponse

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import StepRefused, available
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.routes import picture
from shuniu.kernel.routes.forms import FORMS
from shuniu.kernel.routes.operations import act, mark_read
from shuniu.kernel.routes.steps import RouteStep
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.request import Request
from tests.trial.models import Paper


def matter(request: Request, number: str) -> HttpResponse:
    found = pages.opened(request.actor, Paper.objects.all(), number)
    mark_read(found.case, request.actor, at=request.now)
    context = {
        "head": pages.head(found.case, [], request.now),
        "route": picture.drawn(found.case, found.passages, now=request.now),
        "actions": pages.actions(found.case, request.actor, lambda step: f"/trial/{number}/{step}/", keys={}),
        "lines": pages.timeline_of(found.case, found.passages, lambda passage: []),
    }
    return page(request, "trial/matter.html", context)


def step(request: Request, number: str, name: str) -> HttpResponse:
    found = pages.opened(request.actor, Paper.objects.all(), number)
    wanted: Step = found.case.procedure.steps[name]
    assert isinstance(wanted, RouteStep)
    form = FORMS[wanted.verb](request.POST or None, case=found.case, actor=request.actor, on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            act(
                wanted, found.case.matter, actor=request.actor, at=request.now, data=form.data_for_step(),
                key=idempotency.key_of(request.POST.get("once", ""), f"trial.{name}"),
            )  # fmt: skip
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            return go(request, f"/trial/{number}/")
    offered = wanted in available(found.case, request.actor)
    context = {"form": form, "step": wanted, "number": number, "scope": f"trial.{name}", "offered": offered}
    return page(request, "trial/step.html", context, status=422 if form.errors else 200)
