"""The tables of outgoing papers and deliveries, without a database: who may do what, where, and what it does to clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shuniu.kernel.casework.case import Case, NotAllowed, StepRefused, available, draft
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.taking import new_case
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.models.types import DocumentType, type_in_title
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from tests.memory import IDS, MATTER_ID, city, rules
from tests.walking import WALKERS, Moment
from tests.world import NOW

WAY = [
    ("nigao", "draft"), ("nigao", "submit"), ("chengju", "countersign"), ("shuiju", "countersign"), ("fangzhuren", "sign"),
    ("hegao", "check"), ("hegao", "assign_number"), ("yinguan", "seal"), ("menlai", "dispatch"),
]  # fmt: skip
"""The shortest way of a paper, with who takes it."""


def walked(cast: dict[str, Actor], until: str) -> Case:
    """A paper in memory just before that step."""
    case = new_case(OutgoingPaper, Outgoing(unit_id=IDS["office"]), at=NOW, title="题", source="office", number="1")
    case.matter.pk = MATTER_ID
    for hours, (who, step) in enumerate(WAY):
        if step == until:
            return case
        taken(case, step, cast[who], hours)
    return case


def taken(case: Case, name: str, actor: Actor, hours: int = 9) -> None:
    step = OutgoingPaper.steps[name]
    data = WALKERS[OutgoingPaper.kind].data(step, Moment(IDS, 1, actor.person_id, case.detail))
    passage = draft(case, step, actor=actor, at=NOW + timedelta(hours=hours), rules=rules(), data=data)
    apply(case, passage, calendar=rules().calendar)


def names(case: Case, actor: Actor) -> set[str]:
    return {step.name for step in available(case, actor)}


MAY = [
    ("submit", "nigao", {"revise", "hand_to", "submit", "abandon"}),
    ("submit", "fangzhuren", {"revise", "hand_to", "submit", "abandon"}),
    ("submit", "chengwen", set()),
    ("countersign", "chengju", {"countersign", "send_back", "add_signer", "pass_on", "replace_signer"}),
    ("countersign", "tiju", set()),
    ("countersign", "nigao", {"take_back"}),
    ("sign", "fangzhuren", {"sign", "amend", "send_back", "return_to", "add_signer", "pass_on", "replace_signer"}),
    ("check", "hegao", {"check", "correct", "return_to_signer"}),
    ("check", "yinguan", set()),
    ("assign_number", "hegao", {"assign_number", "check_again"}),
    ("seal", "yinguan", {"seal", "check_again"}),
    ("seal", "menlai", set()),
    ("dispatch", "menlai", {"dispatch"}),
    ("dispatch", "hegao", {"void_number"}),
    ("archive", "menlai", {"send_more", "recall", "annul", "repeal"}),
    ("archive", "dangan", {"archive"}),
    ("archive", "nigao", set()),
]


@pytest.mark.parametrize(("before", "who", "may"), MAY)
def test_what_each_may_do_where(before: str, who: str, may: set[str]) -> None:
    with city() as cast:
        assert names(walked(cast, before), cast[who]) == may


def test_the_clocks_of_a_paper_are_local_limits_and_follow_its_urgency() -> None:
    with city() as cast:
        case = walked(cast, "sign")
        assert case.clocks["approve_clock"].basis.startswith("本地规定")
        assert not case.clocks["approve_clock"].confirmed
        taken(case, "sign", cast["fangzhuren"])
        assert case.clocks["approve_clock"].stopped_at is not None
        assert case.clocks["issue_clock"].stopped_at is None
        taken(case, "return_to_signer", cast["hegao"])
        assert case.clocks["issue_clock"].stopped_at is not None
        assert case.clocks["approve_clock"].stopped_at is None


def test_nothing_is_sealed_that_was_not_signed_and_numbered() -> None:
    with city() as cast:
        case = walked(cast, "seal")
        case.detail.signers = []
        with pytest.raises(StepRefused, match="签发"):
            taken(case, "seal", cast["yinguan"])
        with pytest.raises(NotAllowed):
            taken(walked(cast, "seal"), "seal", cast["menlai"])


def test_a_signed_paper_is_not_amended_by_the_next_signer() -> None:
    with city() as cast:
        case = walked(cast, "sign")
        case.detail.signers = [{"person": 1, "by": "甲", "on": "2026-11-23"}]
        with pytest.raises(StepRefused, match="退回拟稿"):
            taken(case, "amend", cast["fangzhuren"])


@pytest.mark.parametrize(("title", "kind"), [
    ("云州市人民政府关于供暖工作的通知", "notice"), ("关于开展检查的通告", "notice_to_public"), ("云州市人民政府令", "order"),
    ("市长办公会议纪要", "minutes"), ("关于供暖补贴的请示", "request"), ("供暖工作方案", ""), ("关于供暖的意见（征求意见稿）", "opinion"),
])  # fmt: skip
def test_the_type_stands_at_the_end_of_the_title(title: str, kind: str) -> None:
    assert type_in_title(title) == kind


def test_there_are_fifteen_types() -> None:
    assert len(DocumentType) == 15
