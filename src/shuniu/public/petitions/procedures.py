"""信访事项: from registration to the end of re-review, as articles 17 to 37 of the Regulations order it.

What the law fixes here, in calendar days where it does not say 工作日: route 15 (22), tell the petitioner 15 (23), contest
a wrong transfer 5 working days (23), handle 60 from **acceptance** and once 30 more by the head of the organ (34), for
article 31(6) matters alone; ask for review 30, review 30 (35), ask for re-review 30, re-review 30, in which alone a
hearing's time is not counted (36). After re-review the same facts and reasons are not accepted again (36).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import (
    CITIZEN,
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
from shuniu.kernel.law.registry import PETITIONS
from shuniu.kernel.workdays.periods import Period, Unit, local_day
from shuniu.public.petitions import limits, roles
from shuniu.public.petitions.models.petition import Category, Petition, Way
from shuniu.public.petitions.roles import DIRECTOR, HANDLER, HEAD, LIAISON, REGISTRAR, REVIEWER

MOST_REPRESENTATIVES = 5
LONGEST_EXTENSION = 30
PARTS = ("request", "facts", "opinion", "basis")
"""What an opinion letter must state (art. 32): 投诉请求、事实和理由、处理意见、法律依据."""
OTHER_PATHS = (Category.JUDICIAL, Category.ARBITRATION, Category.PARTY, Category.ADMINISTRATIVE, Category.DUTY)


def days(length: int) -> Period:
    """日: calendar days, for the Regulations say 工作日 where they mean it."""
    return Period(length, Unit.CALENDAR_DAYS)


def few_enough(case: Case, data: Mapping[str, Any]) -> str | None:
    """Several who come with one matter choose at most five representatives (art. 20)."""
    if data.get("way") == Way.VISIT and int(data.get("representatives") or 1) > MOST_REPRESENTATIVES:
        return _("多人采用走访形式提出共同的信访事项的，应当推选代表，代表人数不得超过%(most)s人。") % {
            "most": MOST_REPRESENTATIVES
        }
    return None


def general_only(case: Case, data: Mapping[str, Any]) -> str | None:
    """The 60 days are for matters that belong to no other legal procedure (art. 31(6))."""
    if data.get("category") != Category.GENERAL:
        return _("只有不属于其他法定程序的申诉求决事项，才按信访程序受理办理；其他事项请选择相应的法定途径。")
    return None


def other_path_named(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if data.get("category") in OTHER_PATHS else _("请选择应当适用的法定途径。")


def simple_enough(case: Case, data: Mapping[str, Any]) -> str | None:
    if case.detail.standing != "first" or case.detail.way == Way.SUPERIOR or case.detail.people > MOST_REPRESENTATIVES:
        return _("重复信访、上级交办和集体联名的事项不适用简易办理。")
    return general_only(case, data)


def whole_opinion(case: Case, data: Mapping[str, Any]) -> str | None:
    if any(not data.get(part) for part in PARTS):
        return _("处理意见书应当载明投诉请求、事实和理由、处理意见及其法律依据四项内容。")
    return None


def short_enough(case: Case, data: Mapping[str, Any]) -> str | None:
    length = data.get("days")
    if not isinstance(length, int) or not 1 <= length <= LONGEST_EXTENSION:
        return _("延长期限不得超过%(most)s日。") % {"most": LONGEST_EXTENSION}
    return None


def delivered(case: Case, data: Mapping[str, Any]) -> str | None:
    """The term for asking runs from the day the paper came (arts. 35 and 36), so that day is written down first."""
    term = "start_review_term" if case.state == "answered" else "start_recheck_term"
    if not case.times(term):
        return _("意见书尚未登记送达，请先登记送达日期，再提出请求。")
    return None


def was_delivered(case: Case) -> bool:
    return delivered(case, {}) is None


def proposed(case: Case, data: Mapping[str, Any]) -> str | None:
    """Each proposal is answered in writing (art. 40), once."""
    if case.times("propose_improvement") <= case.times("answer_proposal"):
        return _("没有等待反馈的建议。")
    return None


def was_proposed(case: Case) -> bool:
    return proposed(case, {}) is None


class PetitionProcedure(Procedure):
    """信访事项."""

    kind = "petitions.petition"
    label = "信访"
    version = 1
    effective_from = date(2022, 5, 1)
    series = "petitions"
    page = "petitions:matter"
    citizen_page = "petition:request"
    home = roles.HOME
    sees_all = (REGISTRAR, DIRECTOR)
    sees_own = roles.UNITS
    detail = Petition
    folded = (
        "category", "standing", "accepted_on", "simple", "result", "handled_by", "office_satisfaction",
        "organ_satisfaction",
    )

    # 状态
    registered = State("待分流", initial=True, waits=(centre(REGISTRAR),), public="已登记，等待转送或者交办")
    transferred = State("待受理", waits=(lead(LIAISON),), public="已转有权处理机关")
    contested = State("异议待裁定", waits=(centre(DIRECTOR),), public="正在核定有权处理机关")
    conferring = State("联席会议协调中", waits=(centre(DIRECTOR),), public="正在核定有权处理机关")
    handling = State("办理中", waits=(lead(LIAISON),), public="已受理，正在办理")
    drafted = State("意见书待签发", waits=(lead(HEAD),), owned=False, public="已受理，正在办理")
    studied = State("建议研究中", waits=(lead(LIAISON),), public="正在研究您的建议")
    elsewhere = State("按法定途径办理中", waits=(lead(LIAISON),), public="正在按其他法定途径办理")
    answered = State("已出具处理意见", phase=Phase.WAITING, waits=(centre(REGISTRAR),), public="已出具处理意见书")
    reviewing = State("复查中", waits=(lead(REVIEWER),), public="正在复查")
    review_answered = State("已出具复查意见", phase=Phase.WAITING, waits=(centre(REGISTRAR),), public="已出具复查意见")
    rechecking = State("复核中", waits=(lead(REVIEWER),), public="正在复核")
    hearing = State("复核听证中", phase=Phase.SUSPENDED, waits=(lead(REVIEWER),), public="正在听证")
    finished = State("复核终结", final=True, public="信访事项已复核终结")
    closed = State("信访办结", final=True, public="已办结")
    not_accepted = State("不予受理", final=True, public="不予受理，已告知理由和途径")
    handed_over = State("已移送", final=True, public="已移送有权机关依规依纪依法办理")
    withdrawn = State("信访撤回", final=True, public="已按您的要求撤回")

    # 期限
    route = Clock("登记分流", days(15), cites=PETITIONS.article(22), public="告知您去向的期限")
    notify = Clock("书面告知", days(15), cites=PETITIONS.article(23), public="告知您是否受理的期限")
    contest_clock = Clock("提出异议", Period(5, Unit.WORKING_DAYS), cites=PETITIONS.article(23), right=True)
    handle = Clock("办理", days(60), cites=PETITIONS.article(34), public="办理期限")
    ask_review = Clock("申请复查", days(30), cites=PETITIONS.article(35), public="您申请复查的期限", right=True)
    review = Clock("复查", days(30), cites=PETITIONS.article(35), public="复查期限")
    ask_recheck = Clock("申请复核", days(30), cites=PETITIONS.article(36), public="您申请复核的期限", right=True)
    recheck = Clock("复核", days(30), cites=PETITIONS.article(36), public="复核期限")
    suggestion = Clock("答复建议", limit=limits.SUGGESTION, public="答复您的期限")
    other_path = Clock("法定途径办理", limit=limits.OTHER_PATH)
    simple_clock = Clock("简易办理", limit=limits.SIMPLE, public="答复您的期限")
    ruling = Clock("裁定异议", limit=limits.RULING)

    # 登记、甄别、分流
    register = opening(
        "信访登记", registered, by=(CITIZEN, centre(REGISTRAR)), needs=("way",), when=few_enough, clocks=(route.start(),),
        cites=PETITIONS.article(22), public="我们收到了您反映的信访事项。",
    )
    screen = Step("甄别", registered.stays, by=(centre(REGISTRAR),), needs=("standing",))
    refer = Step(
        "转送", registered.to(transferred), by=(centre(REGISTRAR),), needs=("unit",), assigns=True,
        cites=PETITIONS.article(22), clocks=(route.stop(), notify.start(), contest_clock.start()),
        public="已转送%(unit_name)s。",
    )
    assign = Step(
        "交办", registered.to(transferred), by=(centre(REGISTRAR), centre(DIRECTOR)), needs=("unit", "report_by"),
        assigns=True, cites=PETITIONS.article(22), clocks=(route.stop(), notify.start(), contest_clock.start()),
        public="已交%(unit_name)s办理，并要求报告结果。",
    )
    decline = Step(
        "告知不予受理", registered.to(not_accepted), by=(centre(REGISTRAR), centre(DIRECTOR)), needs=("standing", "reason"),
        cites=PETITIONS.article(19), clocks=(route.stop(),), outcome="not_accepted", public="不予受理：%(reason)s",
    )
    hand_to_discipline = Step(
        "移送纪检监察机关", registered.to(handed_over), by=(centre(DIRECTOR),), needs=("organ",), cites=PETITIONS.article(30),
        clocks=(route.stop(),), outcome="handed_over", public="已移送有权机关依规依纪依法办理。",
    )

    # 受理
    contest = Step(
        "信访异议", transferred.to(contested), by=(lead(LIAISON),), needs=("reason", "right_unit_name"), at_most=2,
        cites=PETITIONS.article(23), clocks=(contest_clock.stop(), ruling.start()),
    )
    agree_to_return = Step(
        "同意退回", contested.to(registered), by=(centre(DIRECTOR),), needs=("unit",), assigns=True,
        clocks=(ruling.stop(), notify.stop(), route.start()), cites=PETITIONS.article(23),
    )
    refuse_return = Step(
        "不同意退回", contested.to(transferred), by=(centre(DIRECTOR),), needs=("reason",), clocks=(ruling.stop(),),
    )
    confer = Step(
        "提交联席会议", any_of(transferred, contested).to(conferring), by=(centre(DIRECTOR),), needs=("reason",),
        cites=PETITIONS.article(24), clocks=(contest_clock.drop(),), public="责任单位有争议，正在协调确定。",
    )
    settle = Step(
        "协调确定", conferring.to(transferred), by=(centre(DIRECTOR),), needs=("unit", "ruling"), assigns=True,
        cites=PETITIONS.article(24), clocks=(ruling.stop(), notify.restart(), contest_clock.restart()),
        public="经协调，由%(unit_name)s办理。",
    )
    accept = Step(
        "受理", transferred.to(handling), by=(lead(LIAISON), lead(HEAD)), needs=("category",), when=general_only,
        cites=PETITIONS.article(31), clocks=(contest_clock.drop(), notify.stop(), handle.start()),
        public="%(unit_name)s已受理，办理期限自受理之日起算。",
    )
    accept_simply = Step(
        "简易受理", transferred.to(handling), by=(lead(LIAISON), lead(HEAD)), needs=("category",), when=simple_enough,
        clocks=(contest_clock.drop(), notify.stop(), handle.start(), simple_clock.start()),
        public="%(unit_name)s已受理，适用简易办理。",
    )
    study = Step(
        "作为建议研究", transferred.to(studied), by=(lead(LIAISON), lead(HEAD)), cites=PETITIONS.article(29),
        clocks=(contest_clock.drop(), notify.stop(), suggestion.start()), public="%(unit_name)s正在研究您的建议。",
    )
    take_other_path = Step(
        "导入法定途径", transferred.to(elsewhere), by=(lead(LIAISON), lead(HEAD)), needs=("category", "text"),
        when=other_path_named, cites=PETITIONS.article(31),
        clocks=(contest_clock.drop(), notify.stop(), other_path.start()), public="应当按照其他法定途径办理：%(text)s",
    )
    refuse = Step(
        "机关不予受理", transferred.to(not_accepted), by=(lead(HEAD),), needs=("reason",), cites=PETITIONS.article(23),
        clocks=(contest_clock.drop(), notify.stop()), outcome="not_accepted", public="不予受理：%(reason)s",
    )

    # 办理
    appoint = Step("交经办人", handling.stays, by=(lead(LIAISON), lead(HEAD)), needs=("person",), owns=True)
    hear_petitioner = Step(
        "听取陈述", handling.stays, by=(lead(HANDLER), lead(LIAISON)), needs=("text",), cites=PETITIONS.article(31),
    )
    investigate = Step("调查核实", handling.stays, by=(lead(HANDLER), lead(LIAISON)), needs=("text",))
    to_ordinary = Step(
        "转入普通程序", handling.stays, by=(lead(LIAISON), lead(HEAD)), needs=("reason",), at_most=1,
        clocks=(simple_clock.stop(),), public="不宜简易办理，转入普通程序，办理期限自受理之日起算。",
    )
    extend = Step(
        "延长办理期限", handling.stays, by=(lead(HEAD),), needs=("reason", "days"), when=short_enough, at_most=1,
        cites=PETITIONS.article(34), clocks=(handle.extend(lambda petition: days(petition.days)),),
        public="情况复杂，办理期限经批准延长%(days)s日。理由：%(reason)s",
    )
    draft_opinion = Step(
        "拟制处理意见书", handling.to(drafted), by=(lead(HANDLER), lead(LIAISON)), needs=("result",), when=whole_opinion,
        cites=PETITIONS.article(32),
    )
    return_draft = Step("退回重拟", drafted.to(handling), by=(lead(HEAD),), needs=("reason",))
    issue_opinion = Step(
        "出具处理意见书", drafted.to(answered), by=(lead(HEAD),), apart_from=("draft_opinion",), cites=PETITIONS.article(32),
        clocks=(handle.stop(), simple_clock.stop()), public="%(unit_name)s已出具处理意见书。",
    )
    answer_suggestion = Step(
        "答复建议", studied.to(closed), by=(lead(LIAISON), lead(HEAD)), needs=("text",), cites=PETITIONS.article(29),
        clocks=(suggestion.stop(),), outcome="suggestion", public="%(unit_name)s答复：%(text)s",
    )
    conclude_path = Step(
        "法定途径办结", elsewhere.to(closed), by=(lead(LIAISON), lead(HEAD)), needs=("text",), clocks=(other_path.stop(),),
        outcome="other_path", public="已按法定途径处理：%(text)s",
    )
    deliver_opinion = Step(
        "送达意见书", any_of(answered, review_answered).stays, by=(centre(REGISTRAR), lead(LIAISON), lead(REVIEWER)),
        needs=("delivered_on", "how"), public="意见书于%(delivered_on)s送达。",
        clocks=(),
    )
    start_review_term = Step(
        "起算申请复查期限", answered.stays, by=(centre(REGISTRAR), SYSTEM), needs=("delivered_on",), at_most=1,
        cites=PETITIONS.article(35), clocks=(ask_review.start(since="delivered_on"),),
        public="对处理意见不服的，可以自收到之日起30日内请求复查。",
    )

    # 复查、复核
    request_review = Step(
        "请求复查", answered.to(reviewing), by=(CITIZEN, centre(REGISTRAR)), needs=("unit", "reason"), assigns=True,
        cites=PETITIONS.article(35), at_most=1, when=delivered, offered=was_delivered, clocks=(ask_review.stop(), review.start()),
        public="您请求复查，由%(unit_name)s办理。",
    )
    conclude_review = Step(
        "出具复查意见", reviewing.to(review_answered), by=(lead(REVIEWER),), needs=("result", "text"),
        apart_from=("issue_opinion", "draft_opinion"), cites=PETITIONS.article(35), clocks=(review.stop(),),
        public="已出具复查意见。",
    )
    start_recheck_term = Step(
        "起算申请复核期限", review_answered.stays, by=(centre(REGISTRAR), SYSTEM), needs=("delivered_on",), at_most=1,
        cites=PETITIONS.article(36), clocks=(ask_recheck.start(since="delivered_on"),),
        public="对复查意见不服的，可以自收到之日起30日内请求复核。",
    )
    request_recheck = Step(
        "请求复核", review_answered.to(rechecking), by=(CITIZEN, centre(REGISTRAR)), needs=("unit", "reason"), assigns=True,
        cites=PETITIONS.article(36), at_most=1, when=delivered, offered=was_delivered, clocks=(ask_recheck.stop(), recheck.start()),
        public="您请求复核，由%(unit_name)s办理。",
    )
    hold_hearing = Step(
        "举行听证", rechecking.to(hearing), by=(lead(REVIEWER),), needs=("text",), at_most=1, cites=PETITIONS.article(36),
        clocks=(recheck.pause(),), public="将举行听证，听证所需时间不计入复核期限。",
    )
    end_hearing = Step(
        "听证结束", hearing.to(rechecking), by=(lead(REVIEWER),), needs=("text",), cites=PETITIONS.article(36),
        clocks=(recheck.resume(),), public="听证结束，继续复核。",
    )
    conclude_recheck = Step(
        "出具复核意见", rechecking.to(finished), by=(lead(REVIEWER),), needs=("result", "text"),
        apart_from=("issue_opinion", "draft_opinion", "conclude_review"), cites=PETITIONS.article(36),
        clocks=(recheck.stop(),), outcome="finished", public="已出具复核意见，信访事项终结。",
    )
    lapse = Step(
        "逾期未请求", any_of(answered, review_answered).to(closed), by=(centre(REGISTRAR), SYSTEM), offered=was_delivered,
        clocks=(ask_review.drop(), ask_recheck.drop()), outcome="accepted", public="您在期限内没有请求复查、复核，事项办结。",
    )

    # 补充、督促、评价、撤回
    OPEN = any_of(registered, transferred, contested, conferring, handling, drafted, studied, elsewhere, reviewing, rechecking)
    add_statement = Step(
        "补充陈述", OPEN.stays, by=(CITIZEN, centre(REGISTRAR)), needs=("text",), public="您补充了情况：%(text)s",
    )
    supervise = Step(
        "督促", any_of(transferred, handling, drafted, studied, elsewhere).stays, by=(centre(REGISTRAR), centre(DIRECTOR)),
        needs=("text",), public="信访部门已督促承办机关。",
    )
    propose_improvement = Step(
        "提出建议", any_of(handling, answered, closed, finished).stays, by=(centre(DIRECTOR),), needs=("kind", "text"),
        cites=PETITIONS.article(40),
    )
    answer_proposal = Step(
        "反馈采纳情况", any_of(handling, answered, closed, finished).stays, needs=("adopted", "text"), when=proposed,
        offered=was_proposed, by=(lead(LIAISON), lead(HEAD), centre(REGISTRAR)), cites=PETITIONS.article(40),
    )
    rate = Step(
        "信访评价", any_of(answered, review_answered, closed, not_accepted).stays, by=(CITIZEN,), needs=("office", "organ"),
        at_most=2, public="您作了评价。",
    )
    open_identity = Step(
        "查看信访人身份", any_of(*OPEN.states, handed_over).stays, by=(centre(DIRECTOR),), needs=("reason",),
    )
    withdraw = Step(
        "撤回信访", any_of(registered, transferred, handling, studied).to(withdrawn), by=(CITIZEN, centre(REGISTRAR)),
        outcome="withdrawn", confirm="撤回后不再办理。确定撤回吗？", public="您撤回了信访事项。",
    )

    @classmethod
    def seals(cls, passage: Passage) -> bool:
        """检举控告: neither the material nor the person reaches the accused (art. 30), from the moment it is known as such."""
        return bool(passage.data.get("category") == Category.ACCUSATION)

    @classmethod
    def fold(cls, detail: Petition, passage: Passage) -> None:
        data, step = passage.data, passage.step
        detail.category = data.get("category") or detail.category
        detail.standing = data.get("standing") or detail.standing
        if step in ("accept", "accept_simply"):
            detail.accepted_on, detail.simple = local_day(passage.at), step == "accept_simply"
            detail.handled_by = passage.unit_id
        elif step == "to_ordinary":
            detail.simple = False
        elif step == "study":
            detail.category = Category.SUGGESTION
        elif step in ("draft_opinion", "conclude_review", "conclude_recheck"):
            detail.result = data["result"]
        elif step == "rate":
            detail.office_satisfaction, detail.organ_satisfaction = data["office"], data["organ"]
