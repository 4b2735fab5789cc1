"""发文程序: from the first draft to the archive, as 《党政机关公文处理工作条例》 orders it.

拟制 is 起草, 审核, 签发 (art. 18); 发文办理 is 复核, 登记, 印制, 核发 (art. 25). Who reviews, countersigns and signs is the
approval route's affair; that the head of the organ signs important and upward papers is art. 22. No instrument fixes a
number of days for any of it: every clock here is a local limit (``limits.py``) and is shown as one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from shuniu.kernel.casework.procedure import Clock, Phase, Seat, State, Step, any_of, centre, lead, opening, seated
from shuniu.kernel.routes import steps as routes
from shuniu.kernel.routes.run import MANAGER, ROUTE, Verb
from shuniu.office.documents import roles as people
from shuniu.office.documents.limits import approve_limit, issue_limit
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.procedures import guards
from shuniu.office.documents.procedures.folding import FOLDED, fold
from shuniu.office.documents.roles import ARCHIVIST, DIRECTOR, DRAFTER, HEAD, REGISTRAR, REVIEWER, SEAL_KEEPER

DRAFTERS = (lead(DRAFTER), lead(HEAD))
OPENING = "documents.drafter"
"""Kind of the seat from which a paper is opened: a drafter's, in the unit that the detail row names."""


class OutgoingPaper(routes.Routed):
    """发文."""

    kind = "documents.outgoing"
    label = "发文"
    version = 1
    effective_from = date(2000, 1, 1)
    series = "documents.outgoing"
    page = "documents:outgoing"
    home = people.HOME
    sees_all = (*people.SECTION, DIRECTOR)
    sees_own = (*people.UNITS, MANAGER)
    detail = Outgoing
    folded = (*routes.Routed.folded, *FOLDED)

    # 状态
    drafting = State("拟稿", initial=True, waits=(lead(DRAFTER),), phase=Phase.WAITING, task="待拟稿")
    approving = State("审批中", waits=(seated(ROUTE),))
    checking = State("待复核", waits=(centre(REVIEWER),))
    to_number = State("待编号", waits=(centre(REVIEWER),))
    to_seal = State("待用印", waits=(centre(SEAL_KEEPER),))
    to_dispatch = State("待印发", waits=(centre(REGISTRAR),))
    dispatched = State("已印发", waits=(centre(ARCHIVIST),), task="待归档")
    archived = State("已归档", final=True)
    recalled = State("印发后撤回", final=True)
    voided = State("文号已作废", final=True)
    abandoned = State("已终止", final=True)

    # 期限
    approve_clock = Clock("审核签发", limit=approve_limit)
    issue_clock = Clock("复核印发", limit=issue_limit)

    # 拟稿
    draft = opening(
        "拟稿", drafting, by=(seated(OPENING),), needs=("unit", "title", "digest"), assigns=True, owns=True, describes=True,
    )
    revise = Step("修改文稿", drafting.stays, by=DRAFTERS, needs=("digest",), describes=True)
    hand_to = Step("移交拟稿", drafting.stays, by=DRAFTERS, needs=("person",), owns=True)
    submit = routes.submit(
        drafting.to(approving), by=DRAFTERS, when=guards.ready_to_submit, clocks=(approve_clock.start(),)
    )
    abandon = Step(
        "终止", drafting.to(abandoned), by=DRAFTERS, needs=("reason",), outcome="abandoned",
        confirm="终止后文稿只能查看，不能再送审。确认终止？",
    )

    # 审批: who sits where is the route's affair (kernel.routes)
    agree = routes.agree(approving, offered=guards.in_agreeing)
    countersign = routes.countersign(approving)
    sign_in_turn = routes.agree(approving, "联合签发", offered=guards.in_signing, when=guards.signs)
    sign = routes.finish(
        "签发", approving.to(checking), when=guards.head_signs, clocks=(approve_clock.stop(), issue_clock.start()),
    )
    amend = Step(
        "修改送审稿", approving.stays, by=(seated(ROUTE),), needs=("digest",), when=guards.unsigned,
        offered=guards.may_amend, describes=True,
    )
    send_back = routes.send_back(approving.to(drafting), clocks=(approve_clock.stop(),))
    return_to = routes.return_to_stage(approving)
    add_signer = routes.add_signer(approving)
    pass_on = routes.transfer(approving)
    replace_signer = routes.replace(approving)
    take_back = routes.recall(approving.to(drafting), "撤回送审", clocks=(approve_clock.stop(),))

    # 复核、编号、用印、印发
    return_to_signer = routes.RouteStep(
        # 需作实质性修改的，应当报原签批人复审 (art. 25): the last stage of the route begins anew.
        "退回签发人", checking.to(approving), by=(centre(REVIEWER),), needs=("to", "reason"), verb=Verb.RETURN,
        when=guards.to_the_signers, clocks=(issue_clock.stop(), approve_clock.start()),
    )
    correct = Step(
        "文字校正", checking.stays, by=(centre(REVIEWER),), needs=("digest", "reason"), describes=True,
    )
    check = Step("复核通过", checking.to(to_number), by=(centre(REVIEWER),))
    assign_number = Step("编号", to_number.to(to_seal), by=(centre(REVIEWER), centre(REGISTRAR)), needs=("number",))
    check_again = Step(
        "退回复核", any_of(to_number, to_seal).to(checking), by=(centre(REVIEWER), centre(SEAL_KEEPER)), needs=("reason",),
    )
    seal = Step(
        "用印", to_seal.to(to_dispatch), by=(centre(SEAL_KEEPER),), needs=("digest", "copies"),
        when=guards.signed_and_numbered,
    )
    void_number = Step(
        "文号作废", any_of(to_seal, to_dispatch).to(voided), by=(centre(REVIEWER), centre(DIRECTOR)), needs=("reason",),
        outcome="voided", confirm="作废后本件不再印发，文号记入登记簿，不再使用。确认作废？",
    )
    dispatch = Step("印发", to_dispatch.to(dispatched), by=(centre(REGISTRAR),), clocks=(issue_clock.stop(),))
    send_more = Step("补发", dispatched.stays, by=(centre(REGISTRAR),), needs=("units",))

    # 印发以后
    recall = Step(
        "撤回文件", dispatched.to(recalled), by=(centre(REGISTRAR), centre(DIRECTOR)), needs=("reason",),
        outcome="recalled", confirm="已发出的全部文件都将撤回，并告知收文单位原因。确认撤回？",
    )
    annul = Step(
        "撤销", any_of(dispatched, archived).stays, by=(centre(DIRECTOR), centre(REGISTRAR)),
        needs=("on", "reason", "basis"), when=guards.not_void_already, at_most=1,
        confirm="撤销后，本件自始无效。确认撤销？",
    )
    repeal = Step(
        "废止", any_of(dispatched, archived).stays, by=(centre(DIRECTOR), centre(REGISTRAR)),
        needs=("on", "reason", "basis"), when=guards.not_ended_already, at_most=1,
        confirm="废止后，本件自废止之日起失效。确认废止？",
    )
    archive = Step("归档", dispatched.to(archived), by=(centre(ARCHIVIST),), needs=("retention",), outcome="archived")

    @classmethod
    def seats(cls, detail: Outgoing) -> tuple[Seat, ...]:
        if not detail.version:
            return (Seat("draft", "拟稿", DRAFTER, detail.unit_id, None, OPENING),)
        return super().seats(detail)

    @classmethod
    def fold(cls, detail: Outgoing, passage: Any) -> None:
        super().fold(detail, passage)
        fold(detail, passage)
