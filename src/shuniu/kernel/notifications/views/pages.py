"""The bell, the list of notices, what a person wishes, and the demo's outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.notifications import operations, queries
from shuniu.kernel.notifications.forms import WishesForm
from shuniu.kernel.organisation.middleware import background
from shuniu.kernel.web import words
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the list shows it."""

    id: int
    at: datetime
    label: str
    sentence: str
    unread: bool
    urgent: bool


@public
@background
@require_GET
def bell(request: Request) -> HttpResponse:
    """Asked every minute by open pages: 204 when nothing changed since the count that the page shows.

    Open to everybody: when the session has ended, the bell alone says so. The refusal of a closed door would take the
    place of the whole page, and of what somebody is typing on it.
    """
    if not request.actor.is_staff:
        return render(request, "notifications/_bell_ended.html")
    count = queries.unread(request.actor)
    if request.GET.get("shown") == str(count):
        return HttpResponse(status=204)
    return render(request, "notifications/_bell.html", {"count": count, "url": reverse("notifications:list")})


@require_GET
def notices(request: Request) -> HttpResponse:
    everything = request.GET.get("show") == "all"
    found = page_of(queries.notices(request.actor, only_unread=not everything), request.GET, order=["-pk"])
    lines = [
        Line(one.pk, one.created_at, queries.label(one), queries.sentence(one), one.read_at is None, one.urgent)
        for one in found.rows
    ]
    here = reverse("notifications:list")
    entries = [(_("未读"), here, None), (_("全部"), f"{here}?show=all", None)]
    context = {"lines": lines, "list": found, "tabs": entries, "current": entries[everything][1]}
    return page(request, "notifications/list.html", context)


@require_POST
def open_notice(request: Request, notice_id: int) -> HttpResponse:
    """Mark as read and go to what it is about."""
    notice = queries.notice_of(request.actor, notice_id)
    if notice is None:
        raise Http404
    operations.mark_read(person_id=notice.person_id, notice_id=notice_id, at=request.now)
    return go(request, notice.url or reverse("notifications:list"))


@require_POST
def read_all(request: Request) -> HttpResponse:
    operations.mark_read(person_id=request.actor.person_id or 0, at=request.now)
    return go(request, reverse("notifications:list"))


def wishes(request: Request) -> HttpResponse:
    form = WishesForm(request.POST if request.method == "POST" else None, wishes=queries.wishes(request.actor))
    if request.method == "POST" and form.is_valid():
        person = request.actor.person_id or 0
        operations.choose(person_id=person, channels_by_kind=form.channels_by_kind(), quiet=form.quiet())
        messages.success(request, _("已保存。"))
        return go(request, reverse("notifications:wishes"))
    return page(request, "notifications/wishes.html", {"form": form}, status=422 if form.errors else 200)


OUTBOX = (
    Column("created_at", gettext_lazy("时间"), kind="moment"),
    Column("channel", gettext_lazy("渠道")),
    Column("address", gettext_lazy("号码或地址"), lambda row: words.masked(row.address)),
    Column("label", gettext_lazy("事由")),
    Column("text", gettext_lazy("内容"), wide=True),
    Column("number", gettext_lazy("编号")),
    Column("state", gettext_lazy("状态"), lambda row: state_of(row), kind="badge"),
)


@require_GET
def outbox(request: Request) -> HttpResponse:
    """短信发件箱（演示）: what would have been sent to citizens. Only in the demo, where the people are invented."""
    if not settings.DEMO:
        raise Http404
    found = page_of(queries.outbox(), request.GET, order=["-pk"])
    rows = [queries.readable(one) for one in found.rows]
    table = Table(_("短信发件箱（演示）"), OUTBOX, rows, empty=_("还没有要发给群众的消息。"))
    return page(request, "notifications/outbox.html", {"list": found, "table": table})


def state_of(row: queries.Sent) -> tuple[Any, str]:
    if row.sent_at is not None:
        return _("已发出"), "good"
    return (row.failure, "bad") if row.failure else (_("待发"), "info")
