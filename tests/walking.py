"""What a random walk needs to know of a kind of matter: a fresh detail row, what people would write, who opens it.

A module that brings a new kind adds one entry to ``WALKERS``; every walk of ``test_casework_walks.py`` then goes over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuniu.kernel.casework.case import Case, draft
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.procedure import Phase, Procedure, Step, Where
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.taking import new_case
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person
from shuniu.office.documents.digest import digest_of as digest_of_paper
from shuniu.office.documents.models import Delivery, Incoming, Outgoing, Version
from shuniu.office.documents.operations.incoming_intake import digest_of as digest_of_arrival
from shuniu.office.engagements.models import Engagement, Leader
from shuniu.office.meetings.models import Meeting
from shuniu.office.supervision.models import Assignment, Circular
from shuniu.public.disclosure.digest import digest_of as digest_of_words
from shuniu.public.disclosure.models import InformationRequest, Publication, PublicationText
from shuniu.public.disclosure.procedures.publication import CHECKS
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Request
from shuniu.public.petitions.models import Petition
from shuniu.public.petitions.procedures import PARTS
from tests import incoming_papers, meeting_days, papers_city, supervised
from tests.memory import IDS, MATTER_ID, rules
from tests.world import NOW, PEOPLE, World

IN_MEMORY = {username: number for number, (username, *_rest) in enumerate(PEOPLE, 1)}
"""Ids of the people of ``memory.city``."""


@dataclass(frozen=True)
class Moment:
    """What a step's data may depend on: unit ids by code, a number drawn at random, who acts, and the detail row now."""

    ids: Mapping[str, int]
    pick: int = 0
    person: int | None = None
    detail: Any = None


@dataclass(frozen=True)
class Walker:
    """How to walk over one kind."""

    detail: Callable[[], Any]
    data: Callable[[Step, Moment], dict[str, Any]]
    opener: str = "liwen"
    source: str = "phone"
    stored: Callable[[World], Any] | None = None
    """The detail row of a walk in the database, where it must point to rows that are there."""
    settle: Callable[[Matter], None] | None = None
    """What the module's operations would have written beside a step that the walk took past them."""


# --- The kinds -----------------------------------------------------------------------------------------------------

HOTLINE: dict[str, Any] = {
    "type": "complaint",
    "subject": None,
    "reason": "理由",
    "ruling": "裁定",
    "text": "说明",
    "result": "resolved",
    "reached": "yes",
    "satisfaction": 3,
    "finding": "true",
    "path": "行政复议",
    "service": "110",
    "into": "2026112300099",
    "numbers": "2026112300098",
    "without_assisting": True,
    "resolved": True,
    "digest": digest_of("题", "", ""),
}


def _hotline(step: Step, now: Moment) -> dict[str, Any]:
    units = [now.ids[code] for code in ("chengguan", "shuiwu", "tiyu", "donghu")]
    return {
        **HOTLINE,
        "unit": units[now.pick % 4],
        "right_unit": units[(now.pick + 1) % 4],
        "assisting": [units[(now.pick + 2) % 4]],
        "person": now.person,
    }


PAPER: dict[str, Any] = {"title": "题", "text": "文", "organs": ["云州市人民政府办公室"]}
SIGNING = {
    "route": None, "version": 1, "label": "签发", "heads": ["documents.head"],
    "legs": [
        {"key": "cosign", "label": "会签", "act": "countersign", "sits": []},
        {"key": "sign", "label": "签发", "act": "sign", "sits": []},
    ],
}  # fmt: skip


def _route(now: Moment) -> dict[str, Any]:
    """会签 by two bureaus, then 签发 by the director of the office."""
    cosign = [{"role": "documents.head", "unit": now.ids[code], "person": None} for code in ("chengguan", "shuiwu")]
    sign = [{"role": "documents.director", "unit": now.ids["office"], "person": None}]
    legs = [{**leg, "sits": sits} for leg, sits in zip(SIGNING["legs"], (cosign, sign), strict=True)]
    return {**SIGNING, "unit": now.ids["office"], "legs": legs}


