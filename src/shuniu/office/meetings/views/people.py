"""Those who come: the list, their answers, their seats, and how they sign in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.forms.people import InviteForm, OrderForm, ReplyForm, SignForm, SignListForm
from shuniu.office.meetings.operations import inviting
from shuniu.office.meetings.qr import svg
from shuniu.office.meetings.queries import invitations, meetings
from shuniu.office.meetings.queries.seeing import opened
from shuniu.office.meetings.roles import CLERK
from shuniu.office.meetings.views.sending import sent, status_of


def _matter(request: Request, number: str) -> Matter:
    return opened(request.actor, number).case.matter


def _again(request: Request, number: str, **forms: object) -> HttpResponse:
    """The meeting's page with what was typed and what is wrong with it."""
    shown = meetings.page_of_meeting(request.actor, number, now=request.now)
    given = {"invite": InviteForm(), "reply": ReplyForm(initial={"reply": "yes"}), **forms}
    return page(request, "meetings/meeting.html", {"page": shown, "head": shown.head, **given}, status=422)


@roles(CLERK)
@require_POST
def invite(request: Request, number: str) -> HttpResponse:
    """Put a list of people on the list; who was there already, and who has another meeting then, is said."""
    matter, form = _matter(request, number), InviteForm(request.POST)
    done: list[inviting.Invited] = []
    part = request.POST.get("part", "")

    def act(key: str) -> None:
        done.append(inviting.invite(matter, form.lines, part, actor=request.actor, at=request.now))

    if not sent(request, form, "meetings.invite", act):
        return _again(request, number, invite=form)
    messages.success(request, _("已列入%(count)s个名额。") % {"count": done[0].added})
    for words in (*done[0].twice, *done[0].warnings):
        messages.warning(request, words)
    return go(request, f"{reverse('meetings:matter', args=[number])}#people")


@roles(CLERK)
@require_POST
def uninvite(request: Request, number: str, pk: int) -> HttpResponse:
    form = OrderForm({"order": str(pk), **request.POST.dict()})

    def act(key: str) -> None:
        inviting.uninvite(_matter(request, number), pk, actor=request.actor, at=request.now)

    if sent(request, form, "meetings.uninvite", act):
        messages.success(request, _("已撤出参会名单。"))
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return go(request, f"{reverse('meetings:matter', args=[number])}#people")


@require_POST
def reply(request: Request, number: str, pk: int) -> HttpResponse:
    """One press for yes; a substitute or an excuse with its reason."""
    matter, form = _matter(request, number), ReplyForm(request.POST)
    warned: list[str] = []

    def act(key: str) -> None:
        warned.extend(inviting.reply(matter, pk, form.answer(), actor=request.actor, at=request.now))

    if not sent(request, form, "meetings.reply", act):
        return _again(request, number, reply=form)
    messages.success(request, _("已回复。"))
    for words in warned:
        messages.warning(request, words)
    back = "meetings:mine" if request.POST.get("back") == "mine" else ""
    return go(request, reverse(back) if back else reverse("meetings:matter", args=[number]))


@roles(CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: Request, number: str) -> HttpResponse:
    """座次表, to be printed; and the order of the list, which is the order of the seats."""
    shown = meetings.page_of_meeting(request.actor, number, now=request.now)
    form = OrderForm(request.POST or None)
    if sent(
        request, form, "meetings.seats", lambda key: inviting.order(shown.case.matter, form.ids, actor=request.actor)
    ):
        return go(request, reverse("meetings:seats", args=[number]))
    rows = [one.row for one in shown.seats]
    columns = shown.rooms[0].columns if shown.rooms else 10
    context = {"page": shown, "head": shown.head, "rows": invitations.seating(rows, columns), "columns": columns}
    return page(request, "meetings/seats.html", context, status=status_of(form))


# --- 签到 ----------------------------------------------------------------------------------------------------------


@roles(CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_list(request: Request, number: str) -> HttpResponse:
    """按名单签到."""
    shown = meetings.page_of_meeting(request.actor, number, now=request.now)
    people = [(one.row.pk, one.comes) for one in shown.seats]
    begun = {"here": [one.row.pk for one in shown.seats if one.row.signed_at]}
    form = SignListForm(request.POST or None, people=people, initial=begun)

    def act(key: str) -> object:
        return inviting.sign_list(shown.case.matter, form.cleaned_data["here"], actor=request.actor, at=request.now)

    if sent(request, form, "meetings.sign_list", act):
        messages.success(request, _("签到已登记。"))
        return go(request, f"{reverse('meetings:matter', args=[number])}#people")
    return page(
        request, "meetings/sign_list.html", {"page": shown, "head": shown.head, "form": form}, status=status_of(form)
    )


def _sign_url(request: Request, number: str, code: str) -> str:
    return request.build_absolute_uri(f"{reverse('meetings:sign', args=[number])}?code={code}")


@roles(CLERK)
@never_cache
@require_safe
def code(request: Request, number: str) -> HttpResponse:
    """What hangs at the door: the picture to scan, and the code to type."""
    found = opened(request.actor, number)
    meeting = found.case.detail
    return page(request, "meetings/code.html", {"meeting": meeting, "number": number, "code": meeting.code})


@roles(CLERK)
@never_cache
@require_safe
def picture(request: Request, number: str) -> HttpResponse:
    """The code as a picture."""
    meeting = opened(request.actor, number).case.detail
    if not meeting.code:
        raise Http404
    return HttpResponse(svg(_sign_url(request, number, meeting.code)), content_type="image/svg+xml")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, number: str) -> HttpResponse:
    """签到 on one's own telephone: one press, with the code that the picture brought or that was typed."""
    found = opened(request.actor, number)
    form = SignForm(request.POST or None, initial={"code": request.GET.get("code", "")[:16]})
    mine = inviting.own(found.case.matter, request.actor)

    def act(key: str) -> object:
        return inviting.sign_in(
            found.case.matter, form.cleaned_data["code"].strip(), actor=request.actor, at=request.now
        )

    if sent(request, form, "meetings.sign", act):
        return go(request, reverse("meetings:sign", args=[number]))
    context = {"meeting": found.case.detail, "number": number, "form": form, "mine": mine, "matter": found.case.matter}
    return page(request, "meetings/sign.html", context, status=status_of(form))
