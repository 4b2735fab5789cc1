"""发送程序: a dispatched paper on its way to one unit, from 待签收 to 已签收.

Opened by the dispatch, one for each receiving unit. The unit's clerk receives it in one click, with the time noted
(art. 24: 签收), or returns it with a reason. What becomes of the paper afterwards is told to every receiver.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import (
    SYSTEM,
    Clock,
    Phase,
    Procedure,
    State,
    Step,
    any_of,
    centre,
    lead,
    opening,
)
from shuniu.office.documents import roles
from shuniu.office.documents.limits import receive_limit
from shuniu.office.documents.models import Delivery
from shuniu.office.documents.roles import DIRECTOR, HEAD, LIAISON, REGISTRAR

RECEIVERS = (lead(LIAISON), lead(HEAD))


def not_for_us(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if str(data.get("reason", "")).strip() else _("请写明退回的理由。")


class Sending(Procedure):
    """发送."""

    kind = "documents.delivery"
    label = "文件发送"
    series = "documents.delivery"
    page = "documents:delivery"
    home = roles.HOME
    sees_all = (*roles.SECTION, DIRECTOR)
    sees_own = roles.UNITS
    detail = Delivery
    folded = ("received_at", "received_by", "chases", "reason", "standing")

    # 状态
    sent = State("待签收", initial=True, waits=(lead(LIAISON),), phase=Phase.WAITING, task="待签收")
    received = State("已签收", final=True)
    returned = State("已退回，待处理", waits=(centre(REGISTRAR),), task="退回的发送待处理")
    dropped = State("已退回", final=True)
    withdrawn = State("发送已撤回", final=True)

    # 期限
    receive_clock = Clock("签收", limit=receive_limit)

    # 步骤
    send = opening(
        "发送", sent, by=(centre(REGISTRAR), SYSTEM), needs=("unit",), assigns=True, clocks=(receive_clock.start(),)
    )
    receive = Step("签收", sent.to(received), by=RECEIVERS, clocks=(receive_clock.stop(),), outcome="received")
    return_ = Step(
        "退回发送", sent.to(returned), by=RECEIVERS, needs=("reason",), when=not_for_us, clocks=(receive_clock.stop(),),
    )
    chase = Step("催办", sent.stays, by=(centre(REGISTRAR), centre(DIRECTOR)))
    remind = Step("自动提醒", sent.stays, by=(SYSTEM,), at_most=3)
    send_again = Step(
        "重新发送", returned.to(sent), by=(centre(REGISTRAR),), needs=("reason",), clocks=(receive_clock.restart(),),
    )
    accept_return = Step("同意退回", returned.to(dropped), by=(centre(REGISTRAR),), outcome="returned")
    withdraw = Step(
        # Also what has been received: the paper itself is recalled, and whoever holds a copy must know.
        "撤回发送", any_of(sent, received, returned).to(withdrawn), by=(SYSTEM,), needs=("reason",), outcome="withdrawn",
    )
    inform = Step("告知效力", any_of(sent, received, returned).stays, by=(SYSTEM,), needs=("standing", "reason"))

    @classmethod
    def fold(cls, detail: Delivery, passage: Passage) -> None:
        if passage.step == "receive":
            detail.received_at, detail.received_by = passage.at, passage.by
        elif passage.step in ("return_", "withdraw", "inform"):
            detail.reason = passage.data["reason"]
            detail.standing = passage.data.get("standing", detail.standing)
        elif passage.step in ("chase", "remind"):
            detail.chases += 1