def _outgoing(step: Step, now: Moment) -> dict[str, Any]:
    fits = ("draft", "revise", "amend", "correct")
    words = {"digest": digest_of_paper(PAPER), "version": (now.detail.version if now.detail else 0) + 1}
    return {
        "unit": now.ids["office"], "title": PAPER["title"], "urgency": ("ordinary", "urgent", "emergency")[now.pick % 3],
        "person": now.person, "reason": "理由", "stance": "agree", "series": None, "year": 2026,
        "number": f"云政办发〔2026〕{now.pick}号", "copies": 20, "units": [], "count": 0, "on": "2026-12-01",
        "basis": "云政发〔2026〕1号", "retention": "ten_years", "role": "documents.head",
        **({"route": _route(now)} if step.name == "submit" else {}),
        **(words if step.name in fits else {"digest": "0" * 64}),
        **({"to": ("cosign", "sign")[now.pick % 2]} if step.name.startswith("return_to") else {}),
        **({"unit": now.ids["tiyu"]} if step.name in ("add_signer", "pass_on", "replace_signer") else {}),
    }  # fmt: skip


def _keep_version(matter: Matter) -> None:
    """The version whose digest a step has just told."""
    detail = Outgoing.objects.get(pk=matter.pk)
    if not Version.objects.filter(matter=matter, no=detail.version).exists():
        Version.objects.create(matter=matter, no=detail.version, content=PAPER, digest=digest_of_paper(PAPER), at=NOW)


def _delivery(step: Step, now: Moment) -> dict[str, Any]:
    return {"unit": now.ids["chengguan"], "reason": "不归我们", "standing": "repealed"}


def _sent(world: World) -> Delivery:
    paper = papers_city.drafted(world)
    return Delivery(paper_id=paper.pk, to_id=world.unit("chengguan"), number="云政办发〔2026〕1号")


def _incoming(step: Step, now: Moment) -> dict[str, Any]:
    units = [now.ids[code] for code in ("chengguan", "shuiwu", "tiyu", "donghu")]
    return {
        **HOTLINE,
        **incoming_papers.WALKED,
        **incoming_papers.listed(units, now.person),
        "unit": units[now.pick % 4],
        "right_unit": units[(now.pick + 1) % 4],
        "assisting": [units[(now.pick + 2) % 4]],
        "person": now.person,
        "digest": digest_of_arrival("", "", "", ""),
    }


def _information(step: Step, now: Moment) -> dict[str, Any]:
    return {
        "received_on": "2026-11-23", "how": "当面", "items": "名称", "days": 10, "text": "文", "reason": "理由",
        "unit": now.ids["chengguan"], "subject": "第三方", "opinion": "同意", "organ": "省厅", "finding": "合理",
        "amount": 100, "kind": ("given", "withheld", "absent")[now.pick % 3], "ground": "internal",
        "delivered_on": "2026-11-23", "path": "reconsideration", "authority": "省政府", "begun_on": "2026-11-23",
        "result": "upheld", "ended_on": "2026-11-23", "digest": digest_of_words("题", ""),
    }  # fmt: skip


def _publication(step: Step, now: Moment) -> dict[str, Any]:
    return {
        "unit": now.ids["chengguan"], "formed_on": "2026-11-20", "digest": digest_of_words("题", "文"), "reason": "理由",
        "ground": "third_party",
        "index_number": f"YZ-{now.detail.pk if now.detail else 1}", "repealed_on": "2026-11-23", "category": "20.3",
        "document_number": "", "title": "题", **dict.fromkeys(CHECKS, True),
    }  # fmt: skip


def _keep_words(matter: Matter) -> None:
    """The version whose digest a step has just told."""
    version = Publication.objects.get(pk=matter.pk).version
    if not PublicationText.objects.filter(matter=matter, version=version).exists():
        words = {"title": "题", "text": "文", "digest": digest_of_words("题", "文")}
        PublicationText.objects.create(matter=matter, version=version, at=NOW, **words)


