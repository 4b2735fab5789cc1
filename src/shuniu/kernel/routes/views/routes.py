"""One route: its picture and history, the editor, putting in force and retiring, and who would sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.routes import operations, picture
from shuniu.kernel.routes.definition import Subject
from shuniu.kernel.routes.forms.defining import TryForm
from shuniu.kernel.routes.forms.editing import Editor
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.queries import definitions as queries
from shuniu.kernel.routes.queries.signers import signers as found_signers
from shuniu.kernel.routes.resolving import route_of
from shuniu.kernel.routes.run import MANAGER
from shuniu.kernel.routes.subjects import subject_of
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request

Status = RouteDefinition.Status


@roles(MANAGER)
@require_safe
def route(request: Request, pk: int) -> HttpResponse:
    """One version: drawn, with its faults, its history, what can be done, and a trial."""
    row, subject = _seen(request, pk)
    form = TryForm(request.GET or None, subject=subject, initial={"unit": request.actor.unit_id})
    made = route_of(row)
    tried = None
    if form.is_bound and form.is_valid():
        tried = queries.who_would_sign(made, form.facts(), form.cleaned_data["unit"], request.today)
    if request.htmx and form.is_bound:
        return page(request, "routes/_tried.html", {"tried": tried, "try": form})
    names = queries.names_in(made.stages)
    context = {
        "row": row, "subject": subject, "may": operations.may_keep(request.actor, row.unit_id), "try": form,
        "tried": tried, "route": picture.planned(made, subject, names), "versions": queries.history(row),
        "faults": operations.problems(made) if row.status == Status.DRAFT else [],
    }  # fmt: skip
    return page(request, "routes/route.html", context)


@roles(MANAGER)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """The editor of a draft. Every button but 保存 only draws the form afresh, with what was typed."""
    row, subject = _kept(request, pk)
    if row.status != Status.DRAFT:
        return go(request, reverse("routes:route", args=[row.pk]))
    editor = Editor(row, subject, request.POST or None, on=request.today)
    if request.method == "POST" and request.POST.get("do") == "save":
        if _saved(request, row, editor):
            return go(request, reverse("routes:route", args=[row.pk]))
    elif request.method == "POST":
        editor.do(request.POST.get("do", ""))
    part = "routes/_preview.html" if request.GET.get("part") == "preview" else "routes/_editor.html"
    return page(request, "routes/edit.html", editor.drawn(), part=part, status=422 if editor.refused else 200)


def _saved(request: Request, row: RouteDefinition, editor: Editor) -> bool:
    try:
        operations.save_draft(
            row.pk, label=editor.label, note=editor.note, stages=editor.stages(), edits=editor.edits,
            actor=request.actor, at=request.now,
        )  # fmt: skip
    except operations.Stale as stale:
        editor.refused, editor.edits = str(stale), row.edits  # seen now: the second press goes through
        return False
    except Refused as refusal:
        editor.refused = str(refusal)
        return False
    messages.success(request, _("草稿已保存。"))
    return True


@roles(MANAGER)
@require_POST
def revise(request: Request, pk: int) -> HttpResponse:
    """修改: into the draft of the next version."""
    row, _subject = _kept(request, pk)
    draft = operations.draft_of(row.pk, actor=request.actor, at=request.now)
    return go(request, reverse("routes:edit", args=[draft.pk]))


@roles(MANAGER)
@require_POST
def activate(request: Request, pk: int) -> HttpResponse:
    row, _subject = _kept(request, pk)
    try:
        operations.activate(row.pk, actor=request.actor, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("“%(route)s”第%(version)s版已启用。正在办理的事项仍按原来的版本办理。")
        messages.success(request, words % {"route": row.label, "version": row.version})
    return go(request, reverse("routes:route", args=[row.pk]))


@roles(MANAGER)
@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    row, _subject = _kept(request, pk)
    try:
        operations.retire(row.pk, actor=request.actor, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已停用。正在办理的事项不受影响。"))
    return go(request, reverse("routes:route", args=[row.pk]))


@require_safe
def signers(request: Request) -> HttpResponse:
    """Colleagues for the list under a field; only for who may sign matters of that kind, or keeps its routes."""
    subject = subject_of(request.GET.get("kind", ""))
    if subject is None or not request.actor.holds_any((*subject.roles, MANAGER)):
        raise Http404
    words = next((text for name, text in request.GET.items() if name != "kind"), "")
    found = found_signers(subject.kind, str(words).rpartition("（")[2].rstrip("）"), request.today)
    return page(request, "routes/_signers.html", {"signers": found})


def _seen(request: Request, pk: int) -> tuple[RouteDefinition, Subject]:
    row = queries.seen_by(request.actor, pk)
    subject: Any = subject_of(row.kind) if row is not None else None
    if row is None or subject is None:
        raise Http404
    return row, subject


def _kept(request: Request, pk: int) -> tuple[RouteDefinition, Subject]:
    """404 for whoever may only look."""
    row, subject = _seen(request, pk)
    if not operations.may_keep(request.actor, row.unit_id):
        raise Http404
    return row, subject
