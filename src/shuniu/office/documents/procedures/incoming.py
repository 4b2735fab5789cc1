"""收文办理程序: 签收、登记 → 初审 → 拟办 → 批示 → 承办，同时传阅 → 催办 → 答复 → 办结 → 归档.

The order and what each stage must do are article 24 of the 党政机关公文处理工作条例 (``basis_incoming``); the limits are
local rules (``limits_incoming``), but for the one that the paper itself states. Reading runs beside handling: whoever has
not read yet holds up nothing, and a paper that only readers keep open waits in 传阅中 with its handling clocks stopped.
"""

from __future__ import annotations

from datetime import date

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import (
    SYSTEM,
    Clock,
    Procedure,
    Seat,
    State,
    Step,
    any_of,
    assisting,
    centre,
    lead,
    opening,
    seated,
)
from shuniu.office.documents import roles
from shuniu.office.documents.limits_incoming import StageLimit, requested
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.procedures import basis_incoming as basis
from shuniu.office.documents.procedures import incoming_guards as guards
from shuniu.office.documents.procedures.incoming_folding import FOLDED, INSTRUCT, READ, fold, leader_seats, reader_seats
from shuniu.office.documents.roles import ARCHIVIST, DIRECTOR, HANDLER, HEAD, LIAISON, REGISTRAR, REVIEWER

UNIT = (lead(LIAISON), lead(HANDLER), lead(HEAD))