def _petition(step: Step, now: Moment) -> dict[str, Any]:
    return {
        "way": "letter", "standing": "first", "digest": HOTLINE["digest"], "unit": now.ids["chengguan"], "report_by": "2026-12-30", "reason": "理由",
        "organ": "市纪委监委", "right_unit_name": "水务局", "ruling": "裁定", "text": "文", "days": 20, "result": "supported",
        "category": ("general", "judicial")[step.name == "take_other_path"], "person": now.person, "how": "邮寄",
        "delivered_on": "2026-11-23", "kind": "improve", "adopted": "whole", "office": 4, **dict.fromkeys(PARTS, "文"),
        **({"organ": 4} if step.name == "rate" else {}),
        **({"unit": now.ids["office"]} if step.name.startswith("request_") else {}),
    }  # fmt: skip


def _supervised(step: Step, now: Moment) -> dict[str, Any]:
    units = [now.ids[code] for code in ("chengguan", "shuiwu", "tiyu", "donghu")]
    waiting = [one["key"] for one in now.detail.milestones if not one.get("done")] if now.detail else []
    colours = ("blue", "orange", "red")
    return {
        **supervised.WALKED, "unit": units[now.pick % 4], "assisting": [units[(now.pick + 2) % 4]], "person": now.person,
        "right_unit": units[(now.pick + 1) % 4], "colour": colours[now.pick % 3],
        **({"milestone": waiting[0]} if waiting and step.name == "reach" else {}),
        **({"milestones": [{"title": "节点", "due": "2026-12-10"}]} if step.name in ("register", "assign", "plan") else {}),
    }  # fmt: skip


def _notified(step: Step, now: Moment) -> dict[str, Any]:
    return {
        "title": "通报",
        "text": "文",
        "praise": True,
        "units": [now.ids["chengguan"]],
        "unit": now.ids["chengguan"],
        "reason": "理由",
    }


def _meeting(step: Step, now: Moment) -> dict[str, Any]:
    return {**meeting_days.WALKED, "unit": now.ids["chengguan"], "units": [now.ids["shuiwu"]]}


def _engagement(step: Step, moment: Moment) -> dict[str, Any]:
    """A leader's id is also their person's here, and ``^ 1`` is the other one's."""
    leader = moment.detail.leader_id or moment.detail.wanted_id
    if step.name == "pass_on":
        return {"leader": leader ^ 1, "reason": "另有安排"}
    if step.name == "ask":
        return {"unit": moment.ids["chengguan"], "leader": leader, "rank": "named"}
    time = {"starts": "2026-11-26T09:00:00+08:00", "ends": "2026-11-26T10:00:00+08:00"}
    return {**time, "leader": leader, "leader_person": leader, "why": "time", "reason": "时间冲突", "text": "已举行"}


def _diary(world: World) -> Engagement:
    """Two leaders of this walk's own, so that no other walk has taken their time."""
    first = 1000 + 2 * Leader.objects.count()
    for number in (first, first + 1):
        person = Person.objects.create(pk=number, username=f"leader{number}", name="领导")
        Leader.objects.create(pk=number, person=person, title="副市长")
    return _asked(world.unit("chengguan"), first)


def _asked(unit: int, leader: int) -> Engagement:
    return Engagement(unit_id=unit, wanted_id=leader, kind="meeting", about="会", earliest=NOW, latest=NOW)


