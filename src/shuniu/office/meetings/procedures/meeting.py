"""会议程序: 申请 → 审签 → 批准 → 筹备 → 通知 → 召开 → 纪要 → 议定事项交办 → 办结.

No instrument orders these steps; they are the office's own, and every clock is a local limit (``limits.py``). Who is
invited, what is on the agenda and which rooms are taken are rows of their own beside the matter.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import (
    SYSTEM,
    Clock,
    Procedure,
    Seat,
    State,
    Step,
    any_of,
    centre,
    lead,
    opening,
    seated,
)
from shuniu.office.meetings import roles
from shuniu.office.meetings.models import Meeting
from shuniu.office.meetings.procedures import guards
from shuniu.office.meetings.procedures.folding import FOLDED, fold
from shuniu.office.meetings.roles import CLERK, DIRECTOR, HEAD, LIAISON

OPENING = "meetings.request"
"""Kind of the seat from which a meeting is asked for: a liaison's, in the unit that the detail row names."""
ASKERS = (lead(LIAISON), lead(HEAD))
ASKED = ("unit", "title", "klass", "starts", "ends")


class MeetingCourse(Procedure):
    """会议."""

    kind = "meetings.meeting"
    label = "会议"
    version = 1
    effective_from = date(2000, 1, 1)
    series = "meetings.meeting"
    page = "meetings:matter"
    home = roles.HOME
    sees_all = roles.SEES_ALL
    sees_own = roles.UNITS
    seen_by_takers = True
    detail = Meeting
    folded = FOLDED

    # 状态
    requested = State("会议申请待审签", initial=True, waits=(lead(HEAD),))
    returned = State("会议申请待修改", waits=(lead(LIAISON),))
    endorsed = State("会议申请待批准", waits=(centre(DIRECTOR),))
    planning = State("会议筹备中", waits=(centre(CLERK),))
    noticed = State("会议已通知", waits=(centre(CLERK),), task="待召开")
    held = State("待起草纪要", waits=(centre(CLERK),))
    reviewing = State("纪要待审定", waits=(centre(DIRECTOR),))
    approved = State("纪要待印发", waits=(centre(CLERK),))
    following = State("议定事项待交办", waits=(centre(CLERK),))
    withdrawn = State("会议申请已撤回", final=True)
    refused = State("会议未批准", final=True)
    on_paper = State("已改为发文", final=True)
    cancelled = State("会议已取消", final=True)
    concluded = State("会议办结", final=True)

    # 期限
    endorse_clock = Clock("会议申请审签", limit="meetings.endorse")
    approve_clock = Clock("会议申请批准", limit="meetings.approve")
    minutes_clock = Clock("起草纪要", limit="meetings.minutes")
    check_clock = Clock("审定纪要", limit="meetings.check")
    send_clock = Clock("印发纪要", limit="meetings.send")
    assign_clock = Clock("交办议定事项", limit="meetings.assign")

    # 申请
    request = opening(
        "申请会议", requested, by=(seated(OPENING), centre(CLERK)), needs=ASKED, when=guards.sound, assigns=True,
        describes=True, clocks=(endorse_clock.start(),),
    )
    amend = Step("修改会议申请", requested.stays, by=ASKERS, needs=ASKED, when=guards.sound, describes=True)
    resubmit = Step(
        "重新报送会议申请", returned.to(requested), by=ASKERS, needs=ASKED, when=guards.sound, describes=True,
        clocks=(endorse_clock.start(),),
    )
    endorse = Step(
        "审签会议申请", requested.to(endorsed), by=(lead(HEAD),), clocks=(endorse_clock.stop(), approve_clock.start()),
    )
    send_back = Step(
        "审签退回", requested.to(returned), by=(lead(HEAD),), needs=("reason",), clocks=(endorse_clock.stop(),),
    )
    approve = Step("批准会议", endorsed.to(planning), by=(centre(DIRECTOR),), clocks=(approve_clock.stop(),))
    return_request = Step(
        "退回会议申请", endorsed.to(returned), by=(centre(DIRECTOR),), needs=("reason",), clocks=(approve_clock.stop(),),
    )
    put_on_paper = Step(
        "改为发文", endorsed.to(on_paper), by=(centre(DIRECTOR),), needs=("reason",), clocks=(approve_clock.stop(),),
        outcome="on_paper",
    )
    refuse = Step(
        "不批准会议", endorsed.to(refused), by=(centre(DIRECTOR),), needs=("reason",), clocks=(approve_clock.stop(),),
        outcome="refused",
    )
    withdraw = Step(
        "撤回会议申请", any_of(requested, returned, endorsed).to(withdrawn), by=ASKERS, needs=("reason",),
        clocks=(endorse_clock.stop(), approve_clock.stop()), outcome="withdrawn",
    )

    # 筹备、通知
    schedule = Step("安排时间和会场", planning.stays, by=(centre(CLERK),), needs=("starts", "ends"), when=guards.sound)
    collect = Step("征集议题", any_of(planning, noticed).stays, by=(centre(CLERK),), needs=("units", "until"))
    notify = Step(
        "发出会议通知", planning.to(noticed), by=(centre(CLERK),), when=guards.placed, offered=guards.is_placed,
    )
    remind = Step("催复参会", noticed.stays, by=(centre(CLERK),))
    change = Step(
        "变更会议", noticed.stays, by=(centre(CLERK),), needs=("reason", "starts", "ends"), when=guards.sound,
    )
    postpone = Step("延期召开", noticed.to(planning), by=(centre(CLERK), centre(DIRECTOR)), needs=("reason",))
    cancel = Step(
        "取消会议", any_of(planning, noticed).to(cancelled), by=(centre(CLERK), centre(DIRECTOR)), needs=("reason",),
        outcome="cancelled", confirm="取消后会议室随即空出，并通知全部参会人员。确定取消吗？",
    )

    # 召开、纪要
    finish = Step("结束会议", noticed.to(held), by=(centre(CLERK),), clocks=(minutes_clock.start(),))
    draft_minutes = Step(
        "报审纪要", held.to(reviewing), by=(centre(CLERK),), needs=("digest",),
        clocks=(minutes_clock.stop(), check_clock.start()),
    )
    return_minutes = Step(
        "退回纪要", reviewing.to(held), by=(centre(DIRECTOR),), needs=("reason",),
        clocks=(check_clock.stop(), minutes_clock.start()),
    )
    approve_minutes = Step(
        "审定纪要", reviewing.to(approved), by=(centre(DIRECTOR),), clocks=(check_clock.stop(), send_clock.start()),
    )
    send_minutes = Step(
        "印发纪要", approved.to(following), by=(centre(CLERK),), clocks=(send_clock.stop(), assign_clock.start()),
    )
    without_minutes = Step(
        "不印发纪要", held.to(concluded), by=(centre(DIRECTOR),), needs=("reason",), clocks=(minutes_clock.stop(),),
        outcome="no_minutes",
    )

    # 议定事项
    assign_decision = Step(
        "交办议定事项", following.stays, by=(centre(CLERK),), needs=("resolution",), offered=guards.some_left,
    )
    set_aside = Step(
        "不另交办", following.stays, by=(centre(CLERK),), needs=("resolution", "reason"), offered=guards.some_left,
    )
    conclude = Step(
        "办结会议", following.to(concluded), by=(centre(CLERK), SYSTEM), when=guards.all_settled,
        offered=guards.none_left, clocks=(assign_clock.stop(),), outcome="held",
    )

    @classmethod
    def seats(cls, detail: Any) -> tuple[Seat, ...]:
        return (Seat("request", cls.label, LIAISON, detail.unit_id, kind=OPENING),)

    @classmethod
    def fold(cls, detail: Any, passage: Passage) -> None:
        fold(detail, passage)
