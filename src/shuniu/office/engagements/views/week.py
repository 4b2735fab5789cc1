"""一周安排: the sheet; a card moved; what fits fixed together; the week published, printed, typeset."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.engagements.forms.week import MoveForm, WeekForm
from shuniu.office.engagements.operations import weeks
from shuniu.office.engagements.operations.sheets import typeset
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries import matters
from shuniu.office.engagements.queries.week import monday_of, sheet, shown_week
from shuniu.office.engagements.roles import ARRANGER, LEADER, SECRETARY

READERS = (ARRANGER, SECRETARY, LEADER)
MOVE, FIX, PUBLISH = "engagements.move", "engagements.fix", "engagements.publish"


def _monday(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return shown_week(today)
    return monday_of(day) if 2000 < day.year < 2100 else shown_week(today)


def _url(monday: date) -> str:
    return f"{reverse('engagements:week')}?on={monday.isoformat()}"


@roles(*READERS)
@require_safe
def show(request: Request) -> HttpResponse:
    """The week; ``on`` is any day of it."""
    return _shown(request, _monday(request.GET.get("on", ""), request.today))


def _shown(request: Request, monday: date, refused: str = "", moved: str = "") -> HttpResponse:
    shown = sheet(request.actor, monday, now=request.now)
    week = timedelta(days=7)
    context = {
        "sheet": shown, "label": partial(weeks.week_label, monday), "before": partial(_url, monday - week),
        "after": partial(_url, monday + week), "this": partial(_url, shown_week(request.today)), "refused": refused,
        "moved": moved, "publishes": people.arranges(request.actor),
    }  # fmt: skip
    part = "engagements/_week.html"
    return page(request, "engagements/week.html", context, part=part, status=422 if refused else 200)


@roles(ARRANGER, SECRETARY)
@require_POST
def move(request: Request) -> HttpResponse:
    """A card into half a day. Whatever is refused, the sheet comes back as it now stands, with the reason."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    monday = _monday(request.POST.get("on", ""), request.today)
    matter = matters.opened(request.actor, form.cleaned_data["number"]).case.matter
    try:
        return _moved(request, monday, matter.number or "", _put(request, matter, form))
    except idempotency.BadToken:
        return _shown(request, monday, _("页面已过期，请再操作一次。"))
    except StepRefused as refusal:
        return _shown(request, monday, _("“%(title)s”没有移动。%(why)s") % {"title": matter.title, "why": refusal})


def _put(request: Request, matter: Any, form: MoveForm) -> str:
    """The hour that the card got."""
    key = idempotency.key_of(request.POST.get("once", ""), MOVE)
    begins, _ends = weeks.move(
        matter, form.drop(), actor=request.actor, at=request.now, expected=form.cleaned_data["expected"], key=key
    )
    return f"{begins.astimezone(SHANGHAI):%H:%M}"


def _moved(request: Request, monday: date, number: str, hour: str) -> HttpResponse:
    """To HTMX the sheet at once; to a browser without script the page by a new address."""
    if request.htmx:
        return _shown(request, monday, moved=_("%(number)s 已移到 %(hour)s。") % {"number": number, "hour": hour})
    messages.success(request, _("%(number)s 已移到 %(hour)s。") % {"number": number, "hour": hour})
    return go(request, _url(monday))


@roles(ARRANGER, SECRETARY)
@require_POST
def fix(request: Request) -> HttpResponse:
    """排定 all that is placed without trouble."""
    monday = _monday(request.POST.get("monday", ""), request.today)
    try:
        key = idempotency.key_of(request.POST.get("once", ""), FIX)
    except idempotency.BadToken:
        return _shown(request, monday, _("页面已过期，请再操作一次。"))
    done, refused = weeks.fix_ready(monday, actor=request.actor, at=request.now, key=key)
    for one in refused:
        messages.error(request, one)
    messages.success(request, ngettext("已排定%(count)s项。", "已排定%(count)s项。", done) % {"count": done})
    return go(request, _url(monday))


@roles(ARRANGER)
@require_POST
def publish(request: Request) -> HttpResponse:
    form = WeekForm(request.POST)
    if not form.is_valid():
        raise Http404
    monday = monday_of(form.cleaned_data["monday"])
    try:
        key = idempotency.key_of(request.POST.get("once", ""), PUBLISH)
        seen = form.cleaned_data["seen"] or 0
        made = weeks.publish(monday, actor=request.actor, at=request.now, seen=seen, key=key)
    except idempotency.BadToken:
        return _shown(request, monday, _("页面已过期，请再操作一次。"))
    except StepRefused as refusal:
        return _shown(request, monday, str(refusal))
    messages.success(request, _("已发布第%(version)s版，已通知有关人员。") % {"version": made.version})
    return go(request, _url(monday))


@roles(*READERS)
@require_safe
def pdf(request: Request) -> HttpResponse:
    """一周领导活动安排表, to be printed."""
    monday = _monday(request.GET.get("on", ""), request.today)
    try:
        made = typeset(sheet(request.actor, monday, now=request.now), actor=request.actor, at=request.now)
    except NoChineseFont as error:
        return page(request, "engagements/no_font.html", {"error": str(error)}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="week-{monday.isoformat()}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
