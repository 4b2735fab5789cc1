"""依申请公开: from a request to its answer, as articles 29 to 41 of the Regulations order it.

What the law fixes here: answer in 20 working days from the day of receipt (33), one notice of correction in 7 (30), 15
for a third party (32) or a co-producing organ (34), one extension of at most 20 by the head of the disclosure section
(33). A corrected request begins the answer's period anew (30); asking others only interrupts it (33, third paragraph).
Silence of a third party is not consent; silence of a co-producing organ is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import (
    CITIZEN,
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
from shuniu.kernel.law.registry import DISCLOSURE
from shuniu.kernel.workdays.periods import Period, Unit, local_day
from shuniu.public.disclosure import limits, roles
from shuniu.public.disclosure.models.request import InformationRequest
from shuniu.public.disclosure.replies import REPLIES
from shuniu.public.disclosure.roles import CLERK, HEAD, LIAISON

LONGEST_EXTENSION = 20
"""Working days (art. 33, second paragraph)."""


def working_days(length: int) -> Period:
    return Period(length, Unit.WORKING_DAYS)


def reply_is_whole(case: Case, data: Mapping[str, Any]) -> str | None:
    """A kind of reply that refuses names its ground and says why; one that points elsewhere names the organ."""
    reply = REPLIES.get(str(data.get("kind")))
    if reply is None:
        return _("请选择答复的种类。")
    grounds = {one.key for one in reply.grounds}
    if grounds and data.get("ground") not in grounds:
        return _("“%(kind)s”必须说明依据，请选择一项。") % {"kind": reply.label}
    if reply.needs_reason and not data.get("reason"):
        return _("“%(kind)s”必须说明理由。") % {"kind": reply.label}
    if reply.needs_organ and not data.get("organ"):
        return _("能够确定负责公开的机关的，应当告知其名称和联系方式；不能确定的，请写明“不能确定”。")
    if reply.key == "unclear" and not case.times("receive_correction"):
        return _("申请没有经过补正，不能以“补正后仍不明确”答复。")
    if reply.key == "excessive" and not case.times("hear_reasons"):
        return _("以数量、频次不合理为由不予处理的，应当先要求申请人说明理由并审查。")
    return None


def long_enough(case: Case, data: Mapping[str, Any]) -> str | None:
    days = data.get("days")
    if not isinstance(days, int) or not 1 <= days <= LONGEST_EXTENSION:
        return _("延长的期限最长不得超过%(most)s个工作日。") % {"most": LONGEST_EXTENSION}
    return None


def days_named(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if isinstance(data.get("days"), int) and data["days"] > 0 else _("请写明期限的天数。")


def not_asked_twice(case: Case, data: Mapping[str, Any]) -> str | None:
    """One notice says everything that is missing (art. 30)."""
    return _("补正只能一次性告知，本件已经告知过。") if case.times("ask_correction") else days_named(case, data)


def nothing_sent(case: Case, data: Mapping[str, Any]) -> str | None:
    return _("申请人已经提交补正材料，请确认收到。") if case.times("supplement") else None


def was_answered(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if case.detail.reply_kind else _("本件没有作出答复，不能登记复议或者诉讼。")


class InformationRequestProcedure(Procedure):
    """政府信息公开申请."""

    kind = "disclosure.request"
    label = "依申请公开"
    version = 1
    effective_from = date(2019, 5, 15)
    series = "disclosure"
    page = "disclosure:matter"
    citizen_page = "information:request"
    home = roles.HOME
    sees_all = (CLERK, HEAD)
    sees_own = (LIAISON,)
    detail = InformationRequest
    folded = (
        "came_on",
        "received_on",
        "correction",
        "correction_days",
        "reply_kind",
        "ground",
        "reply",
        "answered_on",
        "delivered_on",
        "reopened",
    )

    # 状态
    arrived = State("待确认收到", initial=True, waits=(centre(CLERK),), public="已提交，等待与您确认收到")
    handling = State("办理中", waits=(centre(CLERK),), public="正在办理")
    searching = State("业务单位查找中", waits=(lead(LIAISON),), public="正在办理")
    correcting = State("待申请人补正", phase=Phase.SUSPENDED, waits=(centre(CLERK),), public="请您补正申请")
    explaining = State("待申请人说明理由", waits=(centre(CLERK),), public="请您说明理由")
    asking_third = State("征求第三方意见", phase=Phase.SUSPENDED, waits=(centre(CLERK),), public="正在征求第三方意见")
    asking_organ = State(
        "征求共同制作机关意见", phase=Phase.SUSPENDED, waits=(centre(CLERK),), public="正在征求有关机关意见",
    )
    charged = State("待缴纳信息处理费", phase=Phase.SUSPENDED, waits=(centre(CLERK),), public="请您缴纳信息处理费")
    drafted = State("答复待审签", waits=(centre(HEAD),), public="正在办理")
    delivering = State("待送达", waits=(centre(CLERK),), public="已答复")
    answered = State("已答复", final=True, public="已答复")
    abandoned = State("视为放弃申请", final=True, public="视为放弃申请")
    withdrawn = State("已撤回申请", final=True, public="已按您的要求撤回")

    # 期限
    answer = Clock("答复", working_days(20), cites=DISCLOSURE.article(33, 2), public="答复您的期限")
    notice = Clock("告知补正", working_days(7), cites=DISCLOSURE.article(30))
    correction = Clock(
        "申请人补正", limit=lambda request: working_days(request.days), cites=DISCLOSURE.article(30),
        public="您补正的期限",
    )
    third_party = Clock("第三方提出意见", working_days(15), cites=DISCLOSURE.article(32))
    organ = Clock("共同制作机关提出意见", working_days(15), cites=DISCLOSURE.article(34))
    delay = Clock(
        "延迟答复", limit=lambda request: working_days(request.days), cites=DISCLOSURE.article(35),
        public="延迟后答复您的期限",
    )
    ordered = Clock("重新答复", limit=lambda request: working_days(request.days), public="重新答复您的期限")
    confirm = Clock("确认收到", limit=limits.CONFIRM)
    search = Clock("查找信息", limit=limits.SEARCH)
    payment = Clock("缴费", limit=limits.PAYMENT, public="您缴费的期限")
    delivery = Clock("送达", limit=limits.DELIVERY)

    # 收到
    register = opening(
        "提出申请", arrived, by=(CITIZEN, centre(CLERK)), clocks=(confirm.start(),),
        public="我们收到了您的申请，将与您确认。",
    )
    receive = Step(
        "确认收到", arrived.to(handling), by=(centre(CLERK),), needs=("received_on", "how"),
        cites=DISCLOSURE.article(31),
        clocks=(confirm.stop(), answer.start(since="received_on"), notice.start(since="received_on")),
        public="确认收到申请，收到之日为%(received_on)s，答复期限自次日起算。",
    )

    # 补正
    find_clear = Step("申请内容明确", handling.stays, by=(centre(CLERK),), at_most=1, clocks=(notice.stop(),))
    ask_correction = Step(
        "告知补正", handling.to(correcting), by=(centre(CLERK),), needs=("items", "days"), when=not_asked_twice,
        cites=DISCLOSURE.article(30), clocks=(notice.stop(), answer.pause(), correction.start()),
        public="申请内容不明确，请补正：%(items)s",
    )
    supplement = Step(
        "提交补正", correcting.stays, by=(CITIZEN,), needs=("text",), public="您提交了补正材料，等待确认收到。",
        # What is sent on the last day is in time, whenever the office confirms it.
        clocks=(correction.stop(), confirm.start()),
    )
    receive_correction = Step(
        "收到补正", correcting.to(handling), by=(centre(CLERK),), needs=("received_on",), cites=DISCLOSURE.article(30),
        clocks=(correction.stop(), confirm.stop(), answer.restart(since="received_on")),
        public="收到您的补正，答复期限自%(received_on)s重新计算。",
    )
    abandon_uncorrected = Step(
        "逾期不补正", correcting.to(abandoned), by=(centre(HEAD),), needs=("reason",), when=nothing_sent, cites=DISCLOSURE.article(30),
        outcome="uncorrected", confirm="确认申请人无正当理由逾期不补正？", public="您没有在期限内补正，视为放弃申请。",
    )

    # 查找和征求意见
    assign = Step(
        "交业务单位", handling.to(searching), by=(centre(CLERK),), needs=("unit",), assigns=True,
        clocks=(notice.stop(), search.start()),
    )
    provide = Step(
        "反馈查找结果", searching.to(handling), by=(lead(LIAISON),), needs=("text",), clocks=(search.stop(),),
    )
    recall_search = Step(
        "收回", searching.to(handling), by=(centre(CLERK),), needs=("reason",), clocks=(search.stop(),),
    )
    ask_third_party = Step(
        "征求第三方意见", handling.to(asking_third), by=(centre(CLERK),), needs=("subject",),
        cites=DISCLOSURE.article(32), clocks=(notice.stop(), answer.pause(), third_party.start()),
        public="正在征求第三方意见，所需时间不计入答复期限。",
    )
    hear_third_party = Step(
        "收到第三方意见", asking_third.to(handling), by=(centre(CLERK),), needs=("opinion",),
        cites=DISCLOSURE.article(33, 3), clocks=(third_party.stop(), answer.resume()),
        public="已收到第三方意见，继续办理。",
    )
    decide_without_third_party = Step(
        "第三方逾期未提出意见", asking_third.to(handling), by=(centre(CLERK),), needs=("reason",),
        cites=DISCLOSURE.article(32), clocks=(third_party.stop(), answer.resume()),
        public="第三方逾期没有提出意见，继续办理。",
    )
    ask_organ = Step(
        "征求共同制作机关意见", handling.to(asking_organ), by=(centre(CLERK),), needs=("organ",),
        cites=DISCLOSURE.article(34), clocks=(notice.stop(), answer.pause(), organ.start()),
        public="正在征求共同制作机关意见，所需时间不计入答复期限。",
    )
    hear_organ = Step(
        "收到机关意见", asking_organ.to(handling), by=(centre(CLERK),), needs=("opinion",),
        cites=DISCLOSURE.article(33, 3), clocks=(organ.stop(), answer.resume()),
        public="已收到有关机关意见，继续办理。",
    )
    deem_consent = Step(
        "逾期视为同意公开", asking_organ.to(handling), by=(centre(CLERK),), cites=DISCLOSURE.article(34),
        clocks=(organ.stop(), answer.resume()), public="有关机关逾期没有提出意见，视为同意公开，继续办理。",
    )
    inform_third_party = Step(
        "告知第三方决定公开", any_of(handling, delivering, answered).stays, by=(centre(CLERK),), needs=("reason",),
        cites=DISCLOSURE.article(32),
    )

    # 延长、数量频次、收费
    extend = Step(
        "延长答复期限", any_of(handling, searching, asking_third, asking_organ, drafted).stays, by=(centre(HEAD),),
        needs=("reason", "days"), when=long_enough, at_most=1, cites=DISCLOSURE.article(33, 2),
        clocks=(answer.extend(lambda request: working_days(request.days)),),
        public="答复期限经批准延长%(days)s个工作日。理由：%(reason)s",
    )
    ask_reasons = Step(
        "要求说明理由", handling.to(explaining), by=(centre(CLERK),), needs=("text",), cites=DISCLOSURE.article(35),
        at_most=1, public="您申请的数量、频次明显超过合理范围，请说明理由。",
    )
    explain = Step("说明理由", explaining.stays, by=(CITIZEN,), needs=("text",), public="您说明了理由。")
    hear_reasons = Step(
        "审查理由", explaining.to(handling), by=(centre(CLERK),), needs=("finding",), cites=DISCLOSURE.article(35),
    )
    postpone = Step(
        "确定延迟答复", handling.stays, by=(centre(HEAD),), needs=("days", "reason"), when=days_named, at_most=1,
        cites=DISCLOSURE.article(35), clocks=(answer.stop(), delay.start()),
        public="申请理由合理，但无法在规定期限内答复，延迟%(days)s个工作日。",
    )
    charge = Step(
        "通知缴费", handling.to(charged), by=(centre(HEAD),), needs=("amount",), at_most=1,
        clocks=(answer.pause(), payment.start()), public="请缴纳信息处理费%(amount)s元。",
    )
    record_payment = Step(
        "收到缴费", charged.to(handling), by=(centre(CLERK),), clocks=(payment.stop(), answer.resume()),
        public="已收到信息处理费，继续办理。",
    )
    abandon_unpaid = Step(
        "逾期未缴费", charged.to(abandoned), by=(centre(HEAD),), needs=("reason",), outcome="unpaid",
        public="您没有在期限内缴费，视为放弃申请。",
    )

    # 答复
    draft_reply = Step(
        "拟制答复", handling.to(drafted), by=(centre(CLERK),), needs=("kind", "text"), when=reply_is_whole,
    )
    send_back = Step("退回修改", drafted.to(handling), by=(centre(HEAD),), needs=("reason",))
    sign = Step(
        "签发答复", drafted.to(delivering), by=(centre(HEAD),), apart_from=("draft_reply",), cites=DISCLOSURE.article(36),
        clocks=(answer.stop(), notice.stop(), delay.stop(), ordered.stop(), delivery.start()),
        public="已作出答复，请查看答复书。",
    )
    deliver = Step(
        "登记送达", delivering.to(answered), by=(centre(CLERK),), needs=("how", "delivered_on"), outcome="answered",
        clocks=(delivery.stop(),), public="答复书已送达。",
    )
    withdraw = Step(
        "撤回申请",
        any_of(arrived, handling, searching, correcting, explaining, asking_third, asking_organ, charged).to(withdrawn),
        by=(CITIZEN, centre(CLERK)), outcome="withdrawn", confirm="撤回后不再答复，需要时请重新申请。确定撤回吗？",
        public="您撤回了申请。",
    )

    # 复议、诉讼和重新答复
    register_remedy = Step(
        "登记复议或者诉讼", any_of(delivering, answered).stays, by=(centre(CLERK),), needs=("path", "authority", "begun_on"),
        when=was_answered,
    )
    conclude_remedy = Step("登记复议或者诉讼结果", any_of(delivering, answered).stays, by=(centre(CLERK),), needs=("result", "ended_on"))
    reopen = Step(
        "重新答复", any_of(delivering, answered).to(handling), by=(centre(HEAD),), needs=("reason", "days"), when=days_named,
        clocks=(ordered.start(),), public="原答复被撤销或者变更，将在%(days)s个工作日内重新答复。",
    )

    SILENT_THIRD_PARTY_IS_CONSENT: ClassVar[bool] = False
    SILENT_ORGAN_IS_CONSENT: ClassVar[bool] = True

    @classmethod
    def fold(cls, detail: InformationRequest, passage: Passage) -> None:
        """What lists, letters and the annual report need of the history."""
        for field, value in _folded(passage).items():
            setattr(detail, field, value)
        if passage.step == "reopen":
            detail.reopened += 1


def _folded(passage: Passage) -> dict[str, Any]:
    """The fields of the detail row that a passage sets."""
    data = passage.data
    match passage.step:
        case "register":
            return {"came_on": _day(data.get("came_on")) or local_day(passage.at)}
        case "receive":
            return {"received_on": _day(data["received_on"])}
        case "ask_correction":
            return {"correction_days": data["days"]}
        case "supplement" | "receive_correction":
            return {"correction": data["text"]} if data.get("text") else {}
        case "draft_reply":
            return {"reply_kind": data["kind"], "ground": data.get("ground", ""), "reply": data["text"]}
        case "sign":
            # What was delivered before is another reply.
            return {"answered_on": local_day(passage.at), "delivered_on": None}
        case "deliver":
            return {"delivered_on": _day(data["delivered_on"])}
    return {}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
