"""Pages of single desks: the call sheet, the supervisor's watch and sample, the leader's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.public.hotline.forms.filters import SampleForm
from shuniu.public.hotline.queries import desks, lines, lists
from shuniu.public.hotline.roles import CALLBACK, LEADER, MANAGER, SUPERVISOR
from shuniu.public.hotline.views import cells, columns

SAMPLE_SIZE = 20
FEW = 20


@roles(CALLBACK)
@require_safe
def calls(request: Request) -> HttpResponse:
    """回访: whom to call, what was asked, what was answered; the number on demand."""
    tasks = lists.queue_tasks(request.actor, label=desks.CALLING, now=request.now)
    shown = page_of(tasks, request.GET, order=("due_at", "pk"), size=FEW)
    sheet = desks.call_sheet(shown.rows, request.actor, request.now)
    return page(request, "hotline/calls.html", {"slice": shown, "sheet": sheet})


@roles(SUPERVISOR, MANAGER)
@require_safe
def watch(request: Request) -> HttpResponse:
    """督办: late, returned twice, redone, overseen."""
    view = request.GET.get("view", "late")
    view = view if view in desks.WATCHED else "late"
    rows = desks.watched(view, request.actor, request.now)
    shown = page_of(rows, request.GET, order=("due_at", "pk"))
    table = Table(_("督办"), (columns.PICK, *columns.LIST), lines.rows_of(shown.rows, request.now),
                  empty=_("没有这样的诉求。"), key=cells.key, around=cells.around())  # fmt: skip
    context = {"slice": shown, "table": table, "view": view, "tabs": columns.watch_tabs, "here": lambda: columns.watch_url(view),
               "together": columns.chase_together(request.actor)}  # fmt: skip
    return page(request, "hotline/watch.html", context)


@roles(SUPERVISOR, MANAGER)
@require_safe
def sample(request: Request) -> HttpResponse:
    """抽查办结: a random sample that anybody can draw again from the same seed."""
    first = {"since": request.today - timedelta(days=30), "until": request.today, "size": SAMPLE_SIZE,
             "seed": request.today.isoformat()}  # fmt: skip
    form = SampleForm(request.GET if "seed" in request.GET else first)
    drawn: Sequence[lines.Row[lines.Brief]] = []
    if form.is_valid():
        drawn = lines.rows_of(lists.sample_of_closed(**form.cleaned_data), request.now)
    table = Table(_("抽查样本"), columns.SAMPLE, drawn, empty=_("这段时间没有办结的诉求可供抽查。"))
    return page(request, "hotline/sample.html", {"form": form, "table": table}, status=422 if form.errors else 200)


@roles(LEADER, "secretary")
@require_safe
def leader(request: Request) -> HttpResponse:
    """What a leader should see first, on a phone: late, overseen and urgent ones, each with the instruction in place."""
    rows = desks.for_leader(request.actor, request.now)
    return page(request, "hotline/leader.html", {"rows": rows, "may_instruct": request.actor.holds(LEADER)})
