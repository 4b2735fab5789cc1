"""我的待办: one list for all modules, soonest first; and its first lines on everybody's desk."""

from __future__ import annotations

from datetime import datetime
from html import escape
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from shuniu.kernel.casework import worklists
from shuniu.kernel.casework.worklists import Line, Waiting
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web import marks
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.desk import Card
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table

SHOWN_ON_DESK = 8
LIGHTS = {"red": _l("已超期"), "amber": _l("将到期"), "green": _l("正常"), "none": _l("不计时")}


def _due(line: Line, now: datetime) -> SafeString:
    light = marks.light(line.light)
    if line.due_at is None:
        return SafeString(f'<span class="due">{light}</span>')
    late = (
        f' <span class="muted nowrap">{marks.when(line.due_at, now.date(), now)}</span>' if line.light == "red" else ""
    )
    shown = timezone.localtime(line.due_at).strftime("%m-%d %H:%M")
    return SafeString(f'<span class="due">{light} <span class="nowrap num">{shown}</span>{late}</span>')


def _title(line: Line, now: datetime) -> SafeString:
    urgent = line.matter.urgency != "ordinary"
    badge = f" {marks.badge(line.matter.get_urgency_display(), 'bad')}" if urgent else ""
    return SafeString(f'<a href="{line.url}">{escape(line.matter.title)}</a>{badge}')


COLUMNS = (
    Column("title", _l("标题"), wide=True, cell=_title),
    Column("task", _l("要做什么")),
    Column("kind", _l("业务")),
    Column("number", _l("编号"), value="matter.number", kind="code"),
    Column("unit", _l("办理单位")),
    Column("due", _l("期限"), cell=_due),
)


@require_safe
def worklist(request: Request) -> HttpResponse:
    """我的待办: what waits for me in every module."""
    kinds = worklists.kinds_for(request.actor)
    kind = next((key for key, _label in kinds if key == request.GET.get("kind")), "")
    light = request.GET.get("light") if request.GET.get("light") in LIGHTS else ""
    found = worklists.waiting(request.actor, request.now, kind=kind)
    tasks = worklists.tasks(request.actor, request.now, light=light or "", kind=kind)
    shown = page_of(tasks, request.GET, order=("due_at", "pk"), known=found.counted(light or ""))
    table = Table(
        _("我的待办"), COLUMNS, worklists.lines(shown.rows, request.now), empty=_("没有等您办理的事项。"),
        advice=_("新的任务一到，会出现在这里。"),
    )  # fmt: skip
    context = {"slice": shown, "table": table, "tabs": _light_tabs(found, kind), "here": _here(light or "", kind),
               "kinds": _kind_tabs(kinds, light or "")}  # fmt: skip
    return page(request, "casework/worklist.html", context)


def _here(light: str, kind: str) -> str:
    kept = {name: value for name, value in (("light", light), ("kind", kind)) if value}
    return f"{reverse('worklist')}{'?' + urlencode(kept) if kept else ''}"


def _light_tabs(found: Waiting, kind: str) -> list[tuple[str, str, int]]:
    counts = {light: found.counted(light) for light in LIGHTS}
    tabs = [
        (str(LIGHTS[light]), _here(light, kind), count) for light, count in counts.items() if count or light != "none"
    ]
    return [(_("全部"), _here("", kind), found.total), *tabs]


def _kind_tabs(kinds: list[tuple[str, str]], light: str) -> list[tuple[str, str, None]]:
    """The businesses, when a person has more than one."""
    if len(kinds) < 2:  # one is no choice
        return []
    return [(_("全部业务"), _here(light, ""), None), *((label, _here(light, kind), None) for kind, label in kinds)]


def card(actor: Actor, now: datetime) -> Card | None:
    """The most pressing of it on the desk, for whoever any business can ask something of."""
    found = worklists.waiting(actor, now)
    if not (found.total or worklists.kinds_for(actor)):
        return None
    context = {"rows": _soonest(actor, now) if found.total else [], "lights": found.lights, "undated": found.undated}
    return Card(_("我的待办"), "casework/desk_tasks.html", context, wide=True)


def _soonest(actor: Actor, now: datetime) -> list[Line]:
    few = page_of(worklists.tasks(actor, now), {}, order=("due_at", "pk"), size=SHOWN_ON_DESK, count=False)
    return worklists.lines(few.rows, now)
