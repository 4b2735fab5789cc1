"""督查看板, the tree, the time axis, and where a matter comes from and leads to."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Table
from shuniu.office.supervision.queries import boards, chains
from shuniu.office.supervision.roles import SECTION, STAFF
from shuniu.office.supervision.views import columns, pictures


@roles(*STAFF)
@require_safe
def board(request: Request) -> HttpResponse:
    """How the open assignments stand: pictures first, the lists one press behind."""
    found, urgent = boards.read(request.actor, request.now)
    table = Table(_("超期和将到期的事项"), columns.URGENT, urgent,
                  empty=_("没有超期或者将到期的事项。"), advice=_("全部事项在“全部督查事项”里。"), key=columns.key, around=tree().stamp)  # fmt: skip
    context = {"found": found, "table": table, "tabs": columns.board_tabs, "drawn": partial(pictures.drawn, found),
               "registers": request.actor.holds_any(SECTION)}  # fmt: skip
    return page(request, "supervision/board.html", context)


@roles(*STAFF)
@require_safe
def branches(request: Request) -> HttpResponse:
    """What was split, as a tree; ``?root=`` narrows to one."""
    root = request.GET.get("root", "")[:40].replace("\x00", "")
    found = boards.branches(request.actor, request.now, root)
    context = {
        "branches": found,
        "narrowed": bool(root),
        "tabs": columns.board_tabs,
        "done": bool(request.GET.get("done")),
    }
    return page(request, "supervision/tree.html", context)


@roles(*STAFF)
@require_safe
def axis(request: Request) -> HttpResponse:
    """The open assignments on one axis of time, the soonest first, with their milestones."""
    found = boards.bars(request.actor, request.now)
    context = {"axis": partial(pictures.axis, found, request.today), "bars": found, "most": boards.AXIS,
               "tabs": columns.board_tabs}  # fmt: skip
    return page(request, "supervision/axis.html", context)


@require_safe
def chain(request: Request, number: str) -> HttpResponse:
    """来龙去脉 of any matter that this person may see, whatever its kind."""
    found = chains.chain_of(request.actor, number.replace("\x00", ""), request.now)
    return page(request, "supervision/chain.html", {"chain": found})
