"""会议室和设备, 会议限额, 无会周, 会议系列."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.forms.registers import CapForm, FacilityForm, QuietForm, SeriesForm
from shuniu.office.meetings.limits import LESS_BURDEN
from shuniu.office.meetings.operations import registers
from shuniu.office.meetings.operations.rooms import save_facility
from shuniu.office.meetings.queries import feeds, rooms, series
from shuniu.office.meetings.roles import CLERK, DIRECTOR, SECTION, STAFF
from shuniu.office.meetings.views.sending import sent, status_of

SHOWN = timedelta(days=14)


@roles(*STAFF)
@require_safe
def listing(request: Request) -> HttpResponse:
    """All rooms and equipment, each with whether it is free now."""
    found = series.all_facilities()
    busy = rooms.in_use(tuple([one.pk for one in found]), request.now)
    rows = [(one, one.pk in busy) for one in found]
    return page(request, "meetings/rooms.html", {"rows": rows, "keeps": request.actor.holds_any(SECTION)})


@roles(*STAFF)
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """One room: its next two weeks."""
    found, keeps = series.room(pk), request.actor.holds_any(SECTION)
    if found is None:
        raise Http404
    begin = request.now.replace(hour=0, minute=0, second=0, microsecond=0)
    feed = series.feed_of_facility(pk) if keeps else None
    site = f"{request.scheme}://{request.get_host()}"
    context = {
        "room": found, "bookings": rooms.bookings(pk, begin, begin + SHOWN), "keeps": keeps, "feed": feed, "site": site,
        "address": lambda: f"{site}{reverse('meetings:feed', args=[feeds.token_of(feed)])}" if feed else "",
    }  # fmt: skip
    return page(request, "meetings/room.html", context)


def _facility(pk: int) -> Any:
    found = series.facility(pk)
    if found is None:
        raise Http404
    return found


@roles(*SECTION)
@require_POST
def room_feed(request: Request, pk: int) -> HttpResponse:
    registers.renew_feed(facility=_facility(pk).pk, actor=request.actor, at=request.now)
    messages.success(request, _("订阅地址已更换，旧地址不再有效。"))
    return go(request, reverse("meetings:room", args=[pk]))


def _register(
    request: Request,
    form: forms.BaseForm,
    scope: str,
    act: Callable[[str], object],
    *,
    heading: str,
    back: str,
    label: str,
) -> HttpResponse:
    """A form of a register: saved, then back to its list."""
    if sent(request, form, scope, act):
        messages.success(request, _("已保存。"))
        return go(request, reverse(back))
    context = {"form": form, "heading": heading, "scope": scope, "list": reverse(back), "list_label": label}
    return page(request, "meetings/form.html", context, status=status_of(form))


@roles(*SECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def room_edit(request: Request, pk: int = 0) -> HttpResponse:
    """A new room, or a changed one."""
    form = FacilityForm(request.POST or None, instance=_facility(pk) if pk else None)
    return _register(
        request, form, "meetings.room", lambda key: save_facility(form.row(), actor=request.actor, at=request.now),
        heading=_("登记会议室或设备"), back="meetings:rooms", label=_("会议室和设备"),
    )  # fmt: skip


@roles(CLERK, DIRECTOR)
@require_safe
def caps(request: Request) -> HttpResponse:
    """What the city allows itself, with where it says so."""
    context = {"caps": series.all_caps(), "quiet": series.all_quiet(), "series": series.all_series(),
               "decides": request.actor.holds(DIRECTOR), "law": LESS_BURDEN}  # fmt: skip
    return page(request, "meetings/caps.html", context)


@roles(DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def cap_edit(request: Request, pk: int = 0) -> HttpResponse:
    instance = next((one for one in series.all_caps() if one.pk == pk), None)
    if pk and instance is None:
        raise Http404
    form = CapForm(request.POST or None, instance=instance)
    return _register(
        request, form, "meetings.cap", lambda key: registers.save_cap(form.row(), actor=request.actor, at=request.now),
        heading=_("设定会议限额"), back="meetings:caps", label=_("会议限额"),
    )  # fmt: skip


@roles(*SECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def quiet_new(request: Request) -> HttpResponse:
    form = QuietForm(request.POST or None)

    def act(key: str) -> object:
        return registers.save_quiet(form.row(), actor=request.actor, at=request.now)

    return _register(
        request, form, "meetings.quiet", act, heading=_("登记无会周"), back="meetings:caps", label=_("会议限额")
    )


@roles(*SECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: Request) -> HttpResponse:
    form = SeriesForm(request.POST or None)

    def act(key: str) -> object:
        return registers.save_series(form.row(), actor=request.actor, at=request.now)

    return _register(
        request, form, "meetings.series", act, heading=_("登记会议系列"), back="meetings:caps", label=_("会议限额")
    )
