"""诉求办理程序: from a citizen's words to a rated answer.

No statute fixes a number of days for a hotline request; every period here is a local rule (``limits.py``) and is shown
as one. What the State Council's papers do fix is in the shape: emergencies are passed on at once, matters with another
legal path are told so, a contested dispatch is reviewed, repeats are joined, handling is never contracted out
(国办发〔2020〕53号, 国办函〔2025〕66号).

``handle`` is the unit's clock: it stands still while the centre checks, and begins again for another unit.
``answer`` is the citizen's clock: it begins at registration and no hand-over among offices moves it.
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
from shuniu.public.hotline import roles
from shuniu.public.hotline.folding import FOLDED, fold
from shuniu.public.hotline.limits import answer_limit, handle_limit
from shuniu.public.hotline.models.request import Request, Type
from shuniu.public.hotline.roles import (
    CALLBACK,
    CHECKER,
    DISPATCHER,
    HANDLER,
    HEAD,
    LEADER,
    LIAISON,
    MANAGER,
    OPERATOR,
    SUPERVISOR,
)

UNIT = (lead(LIAISON), lead(HANDLER), lead(HEAD))
CITIZEN_OR_OPERATOR = (CITIZEN, centre(OPERATOR))


def unit_named(case: Case, data: Mapping[str, Any]) -> str | None:
    """A dispatch goes to a unit other than the centre itself."""
    return _("请选择承办单位。") if not data.get("unit") or data["unit"] == case.home_id() else None


def other_unit_named(case: Case, data: Mapping[str, Any]) -> str | None:
    if data.get("right_unit") == case.matter.unit_id:
        return _("建议的承办单位不能是本单位。")
    return None


def had_a_unit(case: Case, data: Mapping[str, Any]) -> str | None:
    """What the centre answered itself has no unit to go back to."""
    if case.matter.unit_id is None:
        return _("本件由热线中心直接答复，没有承办单位；请选择“复核后派单”。")
    return None


def was_upheld(case: Case, data: Mapping[str, Any]) -> str | None:
    if not case.times("uphold"):
        return _("退单未经裁定，请先退单并说明理由；对裁定仍有异议的，再提出争议复核。")
    return None


def assists_in(case: Case, data: Mapping[str, Any]) -> str | None:
    """The lead unit may answer without an assisting unit, but only by saying so."""
    if case.owing and not data.get("without_assisting"):
        return _("还有协办单位没有反馈；确需先行答复的，请勾选“不等协办意见”。")
    return None


def not_sealed(case: Case, data: Mapping[str, Any]) -> str | None:
    """What a person told under seal may point to them, whatever is blacked out."""
    return _("要求身份保密的诉求和举报不公开。") if case.matter.sealed else None


def is_published(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if case.detail.reply_public else _("本件没有公开。")


def not_justified_unsolved(case: Case, data: Mapping[str, Any]) -> str | None:
    if data.get("resolved") is False and data.get("justified") is True and case.times("redo") < HotlineRequest.REDOS:
        return _("群众反映未解决且诉求合理，应当选择“退回重办”。")
    return None


class HotlineRequest(Procedure):
    """市长公开电话诉求."""

    kind = "hotline.request"
    label = "市长公开电话"
    version = 1
    effective_from = date(2000, 1, 1)
    series = "hotline"
    page = "hotline:matter"
    citizen_page = "citizens:request"
    home = roles.HOME
    sees_all = (*roles.CENTRE, LEADER, "secretary")
    sees_own = roles.UNITS
    detail = Request
    folded = FOLDED

    REDOS: ClassVar[int] = 2

    # 状态
    registered = State("待派单", initial=True, waits=(centre(DISPATCHER),), public="已登记，等待派单")
    dispatched = State("待签收", waits=(lead(LIAISON),), public="已派至承办单位")
    handling = State("办理中", waits=(lead(LIAISON),), public="承办单位正在办理")
    extension_asked = State("延期待审", waits=(centre(DISPATCHER),), public="承办单位正在办理")
    returned = State("退单待裁定", waits=(centre(DISPATCHER),), public="正在核定承办单位")
    contested = State("争议待复核", waits=(centre(MANAGER),), public="正在核定承办单位")
    replied = State("答复待审核", waits=(centre(CHECKER),), public="承办单位已办理，热线中心正在审核答复")
    calling_back = State("待回访", waits=(centre(CALLBACK),), public="已答复，等待您的评价")
    joined = State("并案办理中", phase=Phase.SUSPENDED, public="与同一事件的其他诉求合并办理")
    reviewing = State("复核中", waits=(centre(MANAGER),), public="正在复核")
    closed = State("已办结", final=True, public="已办结")
    withdrawn = State("已撤回", final=True, public="已按您的要求撤回")

    # 期限
    dispatch_clock = Clock("派单", limit="hotline.dispatch")
    receive_clock = Clock("签收", limit="hotline.receive")
    contact_clock = Clock("联系群众", limit="hotline.contact")
    handle_clock = Clock("办理", limit=handle_limit, public="承办单位办理期限")
    answer_clock = Clock("答复群众", limit=answer_limit, public="答复您的期限")
    ruling_clock = Clock("退单裁定", limit="hotline.ruling")
    check_clock = Clock("答复审核", limit="hotline.check")
    callback_clock = Clock("回访", limit="hotline.callback")
    review_clock = Clock("复核", limit="hotline.review", public="复核期限")

    # 登记
    register = opening(
        "登记", registered, by=(CITIZEN, centre(OPERATOR), centre(DISPATCHER), centre(MANAGER), SYSTEM),
        clocks=(dispatch_clock.start(), answer_clock.start()), public="我们收到了您的诉求。",
    )
    reclassify = Step(
        "调整分类", any_of(registered, dispatched, returned).stays, by=(centre(OPERATOR), centre(DISPATCHER)),
    )
    answer_at_once = Step(
        "当场答复", registered.to(closed), by=(centre(OPERATOR), centre(DISPATCHER)), needs=("text",),
        clocks=(dispatch_clock.stop(), answer_clock.stop()), outcome="answered", public="当场答复：%(text)s",
    )
    pass_on_emergency = Step(
        "转紧急服务", registered.to(closed), by=(centre(OPERATOR), centre(DISPATCHER)), needs=("service",),
        clocks=(dispatch_clock.stop(), answer_clock.stop()), outcome="emergency", confirm="确认已经接通紧急服务并转交？",
        public="情况紧急，已立即转 %(service)s 处置。",
    )
    explain_path = Step(
        "告知法定途径", registered.to(closed), by=(centre(OPERATOR), centre(DISPATCHER)), needs=("path", "text"),
        clocks=(dispatch_clock.stop(), answer_clock.stop()), outcome="legal_path",
        public="这件事依法应通过“%(path)s”解决：%(text)s",
    )

    # 派单和签收
    dispatch = Step(
        "派单", registered.to(dispatched), by=(centre(DISPATCHER), centre(OPERATOR)), needs=("unit",), when=unit_named,
        clocks=(dispatch_clock.stop(), receive_clock.start(), handle_clock.start()), assigns=True,
        public="已派至%(unit_name)s办理。",
    )
    receive = Step(
        "签收", dispatched.to(handling), by=UNIT, clocks=(receive_clock.stop(), contact_clock.start()),
        public="%(unit_name)s已签收。",
    )
    appoint = Step("交承办人", handling.stays, by=(lead(LIAISON), lead(HEAD)), needs=("person",), owns=True)
    contact = Step(
        "联系群众", any_of(handling, extension_asked).stays, by=UNIT, needs=("result",), clocks=(contact_clock.stop(),),
        public="%(unit_name)s已就此事与您联系。",
    )
    return_ = Step(
        "退单", any_of(dispatched, handling).to(returned), by=(lead(LIAISON), lead(HEAD)),
        needs=("reason", "right_unit"), when=other_unit_named, clocks=(ruling_clock.start(),), at_most=3,
    )
    redispatch = Step(
        "改派", returned.to(dispatched), by=(centre(DISPATCHER),), needs=("unit",), when=unit_named, assigns=True,
        clocks=(ruling_clock.stop(), receive_clock.restart(), handle_clock.restart(), contact_clock.stop()),
        public="经核定，改由%(unit_name)s办理，答复您的期限不变。",
    )
    uphold = Step(
        "退单不成立", returned.to(dispatched), by=(centre(DISPATCHER),), needs=("ruling",),
        clocks=(ruling_clock.stop(), receive_clock.start()), public="经核定，仍由%(unit_name)s办理。",
    )
    contest = Step(
        "提出争议", any_of(dispatched, handling).to(contested), by=(lead(LIAISON), lead(HEAD)), needs=("reason",),
        when=was_upheld, clocks=(ruling_clock.start(),), at_most=1,
    )
    rule = Step(
        "裁定争议", contested.to(dispatched), by=(centre(MANAGER),), needs=("unit", "ruling"), when=unit_named,
        assigns=True, apart_from=("uphold", "redispatch"),
        clocks=(ruling_clock.stop(), receive_clock.restart(), handle_clock.restart(), contact_clock.stop()),
        public="经裁定，由%(unit_name)s办理，答复您的期限不变。",
    )

    # 办理
    ask_extension = Step(
        "申请延期", handling.to(extension_asked), by=(lead(LIAISON), lead(HEAD)), needs=("reason",), at_most=1,
    )
    grant_extension = Step(
        "同意延期", extension_asked.to(handling), by=(centre(DISPATCHER), centre(SUPERVISOR)),
        clocks=(handle_clock.extend("hotline.extension"), answer_clock.extend("hotline.extension")), at_most=1,
        public="情况复杂，办理期限经批准延长。原因：%(reason)s",
    )
    refuse_extension = Step(
        "不同意延期", extension_asked.to(handling), by=(centre(DISPATCHER), centre(SUPERVISOR)), needs=("reason",),
    )
    assist = Step(
        # Also while the matter is being ruled on or the answer checked: what a unit owes, it must be able to hand in.
        "协办反馈", any_of(dispatched, handling, extension_asked, returned, contested, replied, calling_back).stays,
        by=(assisting(LIAISON),), needs=("text",), answers_assist=True,
    )
    reply = Step(
        "答复", any_of(handling, extension_asked).to(replied), by=UNIT, needs=("text", "result"), when=assists_in,
        clocks=(handle_clock.pause(), contact_clock.stop(), check_clock.start()),
    )
    send_back = Step(
        "退回补充", replied.to(handling), by=(centre(CHECKER),), needs=("reason",),
        clocks=(check_clock.stop(), handle_clock.resume()),
    )
    approve = Step(
        "审核通过", replied.to(calling_back), by=(centre(CHECKER),),
        clocks=(check_clock.stop(), handle_clock.stop(), answer_clock.stop(), callback_clock.start()),
        public="%(unit_name)s答复：%(reply)s",
    )

    # 回访和评价
    rate = Step(
        "评价", any_of(calling_back, closed).stays, by=(CITIZEN,), needs=("satisfaction",), at_most=3,
        public="您作了评价。",
    )
    record_callback = Step(
        "回访办结", calling_back.to(closed), by=(centre(CALLBACK),), needs=("reached",), when=not_justified_unsolved,
        clocks=(callback_clock.stop(),), outcome="answered", public="回访完成，事项办结。",
    )
    redo = Step(
        "退回重办", calling_back.to(handling), by=(centre(CALLBACK), centre(SUPERVISOR)), needs=("reason",),
        at_most=REDOS, clocks=(callback_clock.stop(), handle_clock.start(), contact_clock.start()),
        public="您反映问题没有解决，已退回承办单位重新办理。",
    )
    recheck = Step(
        "抽查", closed.stays, by=(centre(SUPERVISOR),), needs=("finding",), at_most=1, apart_from=("record_callback",),
    )
    reopen_false = Step(
        "虚假办结重办", closed.to(handling), by=(centre(SUPERVISOR),), needs=("reason",), at_most=1,
        when=had_a_unit, clocks=(handle_clock.start(),), public="经抽查，问题没有真正解决，已责成承办单位重新办理。",
    )
    appeal = Step(
        "申请复核", closed.to(reviewing), by=CITIZEN_OR_OPERATOR, needs=("reason",), at_most=1,
        clocks=(review_clock.start(),), public="您对办理结果不认可，申请了复核。",
    )
    keep_result = Step(
        "维持结果", reviewing.to(closed), by=(centre(MANAGER),), needs=("text",), apart_from=("approve",),
        clocks=(review_clock.stop(),), outcome="reviewed", public="复核结果：%(text)s",
    )
    reopen = Step(
        "复核重办", reviewing.to(handling), by=(centre(MANAGER),), needs=("reason",), apart_from=("approve",),
        when=had_a_unit, clocks=(review_clock.stop(), handle_clock.start()), public="经复核，退回承办单位重新办理。",
    )
    reopen_and_dispatch = Step(
        "复核后派单", reviewing.to(registered), by=(centre(MANAGER),), needs=("reason",), apart_from=("approve",),
        clocks=(review_clock.stop(), dispatch_clock.start()), public="经复核，将派承办单位办理。",
    )

    # 并案
    join = Step(
        "并入同一事件", any_of(registered, dispatched, returned).to(joined), by=(centre(DISPATCHER), centre(OPERATOR)),
        needs=("into",),
        clocks=(
            dispatch_clock.stop(), receive_clock.stop(), ruling_clock.stop(), handle_clock.stop(), contact_clock.stop(),
        ),
        public="已有其他群众反映同一件事，与诉求 %(into)s 合并办理，办理结果将同样答复您。",
    )
    unjoin = Step(
        "取消并案", joined.to(registered), by=(centre(DISPATCHER), SYSTEM), clocks=(dispatch_clock.start(),),
        public="不再合并办理，将单独派单。",
    )
    answer_jointly = Step(
        "统一答复", joined.to(closed), by=(centre(CHECKER), SYSTEM), needs=("text",), clocks=(answer_clock.stop(),),
        outcome="joint", public="%(unit_name)s统一答复：%(text)s",
    )
    answer_again = Step(
        # The main request was handled again: those who were answered with it hear the new answer too.
        "补充统一答复", closed.stays, by=(SYSTEM,), needs=("text",), public="%(unit_name)s重新办理后统一答复：%(text)s",
    )
    split = Step(
        "拆单", any_of(registered, dispatched).stays, by=(centre(DISPATCHER), centre(OPERATOR)), needs=("numbers",),
        public="您反映了几件事，已分别登记办理：%(numbers)s。",
    )

    # 督促、补充、撤回
    OPEN = any_of(registered, dispatched, handling, extension_asked, returned, contested, replied, calling_back, joined)
    WITH_UNIT = any_of(dispatched, handling, extension_asked, returned, contested)
    add_material = Step(
        "补充材料", any_of(*OPEN.states, reviewing).stays, by=CITIZEN_OR_OPERATOR, needs=("text",),
        public="您补充了情况：%(text)s",
    )
    urge = Step("群众催办", OPEN.stays, by=CITIZEN_OR_OPERATOR, at_most=3, public="您催问了办理进度。")
    chase = Step(
        "催办", WITH_UNIT.stays, by=(centre(DISPATCHER), centre(SUPERVISOR), centre(MANAGER)),
        public="热线中心已催促承办单位。",
    )
    oversee = Step(
        "督办", WITH_UNIT.stays, by=(centre(SUPERVISOR), centre(MANAGER)), needs=("text",),
        public="热线中心已列为督办事项。",
    )
    instruct = Step("批示", any_of(*OPEN.states, reviewing, closed).stays, by=(centre(LEADER),), needs=("text",))
    exclude = Step(
        "不计入考核", any_of(calling_back, closed).stays, by=(centre(MANAGER),), needs=("reason",), at_most=1,
        apart_from=("record_callback",),
    )
    open_identity = Step(
        "查看反映人身份", any_of(*OPEN.states, reviewing, closed).stays,
        by=(centre(SUPERVISOR), centre(MANAGER), centre(CALLBACK)),
        needs=("reason",),
    )
    publish = Step(
        "公开答复", closed.stays, by=(centre(CHECKER), centre(MANAGER)), when=not_sealed, confirm="公开前请确认问答中没有个人信息。",
        public="您的诉求与答复已隐去个人信息后公开。",
    )
    unpublish = Step(
        "取消公开", closed.stays, by=(centre(CHECKER), centre(MANAGER)), when=is_published, public="您的诉求不再公开。",
    )
    withdraw = Step(
        "撤回", OPEN.to(withdrawn), by=CITIZEN_OR_OPERATOR, outcome="withdrawn",
        confirm="撤回后不再办理，需要时请重新反映。确定撤回吗？", public="您撤回了诉求。",
    )

    @classmethod
    def seals(cls, passage: Passage) -> bool:
        """A 举报 is sealed, also one that is recognised as such only later; what is sealed stays so."""
        return passage.step in ("register", "reclassify") and passage.data.get("type") == Type.REPORT

    @classmethod
    def fold(cls, detail: Request, passage: Passage) -> None:
        fold(detail, passage)
