"""领导活动: 申请 → 拟排 → 排定 → 登记结果; or another time, another leader, or no.

No instrument orders this course: it is the office's own, and so are its limits (``limits.py``) and the values of its
screening (``rules.py``). A time is *placed* (拟排) as often as the sheet is moved about, and *fixed* (排定) once; what is
fixed takes the leader's time, which the database guards.
"""

from __future__ import annotations

from typing import Any

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import Clock, Procedure, Seat, State, Step, any_of, centre, lead, opening, seated
from shuniu.office.engagements import limits, roles
from shuniu.office.engagements.models import Engagement
from shuniu.office.engagements.procedures import folding, guards
from shuniu.office.engagements.procedures.folding import ASK, FOLDED, LEADER
from shuniu.office.engagements.roles import ARRANGER, LIAISON, SECRETARY

DESK = (centre(ARRANGER), centre(SECRETARY))


class LeaderEngagement(Procedure):
    """领导活动."""

    kind = "engagements.engagement"
    label = "领导活动"
    version = 1
    series = "engagements"
    page = "engagements:engagement"
    home = roles.HOME
    sees_all = (ARRANGER, SECRETARY, roles.LEADER)
    sees_own = roles.UNITS
    seen_by_takers = True
    detail = Engagement
    folded = (*FOLDED, "state")
    repeats = ("state",)

    # 状态
    requested = State("待统筹", initial=True, waits=(centre(ARRANGER),))
    proposed = State("拟排待确认", waits=(centre(ARRANGER), seated(LEADER)))
    offered = State("待单位答复改约", waits=(lead(LIAISON),))
    arranged = State("已排定")
    held = State("已举行", final=True)
    declined = State("未予安排", final=True)
    cancelled = State("活动已取消", final=True)
    withdrawn = State("申请已撤回", final=True)

    # 期限
    answer_clock = Clock("答复申请", limit=limits.ANSWER)
    choose_clock = Clock("答复改约", limit=limits.CHOOSE)

    UNDECIDED = any_of(requested, proposed, offered)

    ask = opening(
        "申请领导活动", requested, by=(seated(ASK), *DESK, seated(LEADER)), assigns=True, clocks=(answer_clock.start(),)
    )
    propose = Step(
        "拟排", any_of(requested, proposed).to(proposed), by=DESK, needs=("leader", "starts", "ends"), when=guards.span,
    )
    arrange = Step(
        "排定", any_of(requested, proposed).to(arranged), by=DESK, when=guards.has_time, clocks=(answer_clock.stop(),),
    )
    accept = Step(
        "领导同意参加", proposed.to(arranged), by=(seated(LEADER),), when=guards.has_time, clocks=(answer_clock.stop(),),
    )
    acknowledge = Step("领导已阅知", arranged.stays, by=(seated(LEADER),))
    refuse = Step(
        "领导不能参加", any_of(proposed, arranged).to(requested), by=(seated(LEADER),), needs=("reason",),
        clocks=(answer_clock.start(),),
    )
    pass_on = Step(
        "转请其他领导", any_of(requested, proposed, arranged).to(requested), by=(*DESK, seated(LEADER)), needs=("leader",),
        when=guards.another, clocks=(answer_clock.start(),),
    )
    offer = Step(
        "改约时间", any_of(requested, proposed).to(offered), by=DESK, needs=("leader", "starts", "ends"), when=guards.span,
        clocks=(answer_clock.stop(), choose_clock.start()),
    )
    take_offer = Step("同意改约", offered.to(proposed), by=(lead(LIAISON), *DESK), clocks=(choose_clock.stop(),))
    leave_offer = Step(
        "不同意改约", offered.to(requested), by=(lead(LIAISON), *DESK), needs=("reason",),
        clocks=(choose_clock.stop(), answer_clock.start()),
    )
    put_back = Step("退回待排", any_of(proposed, arranged).to(requested), by=DESK, clocks=(answer_clock.start(),))
    decline = Step(
        "不予安排", UNDECIDED.to(declined), by=DESK, needs=("why", "reason"), outcome="declined",
        clocks=(answer_clock.stop(), choose_clock.stop()),
    )
    change = Step("改期改地点", arranged.stays, by=DESK, needs=("leader", "starts", "ends"), when=guards.span)
    cancel = Step(
        "取消活动", arranged.to(cancelled), by=(*DESK, lead(LIAISON)), needs=("reason",), outcome="cancelled",
        confirm="取消后通知所有有关人员，时间空出。确定取消吗？",
    )
    withdraw = Step("撤回申请", UNDECIDED.to(withdrawn), by=(lead(LIAISON),), outcome="withdrawn")
    hold = Step(
        "登记活动结果", arranged.to(held), by=(*DESK, seated(LEADER)), needs=("text",), outcome="held",
    )

    @classmethod
    def seats(cls, detail: Any) -> tuple[Seat, ...]:
        return folding.seats(detail)

    @classmethod
    def fold(cls, detail: Any, passage: Passage) -> None:
        folding.fold(detail, passage)
