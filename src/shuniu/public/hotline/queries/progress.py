"""Where a request stands, for its citizen: the line 登记 → 派单 → 办理 → 答复 → 评价, and what happens next in a sentence.

Made from the same state as the office's page; it says no more than the states' own public words do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.public.hotline.procedures import HotlineRequest as P
from shuniu.public.hotline.queries.citizens import PublicView

DONE, NOW, AHEAD = "done", "now", "ahead"
REGISTERED, DISPATCH, HANDLE, ANSWER, RATE = (
    gettext_lazy("登记"), gettext_lazy("派单"), gettext_lazy("办理"), gettext_lazy("答复"), gettext_lazy("评价"),
)  # fmt: skip
JOINED, REVIEW = gettext_lazy("并案"), gettext_lazy("复核")
AT = {
    P.registered.name: 1,
    P.returned.name: 1,
    P.contested.name: 1,
    P.dispatched.name: 2,
    P.handling.name: 2,
    P.extension_asked.name: 2,
    P.joined.name: 2,
    P.replied.name: 3,
    P.calling_back.name: 4,
}
"""The stage that a state stands at, counted from 登记 = 0."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the line; ``standing`` is done, now or ahead."""

    label: str
    standing: str


def stages(view: PublicView) -> list[Stage]:
    """The line of a request; empty for one that its citizen withdrew."""
    state = view.matter.state
    if state == P.withdrawn.name:
        return []
    labels = _labels(view)
    at = AT.get(state, len(labels) - 1)
    finished = state == P.closed.name and not awaits_rating(view)
    return [
        Stage(str(label), DONE if finished or nth < at else NOW if nth == at else AHEAD)
        for nth, label in enumerate(labels)
    ]


def _labels(view: PublicView) -> list[str | Promise]:
    state = view.matter.state
    if state == P.joined.name:
        return [REGISTERED, JOINED, HANDLE, ANSWER, RATE]
    if state == P.reviewing.name:
        return [REGISTERED, ANSWER, REVIEW]
    if state == P.closed.name and view.matter.unit_id is None:  # Answered by the centre itself, or with another's.
        return [REGISTERED, ANSWER, RATE]
    return [REGISTERED, DISPATCH, HANDLE, ANSWER, RATE]


def awaits_rating(view: PublicView) -> bool:
    """Answered, and the citizen has not said yet how that answer went; one that was done again is asked about again."""
    rated, answered = view.request.rated_at, view.answered_last
    return P.rate.name in view.may and (rated is None or (answered is not None and rated < answered))


def overdue(view: PublicView, now: datetime) -> bool:
    """The day promised to the citizen is past and nothing has been answered."""
    why = view.why
    return why is not None and why.stopped_at is None and view.matter.closed_at is None and why.legal_due < now


def what_next(view: PublicView) -> str:
    """What happens next, or what the citizen can do now, in one plain sentence or two."""
    say = NEXT.get(view.matter.state)
    return say(view) if say is not None else ""


def _registered(view: PublicView) -> str:
    return _("热线中心正在看您写的内容，看过后当场答复，或者派给负责的单位。您现在不用做什么。")


def _handling(view: PublicView) -> str:
    return _("%(unit)s负责办理，需要时会与您联系。办好后由热线中心审核，再把结果告诉您。") % {
        "unit": view.unit or _("承办单位")
    }


def _choosing(view: PublicView) -> str:
    return _("正在核定由哪个单位办理。不管换不换单位，答复您的日期都不变。")


def _replied(view: PublicView) -> str:
    return _("单位已经办了，热线中心正在审核答复。审核通过，您就能在这里看到。")


def _calling_back(view: PublicView) -> str:
    return _("请看答复，告诉我们办得怎样。热线中心也可能给您打电话；没有解决的，可以退回重新办理。")


def _joined(view: PublicView) -> str:
    return _(
        "有人先反映了同一件事，合在一起办。那件诉求的答复也是给您的答复，会写在这里；不认可的，您同样可以申请复核。"
    )


def _reviewing(view: PublicView) -> str:
    return _("由没有审核过原答复的人员重新看一遍。维持原来的结果还是重新办理，都会写在这里。")


def _closed(view: PublicView) -> str:
    if P.appeal.name in view.may:
        return _("这件事已经办结。认可结果，什么都不用做；不认可，可以在下面申请复核。")
    return _("这件事已经办结。还有问题的，可以重新反映，写上这个诉求编号。")


def _withdrawn(view: PublicView) -> str:
    return _("这件事不再办理。需要时，可以重新反映。")


NEXT: dict[str, Callable[[PublicView], str]] = {
    P.registered.name: _registered,
    P.dispatched.name: _handling,
    P.handling.name: _handling,
    P.extension_asked.name: _handling,
    P.returned.name: _choosing,
    P.contested.name: _choosing,
    P.replied.name: _replied,
    P.calling_back.name: _calling_back,
    P.joined.name: _joined,
    P.reviewing.name: _reviewing,
    P.closed.name: _closed,
    P.withdrawn.name: _withdrawn,
}