WALKERS: dict[str, Walker] = {
    "meetings.meeting": Walker(
        lambda: Meeting(unit_id=IDS["chengguan"]),
        _meeting,
        "chenghui",
        "office",
        lambda world: Meeting(unit_id=world.unit("chengguan")),
    ),
    "engagements.engagement": Walker(
        lambda: _asked(IDS["chengguan"], IN_MEMORY["yangshizhang"]), _engagement, "chengqing", "office", _diary
    ),
    "documents.incoming": Walker(
        lambda: Incoming(digest=digest_of_arrival("", "", "", "")), _incoming, "menlai", "hand"
    ),
    "disclosure.request": Walker(lambda: InformationRequest(way="online"), _information, "gongban", "online"),
    "disclosure.publication": Walker(
        lambda: Publication(formed_on=date(2026, 11, 20)), _publication, "gongban", "office", None, _keep_words
    ),
    "petitions.petition": Walker(
        lambda: Petition(way="letter", digest=HOTLINE["digest"]), _petition, "xindeng", "letter"
    ),
    "documents.outgoing": Walker(
        lambda: Outgoing(unit_id=IDS["office"]),
        _outgoing,
        "nigao",
        "office",
        lambda world: Outgoing(unit_id=world.unit("office")),
        _keep_version,
    ),
    "documents.delivery": Walker(
        lambda: Delivery(paper_id=99, to_id=IDS["chengguan"], number="1"), _delivery, "menlai", "office", _sent
    ),
    "supervision.assignment": Walker(Assignment, _supervised, "dudu", "resolution"),
    "supervision.circular": Walker(Circular, _notified, "dudu", "hand"),
    "hotline.request": Walker(lambda: Request(type="complaint", digest=HOTLINE["digest"]), _hotline),
}


# --- Walking -------------------------------------------------------------------------------------------------------


def opened(
    procedure: type[Procedure],
    cast: Mapping[str, Actor],
    ids: Mapping[str, int],
    pick: int = 0,
    keep: list[Passage] | None = None,
) -> Case:
    """A case in memory that has just been opened; its first passage goes into ``keep``."""
    walker = WALKERS[procedure.kind]
    case = new_case(procedure, walker.detail(), at=NOW, title="题", source=walker.source, number="1")
    case.matter.pk = MATTER_ID
    first = one(case, opening_of(procedure), cast[walker.opener], NOW, ids, pick)
    if keep is not None:
        keep.append(first)
    return case


def opening_of(procedure: type[Procedure]) -> Step:
    return next(step for step in procedure.steps.values() if step.opens)


def one(case: Case, step: Step, actor: Actor, at: datetime, ids: Mapping[str, int], pick: int) -> Passage:
    """Take one step in memory and check what must hold after any step."""
    data = WALKERS[case.procedure.kind].data(step, Moment(ids, pick, actor.person_id, case.detail))
    passage = draft(case, step, actor=actor, at=at, rules=rules(), data=data)
    apply(case, passage, calendar=rules().calendar)
    check(case, passage)
    return passage


def check(case: Case, passage: Passage) -> None:
    """What must be true after every step."""
    state = case.procedure.states[case.matter.state]
    assert passage.to_state == state.name
    assert case.matter.seq == passage.seq
    assert (case.matter.closed_at is not None) == state.final
    assert (case.matter.phase == Phase.CLOSED) == state.final
    running = [clock for clock in case.clocks.values() if clock.stopped_at is None]
    assert not (state.final and running), "a closed matter has no running clock"
    assert not (state.final and case.tasks), "a closed matter waits for nobody"
    waited = {who.role for who in state.waits if who.where is not Where.SEAT}
    own = {task.role for task in case.tasks if not (task.assisting or task.seat)}
    assert waited == own, "a task is open iff the state waits"
    seats = {seat.key for who in state.waits if who.where is Where.SEAT for seat in case.seats(who.role)}
    kept = [task.seat for task in case.tasks if task.seat]
    assert (seats, len(seats)) == (set(kept), len(kept)), "one task for each seat that the state waits for"
    for clock in case.clocks.values():
        assert clock.started_at < clock.legal_due
        assert clock.safe_due <= clock.legal_due
    duties = [clock for clock in running if not case.procedure.clocks[clock.name].right]
    ends = [clock.safe_due for clock in duties if not clock.paused]
    assert case.matter.due_at == min(ends, default=None)
