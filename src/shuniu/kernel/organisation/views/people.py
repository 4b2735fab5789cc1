"""People: the list, one person, and what administrators do with an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.organisation import operations
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.forms import people as people_forms
from shuniu.kernel.organisation.queries import people as queries
from shuniu.kernel.organisation.queries.units import scope
from shuniu.kernel.organisation.roles import ADMINISTRATORS, SECURITY_ADMIN, SYSTEM_ADMIN
from shuniu.kernel.organisation.views.tables import holdings_table, people_table
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request


@roles(*ADMINISTRATORS)
@require_GET
def people(request: Request) -> HttpResponse:
    found = page_of(queries.listed(request.actor, request.GET), request.GET, order=["pinyin", "pk"])
    form = people_forms.PeopleFilterForm(request.GET or None, within=scope(request.actor))
    table = people_table(found.rows, request.today)
    context = {"list": found, "table": table, "form": form, "may": request.actor.holds(SYSTEM_ADMIN.key)}
    return page(request, "organisation/people.html", context)


@roles(*ADMINISTRATORS)
@require_GET
def person(request: Request, person_id: int) -> HttpResponse:
    found = load(request, person_id)
    context = {
        "profile": found,
        "holdings": holdings_table(found.holdings, request.today),
        "may_system": request.actor.holds(SYSTEM_ADMIN.key),
        "may_security": request.actor.holds(SECURITY_ADMIN.key),
        "reason_form": people_forms.ReasonForm(),
    }
    return page(request, "organisation/person.html", context)


@roles(SYSTEM_ADMIN.key)
def add(request: Request) -> HttpResponse:
    initial = {"on": request.today, "unit_id": request.GET.get("unit")}
    within = request.actor.units_of(SYSTEM_ADMIN.key)
    form = people_forms.AddPersonForm(request.POST or None, within=within, initial=initial)

    def work(**data: Any) -> int:
        password = operations.new_password()
        added = operations.add_person(**data, password=password, actor=request.actor, at=request.now)
        tell_password(request, password)
        return added.pk

    return answer(request, form, work, _("新增人员"), reverse("organisation:people"))


@roles(SYSTEM_ADMIN.key)
def change(request: Request, person_id: int) -> HttpResponse:
    found = load(request, person_id).person
    initial = {"name": found.name, "phone": found.phone, "email": found.email}
    form = people_forms.ReachForm(request.POST or None, initial=initial)

    def work(**data: Any) -> int:
        return operations.change_person(person_id=person_id, **data, actor=request.actor, at=request.now).pk

    return answer(request, form, work, _("变更信息：%(person)s") % {"person": found.name}, _url(person_id))


@roles(SYSTEM_ADMIN.key)
def give_post(request: Request, person_id: int) -> HttpResponse:
    found = load(request, person_id).person
    within = request.actor.units_of(SYSTEM_ADMIN.key)
    form = people_forms.PostForm(request.POST or None, within=within, initial={"on": request.today})

    def work(**data: Any) -> int:
        return operations.give_post(person_id=person_id, **data, actor=request.actor, at=request.now).person_id

    return answer(request, form, work, _("任职：%(person)s") % {"person": found.name}, _url(person_id))


@roles(SYSTEM_ADMIN.key)
@require_POST
def end_post(request: Request, person_id: int, post_id: int) -> HttpResponse:
    if post_id not in {post.pk for post in load(request, person_id).posts}:
        raise Http404
    return attempt(request, person_id, lambda: operations.end_post(
        post_id=post_id, actor=request.actor, on=request.today, at=request.now))  # fmt: skip


@roles(SYSTEM_ADMIN.key)
@require_POST
def deactivate(request: Request, person_id: int) -> HttpResponse:
    load(request, person_id)
    form = people_forms.ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return attempt(request, person_id, lambda: operations.deactivate(
        person_id=person_id, actor=request.actor, on=request.today, at=request.now, reason=reason))  # fmt: skip


@roles(SYSTEM_ADMIN.key)
@require_POST
def reactivate(request: Request, person_id: int) -> HttpResponse:
    load(request, person_id)
    return attempt(request, person_id, lambda: operations.reactivate(
        person_id=person_id, actor=request.actor, at=request.now))  # fmt: skip


@roles(SYSTEM_ADMIN.key)
@require_POST
def reset_password(request: Request, person_id: int) -> HttpResponse:
    load(request, person_id)
    return attempt(request, person_id, lambda: tell_password(request, operations.reset_password(
        person_id=person_id, actor=request.actor, at=request.now)))  # fmt: skip


@roles(SECURITY_ADMIN.key)
@require_POST
def unlock(request: Request, person_id: int) -> HttpResponse:
    load(request, person_id)
    return attempt(request, person_id, lambda: operations.unlock(
        person_id=person_id, actor=request.actor, at=request.now))  # fmt: skip


@roles(SECURITY_ADMIN.key)
@require_POST
def reset_second_factor(request: Request, person_id: int) -> HttpResponse:
    load(request, person_id)
    return attempt(request, person_id, lambda: operations.reset_second_factor(
        person_id=person_id, actor=request.actor, at=request.now))  # fmt: skip


@roles(SECURITY_ADMIN.key)
@require_POST
def sign_out(request: Request, person_id: int) -> HttpResponse:
    load(request, person_id)
    return attempt(request, person_id, lambda: operations.sign_out_everywhere(
        person_id=person_id, actor=request.actor, at=request.now))  # fmt: skip


def load(request: Request, person_id: int) -> queries.Profile:
    found = queries.profile(request.actor, person_id, at=request.now)
    if found is None:
        raise Http404
    return found


def tell_password(request: Request, password: str) -> None:
    """Shown once, to the administrator who hands it over."""
    messages.warning(request, _("初始密码（只显示这一次，请当面交给本人）：%(password)s") % {"password": password})


def attempt(request: Request, person_id: int, work: Callable[[], Any]) -> HttpResponse:
    """Do the work and return to the person's page, with what came of it in words."""
    try:
        work()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已办理。"))
    return go(request, _url(person_id))


def answer(request: Request, form: forms.Form, work: Callable[..., int], title: str, back: str) -> HttpResponse:
    """Draw the form; when it was sent and is right, do the work and go to the person, or say why it was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            person_id = work(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记。"))
            return go(request, _url(person_id))
    context = {"form": form, "title": title, "back": back, "section": _("人员"), "section_url": "organisation:people"}
    return page(request, "organisation/form.html", context, status=422 if form.errors else 200)


def _url(person_id: int) -> str:
    return reverse("organisation:person", args=[person_id])
