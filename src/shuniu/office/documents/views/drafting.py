"""拟稿: a new paper, and a further version of one. Everything works as a plain form; scripts only spare the round trips."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.draft import DraftForm
from shuniu.office.documents.operations import bringing, drafts, keeping
from shuniu.office.documents.queries import drafting as asks
from shuniu.office.documents.queries import proofs
from shuniu.office.documents.roles import DRAFTER, STAFF
from shuniu.office.documents.views import desk as desks
from shuniu.office.documents.views.desk import Sitting

TEMPLATE = "documents/drafting/desk.html"


@roles(DRAFTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """新拟公文."""
    return _answered(request, desks.sitting(request, ""))


@roles(*STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, number: str) -> HttpResponse:
    """修改文稿: the drafter, whoever sits on the route, and after the signature the checker."""
    return _answered(request, desks.sitting(request, number))


def _answered(request: Request, desk: Sitting) -> HttpResponse:
    if request.method != "POST":
        if not desk.may_save:
            raise PermissionDenied(_("本件现在不能由您修改。"))
        return page(request, TEMPLATE, desks.context(desk, desk.form(initial=desks.stored(desk))))
    asked = desks.command(request)
    if asked:
        return _helped(request, desk, asked)
    form, since = desk.form(request.POST), list[Any]()
    if form.is_valid():
        saved, since = _saved(request, desk, form)
        if saved is not None:
            messages.success(request, _("%(number)s：已保存。") % {"number": saved.number})
            return go(request, url_of(saved))
    return page(request, TEMPLATE, desks.context(desk, form, since=since), status=422)


def _saved(request: Request, desk: Sitting, form: DraftForm) -> tuple[Matter | None, list[Any]]:
    """Save, or put the refusal on the form. The second is what others did since it was drawn."""
    try:
        key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), desk.scope)
        return _written(request, desk, form, key), []
    except idempotency.BadToken:
        form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再保存一次。"))
    except StaleMatter as stale:
        form.add_error(None, str(stale))
        return None, stale.since
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return None, []


def _written(request: Request, desk: Sitting, form: DraftForm, key: str) -> Matter:
    """One call of the operation that opens a paper, or of the one that adds a version."""
    draft = asks.draft_of(form.typed.words(), request.actor)
    content, attributes = form.typed.content(draft.way), form.typed.attributes(draft)
    if desk.matter is None:
        matter = drafts.open_draft(
            content, actor=request.actor, at=request.now, unit=desk.unit_id, key=key, attributes=attributes
        )
        keeping.adopt_findings(matter, actor=request.actor)
        return matter
    expected = desks.whole(request.POST.get("expected"))
    drafts.save_draft(
        desk.matter, content, actor=request.actor, at=request.now, expected=expected, key=key,
        note=form.cleaned_data["change"], attributes=attributes,
    )  # fmt: skip
    return desk.matter


# --- What the buttons of the plain form do -------------------------------------------------------------------------
def _helped(request: Request, desk: Sitting, asked: list[Any]) -> HttpResponse:
    """The page again, with what the button asked for; nothing is saved and nothing typed is lost."""
    values = request.POST.copy()
    form = desk.form(initial={})
    try:
        HELP.get(str(asked[0]), _nothing)(request, desk, values, asked)
    except (StepRefused, Refused) as refused:
        messages.error(request, str(refused))
    form = desk.form(initial=desk.typed(values).raw() | {"change": values.get("change", "")})
    return page(request, TEMPLATE, desks.context(desk, form, shows_preview=asked[0] == "preview"))


def _nothing(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """校对 and 预览 only draw the page again."""


def _mend(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """One press puts right what a rule has found: ``["mend", rule, words, which]``."""
    rule, words, which = (*asked[1:], "", "", 0)[:3]
    shown = desks.proved(desk, desk.typed(values)).found
    for name, value in proofs.mend_named(shown, str(rule), str(words), which if isinstance(which, int) else 0).items():
        values[name] = value


def _accept(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """Take a suggestion over: ``["accept", rule, words, start]``."""
    rule, words, start = (*asked[1:], "", "", 0)[:3]
    typed = desk.typed(values)
    for one in desks.proved(desk, typed).found:
        fits = (one.rule, one.text, one.start) == (rule, words, start)
        if fits and one.field == "text" and one.suggestion is not None:
            values["text"] = typed.text[: one.start] + one.suggestion + typed.text[one.end :]


def _ignore(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """Leave it, for the reason that stands below the list: ``["ignore", rule, words]``."""
    rule, words = (*map(str, asked[1:]), "", "")[:2]
    keeping.keep_finding(desk.matter, rule, words, values.get("reason", ""), actor=request.actor, at=request.now)


def _again(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """Look at it again: ``["again", id]``."""
    if len(asked) > 1 and isinstance(asked[1], int):
        keeping.ask_again(desk.matter, asked[1], actor=request.actor)


def _discard(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """Throw away what was kept and begin from what is stored."""
    drafts.forget_draft(desk.matter, request.actor)
    fresh = desk.form(initial=desks.stored(desk)).typed.raw()
    for name in {*values, *fresh}:
        if name in fresh:
            values.setlist(name, fresh[name] if isinstance(fresh[name], list) else [fresh[name]])


def _annex(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """One more annex; without script an empty pair of fields is always there."""


def _import(request: Request, desk: Sitting, values: QueryDict, asked: list[Any]) -> None:
    """The text of a DOCX behind what is there."""
    brought = bringing.text_of(request.FILES.get("file"))
    values["text"] = "\n".join(filter(None, [values.get("text", ""), brought.text]))


HELP = {
    "mend": _mend, "accept": _accept, "ignore": _ignore, "again": _again, "discard": _discard, "import": _import,
    "annex": _annex,
}  # fmt: skip
