"""The engine of routes without a database: conditions, faults, plans, and random walks over everything people may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.kernel.casework.case import Case, StepRefused, available, draft
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.rebuilding import replay
from shuniu.kernel.casework.taking import new_case
from shuniu.kernel.routes import planning, samples
from shuniu.kernel.routes.checking import faults_of
from shuniu.kernel.routes.definition import (
    Act,
    By,
    Condition,
    Field,
    Mode,
    Op,
    Route,
    Sitter,
    Stage,
    Subject,
    stages_json,
    stages_of,
)
from shuniu.kernel.routes.planning import Unplanned
from shuniu.kernel.routes.run import Run, Verb, load
from shuniu.kernel.routes.steps import RouteStep
from tests.memory import IDS, MATTER_ID, city, rules
from tests.trial.models import Paper
from tests.trial.procedures import Approval
from tests.trial.routing import GENERAL, HEAD, LEADER, REVIEWER, SUBJECT, facts, trial
from tests.world import NOW, PEOPLE

PERSON = {username: number + 1 for number, (username, *_rest) in enumerate(PEOPLE)}
MAYOR = PERSON["yangshizhang"]


class City:
    """``planning.Directory`` of the city in memory."""

    def __init__(self, mayors: Sequence[int] = (MAYOR,)) -> None:
        self.mayors = mayors

    def unit(self, code: str) -> int | None:
        return IDS.get(code)

    def of_post(self, unit: int, title: str) -> Sequence[int]:
        return self.mayors if title == "市长" else ()

    def of_person(self, person: int) -> int | None:
        return IDS[PEOPLE[person - 1][2]] if 0 < person <= len(PEOPLE) else None

    def limit(self, key: str) -> dict[str, Any]:
        return {"key": key, "length": 2, "unit": "working_days", "basis": "本地规定", "confirmed": False}


def route(*stages: Stage) -> Route:
    return Route("general", "一般件", Approval.kind, stages, 7, 3)


def plan(stages: Sequence[Stage], chosen: Mapping[str, Sequence[int]] | None = None, **given: Any) -> dict[str, Any]:
    return planning.begin(route(*stages), facts(**given), chosen or {}, unit=IDS["office"], ask=City(), heads=(HEAD,))


class TestConditions:
    @pytest.mark.parametrize(
        ("op", "value", "found", "holds"),
        [
            (Op.IS, "weighty", "weighty", True),
            (Op.IS, "weighty", "ordinary", False),
            (Op.IS, True, False, False),
            (Op.NOT, "weighty", "ordinary", True),
            (Op.NOT, "weighty", None, True),
            (Op.IN, ["a", "b"], "b", True),
            (Op.IN, ["a", "b"], None, False),
            (Op.NOT_IN, ["a", "b"], "c", True),
            (Op.LEAST, 100, 100, True),
            (Op.LEAST, 100, 99.5, False),
            (Op.MOST, 100, 100, True),
            (Op.LEAST, 100, None, False),
            (Op.LEAST, 1, True, False),
            (Op.MOST, 100, "50", False),
        ],
    )
    def test_a_comparison(self, op: Op, value: Any, found: Any, holds: bool) -> None:
        assert Condition("f", op, value).holds({"f": found}) is holds

    def test_all_of_them_or_any(self) -> None:
        two = (Condition("weight", Op.IS, "weighty"), Condition("public", Op.IS, True))
        given = facts(weight="weighty")
        assert not Stage("a", "甲", (), when=two).applies(given)
        assert Stage("a", "甲", (), when=two, met=Mode.ANY).applies(given)

    def test_stages_come_back_as_they_were_stored(self) -> None:
        rich = Stage(
            "x", "会签", (Sitter(By.PEOPLE, HEAD, least=0, most=4), Sitter(By.PERSON, HEAD, person=3)), mode=Mode.ANY,
            act=Act.COUNTERSIGN, when=(Condition("amount", Op.LEAST, 5),), met=Mode.ANY, returns=False, opinion=True,
            unanimous=True, limit="x.y",
        )  # fmt: skip
        assert stages_of(stages_json((*GENERAL, rich))) == (*GENERAL, rich)


HOME = (Sitter(By.HOME, HEAD),)
SIGN = Stage("sign", "签发", (Sitter(By.POST, LEADER, "city", "市长"),), act=Act.SIGN)
WEIGHTY = Condition("weight", Op.IS, "weighty")


def faults(*stages: Stage, subject: Subject = SUBJECT) -> str:
    return "".join(faults_of(route(*stages), subject, roles=subject.roles, units=set(IDS), limits=("x.limit",)))


class TestFaults:
    def test_a_good_route_has_none(self) -> None:
        assert faults(*GENERAL) == ""

    @pytest.mark.parametrize(
        ("stages", "words"),
        [
            ((), "至少要有一个环节"),
            ((Stage("a", "", HOME), SIGN), "没有名称"),
            ((Stage("a", "长" * 41, HOME), SIGN), "太长"),
            ((Stage("a", "甲", ()), SIGN), "没有办理人"),
            ((Stage("a", "甲", (Sitter(By.HOME, "nobody"),)), SIGN), "角色不存在"),
            ((Stage("a", "甲", (Sitter(By.ROLE, HEAD, "nowhere"),)), SIGN), "没有指定机构"),
            ((Stage("a", "甲", (Sitter(By.POST, HEAD, "city"),)), SIGN), "没有填写职务"),
            ((Stage("a", "甲", (Sitter(By.PERSON, HEAD),)), SIGN), "没有指定人员"),
            ((Stage("a", "甲", (Sitter(By.UNITS, HEAD, least=3, most=2),)), SIGN), "数目不正确"),
            ((Stage("a", "甲", HOME * 2), SIGN), "相同的办理人"),
            ((Stage("a", "甲", HOME), Stage("a", "乙", HOME), SIGN), "同一个标识"),
            ((Stage("a", "甲", HOME, limit="x.other"), SIGN), "时限没有登记"),
            ((Stage("a", "甲", HOME, unanimous=True), SIGN), "不能要求协商一致"),
            ((Stage("a", "甲", HOME, when=(Condition("colour", Op.IS, "red"),)), SIGN), "没有的字段"),
            ((Stage("a", "甲", HOME, when=(Condition("weight", Op.IS, "red"),)), SIGN), "填写不正确"),
            ((Stage("a", "甲", HOME, when=(Condition("amount", Op.LEAST, "many"),)), SIGN), "填写不正确"),
            ((Stage("a", "甲", HOME, when=(Condition("public", Op.LEAST, 1),)), SIGN), "填写不正确"),
            ((Stage("a", "甲", HOME),), "没有签发环节"),
            ((SIGN, Stage("b", "乙签发", HOME, act=Act.SIGN)), "有两个签发环节"),
            ((SIGN, Stage("b", "乙", HOME)), "签发之后还有环节"),
            ((Stage("b", "乙", (Sitter(By.UNITS, HEAD, least=0),), act=Act.SIGN),), "可能没有一个环节"),
        ],
    )
    def test_each_fault_is_said_in_words(self, stages: tuple[Stage, ...], words: str) -> None:
        assert words in faults(*stages)

    def test_the_case_in_which_it_goes_wrong_is_named(self) -> None:
        said = faults(
            Stage("sign", "签发", HOME, act=Act.SIGN, when=(WEIGHTY,)), Stage("a", "核对", HOME, when=(WEIGHTY,))
        )
        assert "当“分量”为“一般”时，可能没有一个环节要办理" in said
        assert "当“分量”为“重要”时，签发之后还有环节“核对”" in said

    def test_conditions_that_can_never_hold_together_are_found(self) -> None:
        never = (WEIGHTY, Condition("weight", Op.IS, "ordinary"))
        assert "永远不会适用" in faults(Stage("a", "甲", HOME, when=never), SIGN)

    def test_two_signatures_over_an_amount_are_found_at_its_edge(self) -> None:
        below = Stage("low", "小额签发", HOME, act=Act.SIGN, when=(Condition("amount", Op.MOST, 100),))
        over = Stage("high", "大额签发", HOME, act=Act.SIGN, when=(Condition("amount", Op.LEAST, 100),))
        assert "当“金额”为“100”时，有两个签发环节" in faults(below, over)

    def test_a_kind_that_needs_no_signature_may_do_without(self) -> None:
        plain = Subject(Approval.kind, "件", (HEAD,), signs=False)
        assert faults(Stage("a", "甲", HOME), subject=plain) == ""

    def test_the_samples_have_none(self) -> None:
        desk = samples.Desk(HEAD, REVIEWER, "documents_section", "documents.director", "office", LEADER, "city")
        weighty = (WEIGHTY, Condition("public", Op.IS, True))
        assert faults(*samples.general(desk, weighty)) == ""
        assert faults(*samples.simple(desk)) == ""


class TestPlans:
    def test_ids_and_no_names(self) -> None:
        made = plan(GENERAL, {"cosign.0": [IDS["chengguan"]]}, weight="weighty")
        assert (made["route"], made["version"]) == (7, 3)
        sits = {leg["key"]: [(sit["role"], sit["unit"], sit["person"]) for sit in leg["sits"]] for leg in made["legs"]}
        assert sits == {
            "head": [(HEAD, IDS["office"], None)],
            "cosign": [(HEAD, IDS["chengguan"], None)],
            "review": [(REVIEWER, IDS["documents_section"], None)],
            "sign": [],
            "lead": [(LEADER, IDS["city"], MAYOR)],
        }

    @pytest.mark.parametrize(
        ("stages", "chosen", "words"),
        [
            (GENERAL, {"cosign.0": [1, 2, 3, 4]}, "须选择0至3个单位，现选了4个"),
            ((Stage("a", "甲", (Sitter(By.PEOPLE, HEAD),)), SIGN), {}, "须选择1至9人，现选了0人"),
            ((Stage("a", "甲", (Sitter(By.PEOPLE, HEAD),)), SIGN), {"a.0": [9999]}, "不在岗"),
            ((Stage("a", "甲", (Sitter(By.POST, HEAD, "city", "秘书长"),)), SIGN), {}, "无人担任秘书长"),
            ((Stage("a", "甲", (Sitter(By.ROLE, HEAD, "gone"),)), SIGN), {}, "已撤销"),
            ((Stage("a", "甲", HOME, when=(WEIGHTY,)),), {}, "没有一个环节适用"),
        ],
    )
    def test_what_does_not_fit_is_said(self, stages: Any, chosen: Any, words: str) -> None:
        with pytest.raises(Unplanned, match=words):
            plan(stages, chosen)

    def test_of_several_holders_of_a_post_one_is_picked(self) -> None:
        ask = City(mayors=(MAYOR, 3))
        [choice] = planning.choices(route(SIGN), facts(), ask)
        assert (choice.key, choice.among) == ("sign.0", (MAYOR, 3))
        with pytest.raises(Unplanned, match="请选择其中一人"):
            planning.begin(route(SIGN), facts(), {}, unit=1, ask=ask)
        made = planning.begin(route(SIGN), facts(), {"sign.0": [3]}, unit=1, ask=ask)
        assert made["legs"][0]["sits"][0]["person"] == 3
        with pytest.raises(Unplanned):
            planning.begin(route(SIGN), facts(), {"sign.0": [99]}, unit=1, ask=ask)


# --- Random walks --------------------------------------------------------------------------------------------------

WALKED = (
    GENERAL[0],
    Stage("two", "双审", (Sitter(By.ROLE, HEAD, "chengguan"), Sitter(By.ROLE, HEAD, "shuiwu")), mode=Mode.ANY),
    GENERAL[1],
    Stage(
        "joint", "联合签发", (Sitter(By.ROLE, HEAD, "office"), Sitter(By.PERSON, LEADER, person=MAYOR)), act=Act.SIGN
    ),
)
FILLED = {"agree", "countersign", "sign"}


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    with trial():
        yield


def written(step: Any, run: Run, pick: int) -> dict[str, Any]:
    """What somebody could write for the step: right, wrong or nonsense, as the number has it."""
    people = [PERSON[name] for name in ("chengju", "shuiju", "tiju", "fangzhuren", "hegao")]
    waiting = [one.key for one in run.here() if one.open] or [""]
    keys = [leg.key for leg in run.legs] or [""]
    person = people[pick % len(people)]
    return {
        "opinion": "意见",
        "stance": ("agree", "disagree", "reserve")[pick % 3] if step.name == "countersign" else "",
        "reason": "理由",
        "to": keys[pick % len(keys)],
        "person": person,
        "role": HEAD,
        "unit": IDS[PEOPLE[person - 1][2]],
        "place": ("before", "beside")[pick % 2],
        "of": waiting[pick % len(waiting)],
        "unread": pick % 3 != 0,
    }


def invariants(case: Case, passages: Sequence[Passage]) -> None:
    run = load(case.detail.route)
    assert (case.state == "approving") == bool(run.at), "one present stage while it is approved, none otherwise"
    assert (case.state == "signed") == run.done
    keys = [one.key for one in run.places]
    assert len(keys) == len(set(keys)), "a seat's key is never used again"
    filled = [one.act for one in run.places if one.act]
    assert len(filled) == len(set(filled)), "one act fills one place"
    if run.at:
        assert run.ready(), "somebody can always act"
        later = run.legs[run.index(run.at) + 1 :]
        assert not [one for leg in later for one in run.of(leg.key)], "nothing counts that lies ahead"
    ends = {passage.seq for passage in passages if passage.step in ("submit", "send_back", "recall")}
    for leg in run.legs if run.done or run.at else ():
        if leg.skipped is not None:
            assert not [one for one in run.places if one.stage == leg.key and one.round == run.round]
        elif run.done or run.index(leg.key) < run.index(run.at):
            counted = run.of(leg.key)
            assert any(one.done for one in counted)
            assert all(one.done for one in counted if one.must or leg.mode == Mode.ALL)
            assert all(one.act > max(ends) for one in counted if one.done), "given after the last return"


@given(choices=st.lists(st.integers(0, 10**6), max_size=40))
@settings(max_examples=100, deadline=None)
def test_whatever_people_do_the_route_stays_whole(choices: list[int]) -> None:
    with city() as cast:
        case = new_case(Approval, Paper(), at=NOW, title="件", source="paper", number="1")
        case.matter.pk = MATTER_ID
        passages: list[Passage] = []
        made = plan(WALKED, {"cosign.0": [IDS["tiyu"], IDS["chengguan"]]})
        take(case, passages, Approval.begin, cast["nigao"], {})
        for pick in choices:
            fitting = [
                (step, actor) for actor in cast.values() for step in available(case, actor) if step.name != "drop"
            ]
            if not fitting:
                break
            step, actor = fitting[pick % len(fitting)]
            data = written(step, load(case.detail.route), pick // 7)
            if isinstance(step, RouteStep) and step.verb is Verb.SUBMIT:
                data = {"route": made}
            try:
                take(case, passages, step, actor, data)
            except StepRefused:
                continue
        rebuilt = replay(case.matter, passages, rules().calendar, case.detail)
        assert rebuilt.detail.route == case.detail.route
        assert {task.seat for task in rebuilt.tasks} == {task.seat for task in case.tasks}


def take(case: Case, passages: list[Passage], step: Any, actor: Any, data: dict[str, Any]) -> None:
    before = case.detail.route
    passage = draft(case, step, actor=actor, at=NOW, rules=rules(), data=data)
    apply(case, passage, calendar=rules().calendar)
    passages.append(passage)
    if step.name in FILLED:
        seat = passage.data["seat"]
        assert load(before).place(seat).open, "nobody signs twice for one seat"  # type: ignore[union-attr]  # seats exist
    if step.name == "recall":
        assert passage.data["unread"] is True
    invariants(case, passages)


def test_the_walk_reaches_the_end_of_the_route() -> None:
    """The random walks would prove little if nobody ever got to the signature: here is one that does."""
    with city() as cast:
        case = new_case(Approval, Paper(), at=NOW, title="件", source="paper", number="1")
        case.matter.pk = MATTER_ID
        passages: list[Passage] = []
        take(case, passages, Approval.begin, cast["nigao"], {})
        take(case, passages, Approval.submit, cast["nigao"], {"route": plan(WALKED, {"cosign.0": [IDS["tiyu"]]})})
        for step, username in (
            (Approval.agree, "fangzhuren"),
            (Approval.agree, "shuiju"),
            (Approval.countersign, "tiju"),
            (Approval.agree, "yangshizhang"),
            (Approval.sign, "fangzhuren"),
        ):
            take(case, passages, step, cast[username], written(step, load(case.detail.route), 0))
        assert case.state == "signed"


FLAG = Field("public", "公开", "flag")


def test_a_value_in_words() -> None:
    assert (FLAG.words(True), FLAG.words(False)) == ("是", "否")
    assert SUBJECT.fields[0].words(["ordinary", "weighty"]) == "一般、重要"
