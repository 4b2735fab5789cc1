"""话题预警: what rises, with its requests, places and trend; watch, dismiss, tell a leader, instruct. And the card."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web import charts, idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.public.hotline.operations import gathering, instructing
from shuniu.public.hotline.operations import topics as verbs
from shuniu.public.hotline.queries import topics as questions
from shuniu.public.hotline.queries.lines import whole_rows
from shuniu.public.hotline.queries.topic_chains import name_of
from shuniu.public.hotline.roles import DISPATCHER, LEADER, MANAGER, OPERATOR, SUPERVISOR
from shuniu.public.hotline.roles import TOPIC_READERS as READERS

INSTRUCT, GATHER = "hotline.topic_instruct", "hotline.topic_gather"
DECIDERS = (MANAGER, SUPERVISOR)
GATHERERS = (DISPATCHER, OPERATOR)
MOST = 100


class DecideForm(forms.Form):
    decision = forms.ChoiceField(choices=[(one, one) for one in ("watch", "dismiss", "report")])
    reason = forms.CharField(required=False, max_length=200)
    brief = forms.CharField(required=False, max_length=4000)


class GatherForm(forms.Form):
    main = forms.CharField(
        label=_l("主件编号"), max_length=40,
        help_text=_l("其余诉求并入主件，由主件的承办单位统一办理、统一答复；每位反映人在自己的诉求里都能看到进展和答复。"),
    )  # fmt: skip


class InstructForm(forms.Form):
    text = forms.CharField(label=_l("批示"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    follow = forms.BooleanField(
        label=_l("转为督查事项"), required=False, initial=True,
        help_text=_l("督查机构据此立项、交办，结果在来龙去脉里看得到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        if not instructing.may_follow(on):
            del self.fields["follow"]


@roles(*READERS)
@require_safe
def listing(request: Request) -> HttpResponse:
    status = request.GET.get("status", "")
    shown = page_of(questions.topics(status), request.GET, order=("-raised_at", "-pk"), size=20)
    return page(request, "hotline/topics.html", {"slice": shown, "status": status})


@roles(*READERS)
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    found, told = _found(pk), request.GET.get("told", "")
    view = questions.topic_view(found, request.actor, now=request.now)
    members = questions.members_of(found, told=told, now=request.now)
    shown = page_of(members, request.GET, order=("-received_at", "-pk"), known=view.counted(told))
    context = {
        "view": view,
        "slice": shown,
        "rows": whole_rows(shown.rows, request.now),
        "told": told,
        "trend": _trend(view),
        "brief": found.brief or verbs.brief_of(found, now=request.now, places=view.places),
        "may_decide": request.actor.holds_any(DECIDERS),
        "may_sort": request.actor.holds_any((*DECIDERS, *GATHERERS)),
        "may_instruct": request.actor.holds(LEADER),
        "instruct": InstructForm(on=request.today),
        "chain": name_of(found),
        **_gathering(found, request.actor),
    }
    return page(request, "hotline/topic.html", context)


def _gathering(found: Any, actor: Actor) -> dict[str, Any]:
    """What whoever dispatches may join, and into which one."""
    if not actor.holds_any(GATHERERS):
        return {}
    main, joinable = gathering.main_of(found), gathering.joinable(found)
    if main is None:
        return {}
    form = GatherForm(initial={"main": main.number})
    return {"main": main, "joinable": joinable.exclude(pk=main.pk).count(), "gather": form}


def _trend(view: questions.TopicView) -> charts.Chart:
    labels = [f"{day.month}-{day.day}" for day, _count in view.days]
    return charts.line(
        _("每日件数"), labels, charts.Series(_("件数"), [count for _day, count in view.days]), unit=_("件")
    )


@roles(*DECIDERS)
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """关注, 排除 or 呈报."""
    found, form = _found(pk), DecideForm(request.POST)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    try:
        if data["decision"] == "watch":
            verbs.watch(found, actor=request.actor, at=request.now)
        elif data["decision"] == "dismiss":
            verbs.dismiss(found, actor=request.actor, at=request.now, reason=data["reason"])
        else:
            verbs.report(found, actor=request.actor, at=request.now, brief=data["brief"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已办理：%(status)s。") % {"status": found.get_status_display()})
    return go(request, reverse("hotline:topic", args=[pk]))


@roles(*DECIDERS, *GATHERERS)
@require_POST
def members(request: Request, pk: int) -> HttpResponse:
    """移出本话题, 放回: what was ticked in the list."""
    found, back = _found(pk), request.POST.get("do") == "back"
    numbers = [number for number in request.POST.getlist("number") if number.isalnum()][:MOST]
    count = verbs.leave_out(found, numbers, actor=request.actor, at=request.now, back=back)
    if not count:
        messages.warning(request, _("请先勾选诉求。"))
    elif back:
        messages.success(request, _("已放回%(count)s件。") % {"count": count})
    else:
        messages.success(request, _("已移出%(count)s件，在清单下面可以放回。") % {"count": count})
    return go(request, reverse("hotline:topic", args=[pk]))


@roles(LEADER)
@require_POST
def instruct(request: Request, pk: int) -> HttpResponse:
    found, form = _found(pk), InstructForm(request.POST, on=request.today)
    if not form.is_valid():
        messages.error(request, _("请写下批示内容。"))
        return go(request, reverse("hotline:topic", args=[pk]))
    try:
        key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), INSTRUCT)
        row, done, left = instructing.instruct(found, actor=request.actor, at=request.now, key=key, **form.cleaned_data)
    except idempotency.BadToken:
        messages.error(request, _("页面已过期，请再写一次。"))
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        _say(request, done, left, row.matter.number if row.matter else "")
    return go(request, reverse("hotline:topic", args=[pk]))


def _say(request: Request, done: int, left: int, number: str | None) -> None:
    messages.success(request, _("批示已转到%(count)s件在办诉求。") % {"count": done})
    if left:
        messages.info(request, _("其余%(count)s件正在后台转达，几分钟内完成。") % {"count": left})
    if number:
        messages.success(request, _("已转为督查事项，等待督查机构立项：%(number)s。") % {"number": number})


@roles(*GATHERERS)
@require_POST
def gather(request: Request, pk: int) -> HttpResponse:
    """合并办理: all of a topic that may be joined goes into one request."""
    found, form = _found(pk), GatherForm(request.POST)
    try:
        key = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), GATHER)
        if not form.is_valid():
            raise StepRefused(_("请填写主件编号。"))
        number = form.cleaned_data["main"].strip()
        done = gathering.gather_topic(found, number, actor=request.actor, at=request.now, key=key)
    except idempotency.BadToken:
        messages.error(request, _("页面已过期，请再试一次。"))
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        _say_gathered(request, number, done)
    return go(request, reverse("hotline:topic", args=[pk]))


def _say_gathered(request: Request, number: str, found: gathering.Gathered) -> None:
    messages.success(request, _("已并入%(number)s：%(count)s件。") % {"number": number, "count": found.done})
    if found.left:
        messages.info(request, _("其余%(count)s件正在后台并入，刷新本页可以看到进度。") % {"count": found.left})
    if found.refused:
        first = found.refused[0]
        messages.warning(
            request,
            _("%(count)s件没有并入，例如%(number)s：%(why)s")
            % {"count": len(found.refused), "number": first.number, "why": first.why},
        )


@roles(*READERS)
@require_safe
def card(request: Request) -> HttpResponse:
    """派单建议的测评卡: what each trained version was measured to be able to do, and how it fares in use."""
    versions = questions.versions()
    chosen = next((one for one in versions if one.version == request.GET.get("version")), None)
    shown = chosen or (versions[0] if versions else None)
    context = {"versions": versions, "chosen": shown, "in_use": questions.in_use(request.now),
               "days": questions.MEASURED_DAYS, **questions.card_of(shown)}  # fmt: skip
    return page(request, "hotline/routing_card.html", context)


def _found(pk: int) -> Any:
    found = questions.topic(pk)
    if found is None:
        raise Http404
    return found
