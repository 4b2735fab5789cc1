"""The page of what waits for a person in one business, and the two orders of its lists: what every module shows alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import queues
from shuniu.kernel.casework.models import Task
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.casework.queues import SOONEST, Listing, Queue
from shuniu.kernel.web.paging import Slice, page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import query_without

Tab = tuple[str, str, int | None]
"""Words, address, and how many there are."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a person's tasks of a kind; ``context`` is what its template needs besides the table."""

    slice: Slice[Task]
    context: dict[str, Any]


def shown(request: Request, name: str, kind: str) -> Shown:
    """The tasks that ``?light=`` and ``?task=`` ask for, soonest first. ``name`` is the page's own address."""
    queue = queues.queue(request.actor, kind, request.now)
    light, label = request.GET.get("light", ""), request.GET.get("task", "")
    tasks = queues.queue_tasks(queue.tasks, light=light, label=label, now=request.now)
    found = page_of(tasks, request.GET, order=SOONEST, known=None if label else queue.counts.get(light))
    tabs, kinds = queue_tabs(name, queue, label), kind_tabs(name, queue, light)
    return Shown(found, {"slice": found, "tabs": tabs, "kinds": kinds, "here": here(name, light, label)})


def here(name: str, light: str, label: str) -> str:
    kept = {key: value for key, value in (("light", light), ("task", label)) if value}
    return f"{reverse(name)}{'?' + urlencode(kept) if kept else ''}"


def queue_tabs(name: str, queue: Queue, label: str) -> list[Tab]:
    """The lights of the present queue, each with its count; no counts where a kind of task is chosen."""
    words = {"": _("全部"), "red": _("已超期"), "amber": _("将到期"), "green": _("正常"), "none": _("不计时")}
    offered = [light for light in words if light != "none" or queue.counts["none"]]
    return [(words[light], here(name, light, label), None if label else queue.counts[light]) for light in offered]


def kind_tabs(name: str, queue: Queue, light: str) -> list[Tab]:
    """The kinds of task, when there is more than one."""
    if len(queue.labels) < 2:
        return []
    kinds: list[Tab] = [(_(label), here(name, light, label), count) for label, count in queue.labels]
    return [(_("各类待办"), here(name, light, ""), None), *kinds]


def asked(
    request: Request, form: Form, procedure: type[Procedure], narrowings: Mapping[str, Callable[[Any], Q]]
) -> Listing:
    """The list that the filters ask for; without a row under a filter that was not understood."""
    wanted = form.cleaned_data if form.is_valid() else {}
    by_due = request.GET.get("order") == "due"
    found = queues.listing(request.actor, procedure, narrowings, wanted, request.now, by_due=by_due)
    return found.nothing if form.errors else found


def order_context(asked: QueryDict, found: Listing) -> dict[str, Any]:
    """The two orders of a list, and which of them it stands in."""
    return {"orders": order_tabs(asked), "order_url": order_url(asked, "due" if found.order == SOONEST else "new")}


def order_url(asked: QueryDict, order: str) -> str:
    kept = query_without(asked, "after", "before", "order")
    return f"?{kept}{'&' if kept else ''}{urlencode({'order': order})}"


def order_tabs(asked: QueryDict) -> list[Tab]:
    return [(_("最新"), order_url(asked, "new"), None), (_("期限最近（计时中）"), order_url(asked, "due"), None)]
