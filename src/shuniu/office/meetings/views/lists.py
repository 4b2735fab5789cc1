"""The lists: all meetings, my meetings with their answers, the yearly plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.filters import asked
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.meetings.forms.people import JudgeForm, ReplyForm
from shuniu.office.meetings.forms.registers import MeetingFilter, PlanForm
from shuniu.office.meetings.operations import registers
from shuniu.office.meetings.queries import feeds, invitations, lists, series
from shuniu.office.meetings.roles import CLERK, DIRECTOR, LIAISON, SECTION, STAFF, UNITS
from shuniu.office.meetings.views import columns
from shuniu.office.meetings.views.sending import sent, status_of

ORDER = ("-day", "-pk")


@roles(*STAFF)
@require_safe
def everything(request: Request) -> HttpResponse:
    """全部会议: those that I may see, the latest first."""
    form = asked(MeetingFilter, request, tree().stamp)
    shown = page_of(lists.listed(request.actor, form.wanted), request.GET, order=ORDER)
    table = Table(_("全部会议"), columns.LIST, lists.lit(shown.rows, request.now),
                  empty=_("没有符合条件的会议。"), advice=_("换一个条件，或者申请一个会议。"), key=columns.key, around=tree().stamp)  # fmt: skip
    context = {"form": form, "table": table, "slice": shown, "keep": request.GET.urlencode(),
               "asks": request.actor.holds_any((CLERK, LIAISON))}  # fmt: skip
    return page(request, "meetings/all.html", context, status=422 if form.wrong else 200)


@roles(*STAFF)
@require_safe
def export(request: Request, format: str) -> FileResponse:
    """The list as it is filtered. What left is in the ledger."""
    form = asked(MeetingFilter, request, tree().stamp)
    found = lists.meetings(request.actor, form.wanted)
    rows = lists.exported(found.order_by(*ORDER)[: exports.CAP + 1])

    def record(done: exports.Export) -> None:
        registers.record_export(
            done.name, done.rows, actor=request.actor, at=request.now, filters=request.GET.urlencode()
        )

    write = exports.csv if format == "csv" else exports.xlsx
    return write(columns.EXPORT, rows, name=_("会议台账"), on_export=record)


@require_safe
def mine(request: Request) -> HttpResponse:
    """我的会议: what I am asked to, with one press for yes; and the address of my calendar."""
    rows = list(invitations.mine(request.actor, request.now)[:60])
    seats = invitations.seats_of(rows, request.actor)
    feed = series.feed_of_person(request.actor.person_id or 0)
    address = request.build_absolute_uri(reverse("meetings:feed", args=[feeds.token_of(feed)])) if feed else ""
    context = {"seats": seats, "reply": ReplyForm(initial={"reply": "no"}), "feed": address}
    return page(request, "meetings/mine.html", context)


@require_POST
def renew(request: Request) -> HttpResponse:
    """A calendar address of one's own: the first, or a new one that ends the old."""
    registers.renew_feed(person=request.actor.person_id, actor=request.actor, at=request.now)
    messages.success(request, _("订阅地址已更换，旧地址不再有效。"))
    return go(request, f"{reverse('meetings:mine')}#feed")


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else request.today.year


@roles(*SECTION, *UNITS)
@require_safe
def plan(request: Request) -> HttpResponse:
    """年度计划, by month, with what came of each line and what the year has taken so far."""
    return _plan(request, JudgeForm())


def _plan(request: Request, judging: JudgeForm) -> HttpResponse:
    year = _year(request)
    context = {
        "rows": lists.plan(request.actor, year), "year": year, "before": year - 1, "after": year + 1,
        "figures": lists.year_of(request.actor, year), "decides": request.actor.holds(DIRECTOR),
        "proposes": request.actor.holds_any((LIAISON, *SECTION)), "judging": judging,
    }  # fmt: skip
    return page(request, "meetings/plan.html", context, status=status_of(judging))


@roles(*SECTION, LIAISON)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: Request) -> HttpResponse:
    form = PlanForm(request.POST or None, actor=request.actor, on=request.today)

    def act(key: str) -> object:
        return registers.propose_line(form.row(), actor=request.actor, at=request.now, key=key)

    if sent(request, form, "meetings.plan", act):
        messages.success(request, _("计划已报送。"))
        return go(request, f"{reverse('meetings:plan')}?year={form.cleaned_data['year']}")
    return page(request, "meetings/form.html", {"form": form, "heading": _("报送会议计划"), "scope": "meetings.plan",
                "list": reverse("meetings:plan"), "list_label": _("会议计划")}, status=status_of(form))  # fmt: skip


@roles(DIRECTOR)
@require_POST
def plan_decide(request: Request, pk: int) -> HttpResponse:
    """列入 or 不列入计划."""
    form = JudgeForm(request.POST)
    status = "approved" if request.POST.get("status") == "approved" else "refused"
    reason = request.POST.get("reason", "")[:200]

    def act(key: str) -> object:
        return registers.decide_line(pk, status, reason, actor=request.actor, at=request.now)

    if sent(request, form, "meetings.plan_decide", act):
        messages.success(request, _("已审核。"))
        return go(request, f"{reverse('meetings:plan')}?year={_year(request)}")
    return _plan(request, form)
