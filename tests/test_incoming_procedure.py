"""收文办理程序 without a database: who may do what when, what it does to clocks, and who acts next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shuniu.kernel.casework.case import Case, NotAllowed, StepRefused, WrongState, available, draft
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.taking import new_case
from shuniu.kernel.organisation.actor import Actor, Grant
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper as P
from shuniu.office.documents.procedures.incoming_folding import waiting_readers
from tests.memory import IDS, MATTER_ID, city, rules
from tests.world import moment

AT = moment("2026-11-23 09:00")
MAYOR, VICE = 14, 99


def leader(person: int, name: str = "杨市长") -> dict[str, Any]:
    return {"key": f"instruct:{person}", "name": name, "person": person, "unit": IDS["city"], "role": "leader"}


def reader(key: str, unit: str, person: int | None = None, role: str = "documents.liaison") -> dict[str, Any]:
    return {"key": f"read:{key}", "name": key, "person": person, "unit": IDS[unit], "role": role}


class Desk:
    """One paper in memory, and hands for everybody."""

    def __init__(self, cast: dict[str, Actor], **more: Any) -> None:
        self.cast, self.at = cast, AT
        self.case = new_case(P, Incoming(), at=AT, title="题", source="hand", number="SW2026-00001", **more)
        self.case.matter.pk = MATTER_ID
        self.do("menlai", P.register, organ="水务局", urgency=more.get("urgency", "ordinary"))

    def do(self, who: str | Actor, step: Step, at: datetime | None = None, **data: Any) -> Case:
        self.at = at or self.at
        actor = self.cast[who] if isinstance(who, str) else who
        passage = draft(self.case, step, actor=actor, at=self.at, rules=rules(), data=data, note=data.pop("note", ""))
        apply(self.case, passage, calendar=rules().calendar)
        return self.case

    def to(self, state: str) -> None:
        """Led to a state by the shortest way."""
        self.do("menlai", P.accept, nature="handle")
        if state == "checked":
            return
        self.do("menlai", P.propose, opinion="请研处", unit=IDS["chengguan"], leaders=[leader(MAYOR)])
        self.do("fangzhuren", P.submit, opinion="请研处", unit=IDS["chengguan"], leaders=[leader(MAYOR)])
        if state == "instructing":
            return
        self.do("yangshizhang", P.instruct, text="同意。")
        self.do("system", P.gather)
        self.do("menlai", P.assign, unit=IDS["chengguan"], assisting=[IDS["shuiwu"]])
        if state == "handling":
            self.do("chengwen", P.receive)

    def tasks(self) -> set[tuple[str, str]]:
        return {(task.role or task.seat, task.label) for task in self.case.tasks}


@pytest.fixture
def cast() -> Any:
    with city() as people:
        assert people["yangshizhang"].person_id == MAYOR
        yield people


def test_the_section_registers_and_nobody_else(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    assert desk.tasks() == {("documents.registrar", "待初审")}
    for stranger in ("chengwen", "hanwai", "citizen", "yangshizhang"):
        with pytest.raises(NotAllowed):
            desk.do(stranger, P.accept, nature="handle")


def test_a_point_that_is_not_met_stops_the_check_and_goes_back_with_reasons(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    with pytest.raises(StepRefused, match="六项"):
        desk.do("menlai", P.accept, nature="handle", unmet=["rules"])
    with pytest.raises(StepRefused, match="缺少"):
        desk.do("menlai", P.send_back, unmet=["rules"], reason="")
    case = desk.do("menlai", P.send_back, unmet=["rules"], reason="多头主送。")
    assert (case.matter.state, case.matter.outcome) == ("sent_back", "sent_back")
    assert all(one.stopped_at for one in case.clocks.values())


def test_urgency_chooses_the_limits(cast: dict[str, Actor]) -> None:
    assert Desk(cast).case.clocks["check_clock"].unit == "working_days"
    urgent = Desk(cast, urgency="emergency").case
    assert (urgent.clocks["check_clock"].length, urgent.clocks["check_clock"].unit) == (1, "hours")


def test_the_papers_own_deadline_is_a_clock_with_the_paper_as_its_source(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.do("menlai", P.require, requested_on="2026-11-30", requested_length=7, requested_unit="calendar_days",
            requested_source="水务局《请示》“请于11月30日前答复”")  # fmt: skip
    clock = desk.case.clocks["request_clock"]
    assert clock.legal_due == moment("2026-11-30 23:59").replace(second=59)
    assert clock.basis == "文件载明：水务局《请示》“请于11月30日前答复”"
    assert not clock.confirmed
    desk.to("handling")
    desk.do("chengwen", P.reply, text="同意。")
    assert clock.stopped_at is not None, "the answer ends it, whoever gives it"


def test_several_leaders_instruct_in_order_or_at_once(cast: dict[str, Actor]) -> None:
    vice = Actor("staff", "副市长", person_id=VICE, grants=(Grant("leader", IDS["city"]),))
    for in_order in (True, False):
        desk = Desk(cast)
        desk.to("checked")
        both = [leader(MAYOR), leader(VICE, "副市长")]
        given = {"opinion": "请研处", "leaders": both, "leaders_in_order": in_order}
        desk.do("menlai", P.propose, **given)
        desk.do("fangzhuren", P.submit, **given)
        assert len([task for task in desk.case.tasks if task.seat]) == (1 if in_order else 2)
        if in_order:
            with pytest.raises(NotAllowed):
                desk.do(vice, P.instruct, text="同意。")
        with pytest.raises(StepRefused, match="还有领导"):
            desk.do("system", P.gather)
        desk.do("yangshizhang", P.instruct, text="请副市长阅处。")
        desk.do(vice, P.instruct, text="同意。")
        assert [one["text"] for one in desk.case.detail.leaders] == ["请副市长阅处。", "同意。"]
        desk.do("system", P.gather)
        assert desk.tasks() == {("documents.registrar", "待分办")}


def test_whoever_a_leader_lends_the_role_to_instructs_in_their_name(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("instructing")
    lent = Actor(
        "staff",
        "米书",
        person_id=50,
        post="秘书",
        grants=(Grant("leader", IDS["city"], for_id=MAYOR, for_name="杨市长"),),
    )
    desk.do(lent, P.instruct, text="同意。")
    assert "代 杨市长" in desk.case.detail.leaders[0]["by"]
    with pytest.raises(StepRefused):
        desk.do("menlai", P.record_instruction, leader="instruct:1.1", text="同意")


def test_a_reader_holds_nothing_up_and_reading_ends_by_itself(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("handling")
    desk.do("menlai", P.circulate, readers=[reader("u", "tiyu"), reader("v", "shuiwu")], readers_in_order=True)
    with pytest.raises(NotAllowed):
        desk.do("shuiwen", P.read)
    desk.do("shuiwen", P.assist, text="同意")
    desk.do("chengwen", P.report, text="已办", answer_by="unit", answer="已函复")
    with pytest.raises(StepRefused, match="继续传阅"):
        desk.do("menlai", P.conclude)
    case = desk.do("menlai", P.conclude_reading_on)
    assert case.matter.state == "circulating"
    assert {name for name, clock in case.clocks.items() if clock.stopped_at is None} == {"read_clock"}
    desk.do("tiwen", P.read, note="已阅")
    with pytest.raises(StepRefused, match="没有阅"):
        desk.do("system", P.end_reading)
    desk.do("shuiwen", P.read)
    desk.do("system", P.end_reading)
    assert case.matter.state == "concluded"
    assert not case.tasks


def test_the_order_of_readers_changes_and_who_has_read_stays(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("handling")
    desk.do("menlai", P.circulate, readers=[reader("u", "tiyu"), reader("v", "shuiwu")], readers_in_order=True)
    desk.do("tiwen", P.read)
    desk.do("menlai", P.circulate, readers=[reader("w", "chengguan"), reader("u", "tiyu")], readers_in_order=True)
    assert [one["key"] for one in desk.case.detail.readers] == ["read:u", "read:w"]
    assert [one["key"] for one in waiting_readers(desk.case.detail)] == ["read:w"]


def test_not_ours_goes_back_with_reason_and_to_another_unit(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("handling")
    with pytest.raises(StepRefused):
        desk.do("chengwen", P.return_, reason="不属本局职责", right_unit=IDS["chengguan"])
    desk.do("chengwen", P.return_, reason="不属本局职责", right_unit=IDS["shuiwu"])
    assert desk.case.detail.returns == 1
    desk.do("menlai", P.assign, unit=IDS["shuiwu"])
    assert desk.case.matter.unit_id == IDS["shuiwu"]
    assert ("documents.liaison", "待单位签收") in desk.tasks()
    with pytest.raises(NotAllowed):
        desk.do("chengwen", P.receive)


def test_the_lead_reports_without_the_assisting_only_by_saying_so(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("handling")
    with pytest.raises(StepRefused, match="协办"):
        desk.do("chengwen", P.report, text="已办", answer_by="office")
    desk.do("chengwen", P.report, text="已办", answer_by="office", without_assisting=True)
    desk.do("shuiwen", P.assist, text="同意")
    with pytest.raises(StepRefused, match="答复"):
        desk.do("menlai", P.conclude)
    desk.do("menlai", P.conclude, text="同意。")
    assert desk.case.detail.answer == "同意。"


def test_an_extension_lengthens_the_handling_and_a_late_step_is_marked(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("handling")
    before = desk.case.clocks["handle_clock"].legal_due
    desk.do("chengwen", P.ask_extension, reason="需现场勘查")
    desk.do("menlai", P.grant_extension)
    assert desk.case.clocks["handle_clock"].legal_due > before
    desk.do("shuiwen", P.assist, text="同意")
    desk.do("chengwen", P.report, at=moment("2027-03-01 09:00"), text="已办", answer_by="none", why_none="已当面答复")
    assert desk.case.detail.late


def test_what_is_only_read_or_kept(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.do("menlai", P.accept, nature="read")
    with pytest.raises(StepRefused, match="传阅对象"):
        desk.do("menlai", P.circulate_only)
    desk.do("menlai", P.keep, reason="供参阅")
    assert (desk.case.matter.state, desk.case.matter.outcome) == ("concluded", "kept")
    other = Desk(cast)
    other.do("menlai", P.accept, nature="read")
    other.do("menlai", P.circulate_only, readers=[reader("u", "tiyu")])
    assert other.tasks() == {("documents.liaison", "待阅")}


def test_a_closed_paper_is_opened_again_and_a_filed_one_is_not(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.do("menlai", P.accept, nature="read")
    desk.do("menlai", P.keep, reason="供参阅")
    closed = desk.case.matter.closed_at
    desk.do("dangan", P.file, at=moment("2026-12-01 09:00"), archive_number="J001-1", retention="ten_years")
    assert desk.case.matter.closed_at == closed
    assert desk.case.matter.outcome == "kept"
    with pytest.raises(WrongState):
        desk.do("fangzhuren", P.reopen, reason="补办")
    desk.do("dangan", P.unfile, reason="补办")
    desk.do("fangzhuren", P.reopen, reason="补办")
    assert desk.case.matter.closed_at is None
    assert desk.tasks() == {("documents.registrar", "待分办")}


def test_a_unit_that_is_merged_passes_its_reading_on(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("handling")
    desk.do("menlai", P.circulate, readers=[reader("u", "tiyu")])
    desk.do("system", P.steps["hand_over"], **{"from": IDS["tiyu"], "to": IDS["donghu"]})
    assert desk.case.detail.readers[0]["unit"] == IDS["donghu"]
    desk.do("chengwen", P.ask_extension, reason="需勘查")
    assert {task.unit_id for task in desk.case.tasks if task.seat} == {IDS["donghu"]}


def test_buttons_of_each_desk(cast: dict[str, Actor]) -> None:
    desk = Desk(cast)
    desk.to("instructing")
    assert [step.name for step in available(desk.case, cast["yangshizhang"])] == ["instruct"]
    assert available(desk.case, cast["chengwen"]) == []
    assert "withdraw_leaders" in {step.name for step in available(desk.case, cast["fangzhuren"])}