class IncomingPaper(Procedure):
    """收文."""

    kind = "documents.incoming"
    label = "收文"
    version = 1
    effective_from = date(2000, 1, 1)
    series = "documents.incoming"
    page = "documents:incoming"
    home = roles.HOME
    sees_all = (REGISTRAR, REVIEWER, ARCHIVIST, DIRECTOR)
    sees_own = roles.UNITS
    seen_by_takers = True
    detail = Incoming
    folded = FOLDED

    # 状态
    registered = State("待初审", initial=True, waits=(centre(REGISTRAR),))
    checked = State("待拟办", waits=(centre(REGISTRAR), seated(READ)))
    proposed = State("拟办待审", waits=(centre(DIRECTOR), seated(READ)))
    instructing = State("待批示", waits=(seated(INSTRUCT), seated(READ)))
    instructed = State("待分办", waits=(centre(REGISTRAR), seated(READ)))
    assigned = State("待单位签收", waits=(lead(LIAISON), seated(READ)))
    handling = State("承办中", waits=(lead(LIAISON), seated(READ)))
    extension_asked = State("承办延期待审", waits=(centre(REGISTRAR), seated(READ)))
    returned = State("退办待裁定", waits=(centre(REGISTRAR), seated(READ)))
    reported = State("待答复办结", waits=(centre(REGISTRAR), seated(READ)))
    circulating = State("传阅中", waits=(seated(READ),))
    sent_back = State("已退文", final=True)
    merged = State("已并办", final=True)
    concluded = State("收文办结", final=True)
    filed = State("收文已归档", final=True)

    # 期限
    request_clock = Clock("来文要求", limit=requested, cites=basis.HANDLE)
    check_clock = Clock("初审", limit=StageLimit("check"))
    propose_clock = Clock("拟办", limit=StageLimit("propose"))
    approve_clock = Clock("拟办审定", limit=StageLimit("approve"))
    instruct_clock = Clock("批示", limit=StageLimit("instruct"))
    assign_clock = Clock("分办", limit=StageLimit("assign"))
    receive_clock = Clock("单位签收", limit=StageLimit("receive"))
    handle_clock = Clock("承办", limit=StageLimit("handle"))
    ruling_clock = Clock("退办裁定", limit=StageLimit("ruling"))
    read_clock = Clock("传阅", limit=StageLimit("read"))
    conclude_clock = Clock("答复办结", limit=StageLimit("conclude"))

    CHECKED = any_of(
        checked, proposed, instructing, instructed, assigned, handling, extension_asked, returned, reported,
    )
    OPEN = any_of(registered, *CHECKED.states)
    WITH_UNIT = any_of(assigned, handling, extension_asked, returned)

    # 签收、登记、初审
    register = opening(
        "收文登记", registered, by=(centre(REGISTRAR), SYSTEM), needs=("organ",), clocks=(check_clock.start(),),
        cites=basis.REGISTER,
    )
    require = Step(
        "登记来文时限", OPEN.stays, by=(centre(REGISTRAR),), clocks=(request_clock.start(),), cites=basis.HANDLE,
        needs=("requested_on", "requested_length", "requested_unit", "requested_source"),
    )
    accept = Step(
        "初审通过", registered.to(checked), by=(centre(REGISTRAR), centre(REVIEWER)), needs=("nature",),
        when=guards.all_points_met, clocks=(check_clock.stop(), propose_clock.start()), cites=basis.CHECK,
    )
    send_back = Step(
        "退回来文单位", registered.to(sent_back), by=(centre(REGISTRAR), centre(REVIEWER)), needs=("unmet", "reason"),
        clocks=(check_clock.stop(), request_clock.stop()), outcome="sent_back", cites=basis.CHECK,
        confirm="退回后本件不再办理，来文单位补正后重新报送。确定退回吗？",
    )
    merge = Step(
        "作重复来文并办", any_of(registered, checked).to(merged), by=(centre(REGISTRAR),), needs=("into",),
        clocks=(check_clock.stop(), propose_clock.stop(), request_clock.stop()), outcome="repeat",
    )

    # 拟办、批示
    propose = Step(
        "拟办", checked.to(proposed), by=(centre(REGISTRAR),), needs=("opinion",), when=guards.another_unit,
        clocks=(propose_clock.stop(), approve_clock.start()), cites=basis.HANDLE,
    )
    submit = Step(
        "同意拟办，送批示", proposed.to(instructing), by=(centre(DIRECTOR),), needs=("opinion",), cites=basis.HANDLE,
        when=guards.leaders_named, clocks=(approve_clock.stop(), instruct_clock.start()),
    )
    assign_directly = Step(
        "同意拟办，直接转办", proposed.to(assigned), by=(centre(DIRECTOR),), needs=("opinion", "unit"),
        when=guards.another_unit, clocks=(approve_clock.stop(), receive_clock.start(), handle_clock.start()),
        assigns=True, cites=basis.HANDLE,
    )
    revise = Step(
        "退回重拟", proposed.to(checked), by=(centre(DIRECTOR),), needs=("reason",),
        clocks=(approve_clock.stop(), propose_clock.start()),
    )
    instruct = Step("批示", instructing.stays, by=(seated(INSTRUCT),), needs=("text",), cites=basis.HANDLE)
    record_instruction = Step(
        "补录批示", instructing.stays, by=(centre(REGISTRAR),), needs=("leader", "text"), when=guards.of_the_list,
    )
    gather = Step(
        "批示完毕", instructing.to(instructed), by=(SYSTEM, centre(REGISTRAR)), when=guards.all_instructed,
        offered=guards.instructed_by_all, clocks=(instruct_clock.stop(), assign_clock.start()),
    )
    withdraw_leaders = Step(
        "不再等候批示", instructing.to(instructed), by=(centre(DIRECTOR),), needs=("reason",),
        clocks=(instruct_clock.stop(), assign_clock.start()),
    )
    resubmit = Step(
        "再送批示", instructed.to(instructing), by=(centre(REGISTRAR), centre(DIRECTOR)), when=guards.leaders_named,
        clocks=(assign_clock.stop(), instruct_clock.start()),
    )

    # 承办
    assign = Step(
        "分办", any_of(instructed, returned).to(assigned), by=(centre(REGISTRAR),), needs=("unit",),
        when=guards.another_unit, assigns=True, cites=basis.HANDLE,
        clocks=(assign_clock.stop(), ruling_clock.stop(), receive_clock.start(), handle_clock.start()),
    )
    receive = Step("单位签收", assigned.to(handling), by=UNIT, clocks=(receive_clock.stop(),), cites=basis.RECEIVE)
    appoint = Step(
        "交经办人", any_of(assigned, handling).stays, by=(lead(LIAISON), lead(HEAD)), needs=("person",), owns=True,
    )
    progress = Step("报进展", handling.stays, by=UNIT, needs=("text",))
    assist = Step(
        "报协办意见", any_of(*WITH_UNIT.states, reported).stays, by=(assisting(LIAISON), assisting(HANDLER)),
        needs=("text",), answers_assist=True,
    )
    return_ = Step(
        "退办", any_of(assigned, handling).to(returned), by=(lead(LIAISON), lead(HEAD)), needs=("reason",),
        when=guards.other_unit_named, clocks=(ruling_clock.start(),), at_most=3,
    )
    uphold = Step(
        "退办不成立", returned.to(assigned), by=(centre(REGISTRAR),), needs=("reason",),
        clocks=(ruling_clock.stop(), receive_clock.start()),
    )
    ask_extension = Step(
        "申请承办延期", handling.to(extension_asked), by=(lead(LIAISON), lead(HEAD)), needs=("reason",),
    )
    grant_extension = Step(
        "同意承办延期", extension_asked.to(handling), by=(centre(REGISTRAR), centre(DIRECTOR)), at_most=2,
        clocks=(handle_clock.extend(StageLimit("extension")),),
    )
    refuse_extension = Step(
        "不同意承办延期", extension_asked.to(handling), by=(centre(REGISTRAR), centre(DIRECTOR)), needs=("reason",),
    )
    report = Step(
        "报办理结果", any_of(handling, extension_asked).to(reported), by=UNIT, needs=("text", "answer_by"),
        when=guards.assists_in, cites=basis.HANDLE,
        clocks=(receive_clock.stop(), handle_clock.pause(), conclude_clock.start()),
    )
    redo = Step(
        "退回补办", reported.to(handling), by=(centre(REGISTRAR), centre(DIRECTOR)), needs=("reason",),
        clocks=(conclude_clock.stop(), handle_clock.resume()),
    )

    # 传阅
    circulate = Step(
        "送传阅", any_of(*CHECKED.states, circulating).stays, by=(centre(REGISTRAR), SYSTEM), when=guards.readers_named,
        clocks=(read_clock.start(),), cites=basis.CIRCULATE,
    )
    circulate_only = Step(
        "只传阅，不办理", any_of(checked, instructed).to(circulating), by=(centre(REGISTRAR),), cites=basis.CIRCULATE,
        when=guards.readers_named,
        clocks=(propose_clock.stop(), assign_clock.stop(), request_clock.stop(), read_clock.start()),
    )
    read = Step("已阅", any_of(*CHECKED.states, circulating).stays, by=(seated(READ),), cites=basis.CIRCULATE)
    all_have_read = Step(
        "阅毕", any_of(*CHECKED.states).stays, by=(SYSTEM,), when=guards.all_read, offered=guards.read_by_all,
        clocks=(read_clock.stop(),),
    )
    end_reading = Step(
        "传阅完毕", circulating.to(concluded), by=(SYSTEM, centre(REGISTRAR)), when=guards.all_read,
        offered=guards.read_by_all, clocks=(read_clock.stop(),), outcome="read",
    )
    stop_reading = Step(
        "结束传阅", circulating.to(concluded), by=(centre(REGISTRAR),), needs=("reason",), offered=guards.still_read,
        clocks=(read_clock.stop(),), outcome="read",
    )

    # 催办、答复、办结
    chase = Step(
        "催办收文", any_of(instructing, *WITH_UNIT.states, reported, circulating).stays,
        by=(centre(REGISTRAR), centre(DIRECTOR), SYSTEM), cites=basis.CHASE,
    )
    follow = Step(
        "指定专人催办", any_of(*OPEN.states, circulating).stays, by=(centre(REGISTRAR), centre(DIRECTOR)),
        needs=("person",), cites=basis.CHASE,
    )
    reply = Step(
        "答复来文单位", any_of(handling, reported).stays, by=(centre(REGISTRAR), *UNIT), needs=("text",),
        clocks=(request_clock.stop(),), cites=basis.ANSWER,
    )
    conclude = Step(
        "办结收文", reported.to(concluded), by=(centre(REGISTRAR),), when=guards.wound_up, offered=guards.read_by_all,
        clocks=(handle_clock.stop(), conclude_clock.stop(), request_clock.stop()), outcome="handled", cites=basis.ANSWER,
    )
    conclude_reading_on = Step(
        "办结，继续传阅", reported.to(circulating), by=(centre(REGISTRAR),), cites=basis.ANSWER,
        when=guards.wound_up_but_for_readers, offered=guards.still_read,
        clocks=(handle_clock.stop(), conclude_clock.stop(), request_clock.stop()),
    )
    keep = Step(
        "直接阅存", any_of(checked, instructed).to(concluded), by=(centre(REGISTRAR),), needs=("reason",),
        clocks=(propose_clock.stop(), assign_clock.stop(), request_clock.stop()), outcome="kept",
    )
    reopen = Step(
        "重新办理收文", concluded.to(instructed), by=(centre(DIRECTOR), centre(REGISTRAR)), needs=("reason",),
        clocks=(assign_clock.start(),),
    )

    # 归档
    file = Step("归档", concluded.to(filed), by=(centre(ARCHIVIST),), needs=("archive_number", "retention"))
    unfile = Step("撤销归档", filed.to(concluded), by=(centre(ARCHIVIST),), needs=("reason",))

    @classmethod
    def seats(cls, detail: Incoming) -> tuple[Seat, ...]:
        return (*leader_seats(detail), *reader_seats(detail))

    @classmethod
    def fold(cls, detail: Incoming, passage: Passage) -> None:
        fold(detail, passage)
