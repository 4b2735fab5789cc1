"""督查事项办理程序: 立项 → 交办 → 接收 → 反馈、催办 → 上报 → 核查 → 销号 → 结论告知 → 异议、复核.

Who may begin, the conclusion, the objection and its review are articles 7, 11, 16, 17 of the 政府督查工作条例 (``basis``);
how fast it goes is the city's own cadence (``cadences``), kept by each assignment as it stood when it was registered. Only
the supervision section closes; those who made a conclusion keep out of its review.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import (
    SYSTEM,
    Clock,
    Phase,
    Procedure,
    State,
    Step,
    any_of,
    assisting,
    centre,
    lead,
    opening,
)
from shuniu.kernel.law.limits import ResolvedLimit
from shuniu.office.supervision import basis, roles
from shuniu.office.supervision.cadences import CadenceLimit, extension_of, finish_limit
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.procedures import guards
from shuniu.office.supervision.procedures.folding import FOLDED, fold
from shuniu.office.supervision.roles import DIRECTOR, HANDLER, HEAD, LEADER, LIAISON, SUPERVISOR

UNIT = (lead(LIAISON), lead(HANDLER), lead(HEAD))
SECTION = (centre(SUPERVISOR), centre(DIRECTOR))
REVIEWERS = (centre(SUPERVISOR), centre(DIRECTOR), centre(LEADER))
CONCLUDED_BY = ("verify_true", "verify_false", "conclude", "close")
REPORTED_BY = ("progress", "submit", "sign", "assist")


def report_limit(detail: Any) -> ResolvedLimit:
    """The first report, and every one after it."""
    return CadenceLimit(getattr(detail, "round", "report"))(detail)


class Supervised(Procedure):
    """督查事项."""

    kind = "supervision.assignment"
    label = "督查事项"
    version = 1
    effective_from = date(2000, 1, 1)
    series = "supervision.assignment"
    page = "supervision:matter"
    home = roles.HOME
    sees_all = (*roles.SECTION, LEADER, "secretary")
    sees_own = roles.UNITS
    detail = Assignment
    folded = FOLDED
    repeats = ("unit_id", "due_at", "closed_at")

    # 状态
    registered = State("立项待审", initial=True, waits=(centre(DIRECTOR),))
    approved = State("待交办", waits=(centre(SUPERVISOR),))
    following = State("分解落实中", phase=Phase.SUSPENDED)
    assigned = State("待接收", waits=(lead(LIAISON),))
    contested = State("退回待裁定", waits=(centre(SUPERVISOR),))
    working = State("落实中", waits=(lead(LIAISON),))
    extension_asked = State("展期待审", waits=(centre(DIRECTOR),))
    signing = State("结果待审签", waits=(lead(HEAD),))
    reported = State("待核查", waits=(centre(SUPERVISOR),))
    verified = State("待销号", waits=(centre(SUPERVISOR),))
    concluding = State("销号待审", waits=(centre(DIRECTOR),))
    objected = State("异议复核中", waits=SECTION)
    refused = State("不予立项", final=True)
    cancelled = State("已撤销立项", final=True)
    closed = State("已销号", final=True)

    # 期限
    approve_clock = Clock("立项审批", limit="supervision.approve")
    assign_clock = Clock("交办", limit=CadenceLimit("assign"))
    receive_clock = Clock("接收", limit="supervision.receive")
    report_clock = Clock("反馈", limit=report_limit)
    finish_clock = Clock("办结", limit=finish_limit)
    ruling_clock = Clock("展期审批", limit="supervision.ruling")
    sign_clock = Clock("结果审签", limit="supervision.sign")
    verify_clock = Clock("核查", limit="supervision.verify")
    conclude_clock = Clock("销号", limit="supervision.conclude")
    review_clock = Clock("异议复核", period=basis.REVIEW, cites=basis.OBJECT)

    WITH_UNIT = any_of(assigned, contested, working, extension_asked, signing)
    OPEN = any_of(registered, approved, following, *WITH_UNIT.states, reported, verified, concluding)

    # 立项
    register = opening(
        "督查立项", registered, by=(*SECTION, SYSTEM), needs=("text",), clocks=(approve_clock.start(),), cites=basis.PLAN,
    )
    order = Step(
        "批准督查", registered.stays, by=(centre(LEADER),), cites=basis.PROPOSE, at_most=1,
        offered=lambda case: not case.detail.decided_by,
    )
    approve = Step(
        "同意立项", registered.to(approved), by=(centre(DIRECTOR),), when=guards.decided, cites=basis.DECIDE,
        clocks=(approve_clock.stop(), assign_clock.start()),
    )
    approve_with_parent = Step(
        "随上级事项立项", registered.to(approved), by=(SYSTEM,), clocks=(approve_clock.stop(), assign_clock.start()),
    )
    refuse = Step(
        "不同意立项", registered.to(refused), by=(centre(DIRECTOR),), needs=("reason",), clocks=(approve_clock.stop(),),
        outcome="refused",
    )
    cancel = Step(
        "撤销立项", any_of(approved, following, *WITH_UNIT.states).to(cancelled), by=(centre(DIRECTOR),),
        needs=("reason",), when=guards.children_closed, outcome="cancelled", confirm="撤销后本件不再督查。确定撤销吗？",
    )

    # 交办、接收
    assign = Step(
        "交办督查", any_of(approved, contested).to(assigned), by=(*SECTION, SYSTEM), needs=("unit",),
        when=guards.assignable, assigns=True, cites=basis.PLAN,
        clocks=(assign_clock.stop(), ruling_clock.stop(), receive_clock.start(), report_clock.start(), finish_clock.start()),
    )
    receive = Step("接收督查", assigned.to(working), by=UNIT, clocks=(receive_clock.stop(),))
    appoint = Step(
        "确定经办人", any_of(assigned, working).stays, by=(lead(LIAISON), lead(HEAD)), needs=("person",), owns=True,
    )
    return_ = Step(
        "退回交办", any_of(assigned, working).to(contested), by=(lead(LIAISON), lead(HEAD)), needs=("reason",), at_most=2,
        when=guards.other_unit_named, clocks=(receive_clock.stop(), ruling_clock.start()),
    )
    uphold = Step(
        "维持交办", contested.to(assigned), by=(centre(SUPERVISOR), centre(DIRECTOR)), needs=("reason",),
        clocks=(ruling_clock.stop(), receive_clock.start()),
    )
    plan = Step(
        "调整节点", any_of(approved, assigned, working).stays, by=(centre(SUPERVISOR),), when=guards.milestones_fit,
    )

    # 反馈、展期
    progress = Step(
        "反馈进展", working.stays, by=UNIT, needs=("text",), clocks=(report_clock.restart(),),
    )
    reach = Step(
        "完成节点", working.stays, by=UNIT, needs=("milestone",), when=guards.known_milestone, offered=guards.has_milestones,
    )
    assist = Step(
        "反馈协办", any_of(*WITH_UNIT.states, reported).stays, by=(assisting(LIAISON), assisting(HANDLER)),
        needs=("text",), answers_assist=True,
    )
    explain_delay = Step(
        "说明迟延原因", any_of(assigned, working).stays, by=UNIT, needs=("reason",),
    )
    accept_reason = Step(
        "认可迟延原因", any_of(assigned, working).stays, by=(centre(SUPERVISOR), centre(DIRECTOR)), needs=("until",),
        offered=guards.delay_explained,
    )
    ask_extension = Step(
        "申请展期", working.to(extension_asked), by=(lead(LIAISON), lead(HEAD)), needs=("reason", "until"),
        clocks=(ruling_clock.start(),),
    )
    grant_extension = Step(
        "同意展期", extension_asked.to(working), by=(centre(DIRECTOR),), needs=("until", "more_days"), at_most=2,
        clocks=(ruling_clock.stop(), finish_clock.extend(extension_of)),
    )
    refuse_extension = Step(
        "不同意展期", extension_asked.to(working), by=(centre(DIRECTOR),), needs=("reason",), clocks=(ruling_clock.stop(),),
    )

    # 上报、核查、销号
    submit = Step(
        "报送审签", working.to(signing), by=UNIT, needs=("text",), when=guards.assists_in,
        clocks=(report_clock.stop(), sign_clock.start()),
    )
    rework = Step(
        "退回修改结果", signing.to(working), by=(lead(HEAD),), needs=("reason",),
        clocks=(sign_clock.stop(), report_clock.start()),
    )
    sign = Step(
        "审签上报", signing.to(reported), by=(lead(HEAD),),
        clocks=(sign_clock.stop(), finish_clock.pause(), verify_clock.start()),
    )
    verify_true = Step(
        "核查属实", reported.to(verified), by=(centre(SUPERVISOR),), needs=("finding",), apart_from=REPORTED_BY,
        cites=basis.CORRECT, clocks=(verify_clock.stop(), finish_clock.stop(), conclude_clock.start()),
    )
    verify_false = Step(
        "核查不实，退回", reported.to(working), by=(centre(SUPERVISOR),), needs=("finding",), apart_from=REPORTED_BY,
        cites=basis.CORRECT, clocks=(verify_clock.stop(), finish_clock.resume(), report_clock.start()),
    )
    conclude = Step(
        "提请销号", any_of(verified, following).to(concluding), by=(centre(SUPERVISOR),), needs=("conclusion", "grade"),
        when=guards.children_closed, offered=guards.all_children_closed, cites=basis.CONCLUDE,
        clocks=(finish_clock.stop(), conclude_clock.start()),
    )
    revise = Step("退回重拟结论", concluding.to(verified), by=(centre(DIRECTOR),), needs=("reason",))
    close = Step(
        "批准销号", concluding.to(closed), by=(centre(DIRECTOR),), when=guards.children_closed, cites=basis.CONCLUDE,
        clocks=(conclude_clock.stop(),), outcome="closed",
    )

    # 结论、异议、复核
    receive_conclusion = Step(
        "签收结论", closed.stays, by=(lead(LIAISON), lead(HEAD), centre(SUPERVISOR)), needs=("received_on",),
        when=guards.not_received, offered=guards.still_to_receive, cites=basis.CONCLUDE,
    )
    object = Step(
        "提出异议", closed.to(objected), by=(lead(HEAD), lead(LIAISON)), needs=("reason",), when=guards.objectable,
        offered=guards.may_object, clocks=(review_clock.start(),), cites=basis.OBJECT,
    )
    keep_conclusion = Step(
        "维持结论", objected.to(closed), by=REVIEWERS, needs=("text",), apart_from=CONCLUDED_BY, cites=basis.OBJECT,
        clocks=(review_clock.stop(),), outcome="kept",
    )
    change_conclusion = Step(
        "变更结论", objected.to(closed), by=REVIEWERS, needs=("conclusion", "grade"), apart_from=CONCLUDED_BY,
        cites=basis.OBJECT, clocks=(review_clock.stop(),), outcome="changed",
    )
    reopen = Step(
        "撤销结论，重新办理", objected.to(working), by=REVIEWERS, needs=("reason", "deadline"), when=guards.had_a_unit,
        apart_from=CONCLUDED_BY, cites=basis.OBJECT,
        clocks=(review_clock.stop(), report_clock.start(), finish_clock.start()),
    )

    # 催办、批示、分解
    chase = Step(
        "发督查单", any_of(*WITH_UNIT.states).stays, by=(*SECTION, SYSTEM), needs=("colour",), when=guards.colour_follows,
    )
    instruct = Step("督查批示", any_of(*OPEN.states, objected, closed).stays, by=(centre(LEADER),), needs=("text",))
    divide = Step(
        "分解立项", any_of(registered, approved, following, assigned, working).stays, by=(centre(SUPERVISOR),),
        needs=("numbers",),
    )
    follow_parts = Step(
        "转入分解落实", approved.to(following), by=(SYSTEM,), when=guards.was_divided,
        clocks=(assign_clock.stop(), finish_clock.start()),
    )
    child_closed = Step("下级事项销号", OPEN.stays, by=(SYSTEM,), needs=("number",))
    child_reopened = Step("下级事项重新办理", OPEN.stays, by=(SYSTEM,), needs=("number",))

    @classmethod
    def fold(cls, detail: Assignment, passage: Passage) -> None:
        fold(detail, passage)
