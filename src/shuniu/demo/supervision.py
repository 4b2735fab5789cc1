"""督查: thirty decisions and a work report followed over two years, some of them late today, played through the procedure."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.sources import table
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.supervision import roles
from shuniu.office.supervision.cadences import known
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.operations import circulars
from shuniu.office.supervision.operations.assigning import assignment_of
from shuniu.office.supervision.operations.dividing import term_of
from shuniu.office.supervision.operations.stepping import prepared
from shuniu.office.supervision.procedures.assignment import Supervised as S
from shuniu.office.supervision.procedures.folding import usual_cadence

SEED = "云州督查"
DONE = ("closed", "late", "returned", "objected")
CHASED = {"late": ("blue", "orange"), "blue": ("blue",), "orange": ("blue", "orange"), "red": ("blue", "orange", "red")}
LEADERS = ("vicemayor", "vicemayor2", "vicemayor3", "vicemayor4")


def make(now: datetime) -> None:
    """Everything in one batch, then two circulars about what came of it."""
    rng = Random(SEED)  # noqa: S311 - an invented city, not a secret
    batch = Batch()
    city = _City(Staff(rng, batch, now))
    rows = sorted(table("supervision")["rows"], key=lambda row: -row[1])
    for row in rows:
        city.follow(row)
    city.report()
    batch.flush()
    city.praise()


class _City:
    def __init__(self, staff: Staff) -> None:
        self.staff, self.rng, self.now = staff, staff.rng, staff.end
        self.words = table("supervision")
        self.good: list[Case] = []
        self.bad: list[Case] = []

    # --- One decision ----------------------------------------------------------------------------------------------

    def follow(self, row: list[Any]) -> None:
        course, ago, left, origin, title, code, assisting, grade = row
        at = self._morning(ago)
        deadline = self._deadline(at, left, course)
        data = {
            **self._decided(origin, at), "text": f"{title}，按期报送结果。", "origin": origin, "cadence": known(usual_cadence(origin)),
            "unit": tree().by_code[code], "assisting": [tree().by_code[one] for one in assisting],
            "leader": self.staff.names[self.rng.choice(LEADERS)], "important": course == "red", "complex": course in DONE,
            **({"deadline": deadline.isoformat()} if deadline else {}),
        }  # fmt: skip
        case = self._open(title, origin, data, at)
        self._play(case, course, at, grade)

    def _decided(self, origin: str, at: datetime) -> dict[str, Any]:
        number = {"n": self.rng.randint(3, 28), "year": at.year}
        words = {name: self.words[name][origin].format(**number) for name in ("origin_words", "decided")}
        return {"origin_words": words["origin_words"], "decided_by": words["decided"]}

    def _morning(self, ago: int) -> datetime:
        day = local_day(self.now) - timedelta(days=ago)
        working = self.staff.desk.calendar.last_working(day)
        return datetime.combine(working, time(8, 40), SHANGHAI) + timedelta(minutes=self.rng.randint(0, 40))

    def _deadline(self, at: datetime, left: int, course: str) -> Any:
        if not left:
            return None
        calendar, today = self.staff.desk.calendar, local_day(self.now)
        if left == 1:
            return calendar.next_working(today + timedelta(days=1))
        return today + timedelta(days=left)

    def _open(self, title: str, origin: str, data: dict[str, Any], at: datetime) -> Case:
        ducha = self.staff.named(self.rng.choice(("ducha", "ducha2")))
        names = {
            "unit_name": tree().name(data.get("unit")),
            "assisting_names": [tree().name(one) for one in data.get("assisting", ())],
        }
        given = {name: value for name, value in {**data, **names}.items() if value not in (None, "", [], False)}
        return self.staff.batch.open(
            S.register, Assignment(), actor=ducha, at=at, title=title, source=origin, data=given
        )

    def _play(self, case: Case, course: str, at: datetime, grade: str) -> None:
        walk = self._walk(case, course, at, grade)
        stops = {"registered": 0, "approved": 1, "assigned": 2, "contested": 3, "working": 4, "near": 4, "blue": 4, "orange": 4, "red": 4,
                 "extension": 4, "signing": 5, "reported": 6, "verified": 7, "concluding": 8}  # fmt: skip
        with contextlib.suppress(NotYet):
            for stage, _done in enumerate(walk, 1):
                if stage > stops.get(course, 99) - 1 and course in stops:
                    break

    def _take(self, name: str, case: Case, actor: Actor, at: datetime, said: str = "", **data: Any) -> datetime:
        if at > self.now:
            raise NotYet
        self.staff.batch.take(S.steps[name], case, actor=actor, at=at, data=prepared(name, case, data, at), note=said)
        return at

    def _walk(self, case: Case, course: str, at: datetime, grade: str) -> Iterator[str]:
        """One stop after each stage; the caller stops where the course ends."""
        head, ducha = self.staff.named("duchahead"), self.staff.named("ducha")
        if course == "registered":
            return
        at = self._take("approve", case, head, self._soon(at))
        yield "approved"
        at = self._soon(at)
        self._assign(case, ducha, at)
        yield "assigned"
        yield from self._worked(case, course, at, grade)

    def _assign(self, case: Case, actor: Actor, at: datetime) -> None:
        if at > self.now:
            raise NotYet
        self.staff.batch.take(S.assign, case, actor=actor, at=at, data=assignment_of(case.detail, at))

    def _hands(self, case: Case) -> tuple[Actor, Actor, Actor]:
        code = next(one for one, pk in tree().by_code.items() if pk == case.matter.unit_id)
        if code == "chengguan":
            return self.staff.named("wenshu"), self.staff.named("chengban"), self.staff.named("unithead")
        return tuple(self.staff.at(code, role) for role in (roles.LIAISON, roles.HANDLER, roles.HEAD))  # type: ignore[return-value]  # three roles

    def _worked(self, case: Case, course: str, at: datetime, grade: str) -> Iterator[str]:
        clerk, handler, head = self._hands(case)
        if course == "contested":
            self._take(
                "return_", case, clerk, self._soon(at), reason="该事项的主管职责在其他部门，建议重新核定牵头单位。"
            )
            yield "contested"
            return
        at = self._take("receive", case, clerk, self._soon(at))
        self._take("appoint", case, clerk, self._soon(at, 5), person=handler.person_id, person_name=handler.name)
        at = self._reports(case, course, handler, at)
        self._chased(case, course)
        if course == "extension":
            until = (local_day(self.now) + timedelta(days=24)).isoformat()
            self._take(
                "ask_extension",
                case,
                head,
                self.now - timedelta(hours=3),
                reason=self.rng.choice(self.words["says"]["reason"]),
                until=until,
            )
        yield "received"
        yield "working"
        yield from self._ended(case, course, at, grade, (clerk, handler, head))

    def _reports(self, case: Case, course: str, handler: Actor, at: datetime) -> datetime:
        """One report after another, as the cadence asks, until the work ends, or today, or, of the late, long ago."""
        ends = {"blue": 6, "orange": 12, "red": 20}
        last = self.now - timedelta(hours=4) if course not in ends else self.now - timedelta(days=ends[course])
        pace = max(2, case.detail.cadence["steps"]["again"][0] - 1)
        first = max(1, case.detail.cadence["steps"]["report"][0] - 1)
        for nth in range(2 if course in DONE else 12):
            following = self.staff.desk.working(at, first if nth == 0 else pace)
            if following > last:
                break
            says = self.words["says"]["progress"][min(nth, 2)]
            at = self._take("progress", case, handler, following, text=says, percent=min(90, 20 + 15 * nth))
        return at

    def _chased(self, case: Case, course: str) -> None:
        """Slips on working days after the deadline, one step up every three or four of them."""
        colours = CHASED.get(course, ())
        due = case.matter.due_at
        if not colours or due is None:
            return
        for nth, colour in enumerate(colours):
            at = self.staff.desk.working(due + timedelta(hours=10), 3.1 * nth)
            if at > self.now:
                break
            note = "事项已超期，请立即办理并说明原因。" if nth else "事项到期，请抓紧办理。"
            with contextlib.suppress(NotYet):
                self._take("chase", case, SYSTEM, at, note, colour=colour)

    def _ended(
        self, case: Case, course: str, at: datetime, grade: str, hands: tuple[Actor, Actor, Actor]
    ) -> Iterator[str]:
        _clerk, handler, head = hands
        ducha, boss = self.staff.named("ducha2"), self.staff.named("duchahead")
        says = self.words["says"]
        at = max(at, *(datetime.fromisoformat(one["at"]) for one in case.detail.chases)) if case.detail.chases else at
        at = self._take(
            "submit",
            case,
            handler,
            self._later(at, course),
            text=self.rng.choice(says["result"]),
            without_assisting=True,
        )
        yield "submitted"
        at = self._take("sign", case, head, self._soon(at))
        yield "reported"
        if course == "returned":
            at = self._take(
                "verify_false", case, ducha, self._later(at, course), finding=says["false_"][0], on_site=True
            )
            at = self._take(
                "submit", case, handler, self._later(at, course), text=says["result"][0], without_assisting=True
            )
            at = self._take("sign", case, head, self._soon(at))
        at = self._take(
            "verify_true", case, ducha, self._later(at, course), finding=self.rng.choice(says["true_"]), on_site=True
        )
        yield "verified"
        conclusion = says["conclusion"][grade not in ("good", "")]
        at = self._take(
            "conclude", case, self.staff.named("ducha"), self._soon(at), conclusion=conclusion, grade=grade or "good"
        )
        yield "concluding"
        at = self._take("close", case, boss, self._soon(at))
        self._told(case, course, at, hands)
        yield "closed"

    def _told(self, case: Case, course: str, at: datetime, hands: tuple[Actor, Actor, Actor]) -> None:
        received = self.staff.desk.working(at, 1)
        self._take("receive_conclusion", case, hands[0], received, received_on=local_day(received).isoformat())
        (self.bad if case.detail.grade == "poor" else self.good).append(case)
        if course == "objected":
            at = self._take(
                "object",
                case,
                hands[2],
                self.staff.desk.working(received, 8),
                reason="清退工作因涉诉暂缓，评价没有考虑这一情况，请复核。",
            )
            text = "经复核，暂缓部分不足一成，原结论事实清楚、评价适当，予以维持。"
            self._take("keep_conclusion", case, self.staff.named("mayor"), self.staff.desk.working(at, 9), text=text)

    def _soon(self, at: datetime, minutes: float = 40) -> datetime:
        return self.staff.desk.soon(at, minutes / 2, minutes)

    def _later(self, at: datetime, course: str) -> datetime:
        following = self.staff.desk.working(at, self.rng.uniform(0.8, 2.4))
        if course in DONE or following < self.now:
            return following
        return max(self._soon(at, 4), self.now - timedelta(minutes=self.rng.randint(150, 200)))

    # --- The work report -------------------------------------------------------------------------------------------

    def report(self) -> None:
        """One parent and its parts, approved together in spring and followed since."""
        source = self.words["report"]
        at = self._spring()
        title = source["title"].format(year=at.year)
        data = {
            "text": source["text"], "origin": "work_report", "origin_words": f"{at.year}年《政府工作报告》", "complex": True,
            "decided_by": "市人民代表大会", "cadence": known("yearly"), "leader": self.staff.names["mayor"],
            "deadline": (local_day(self.now) + timedelta(days=36)).isoformat(),
        }  # fmt: skip
        parent = self._open(title, "work_report", data, at)
        parts = [
            self._part(parent, row, data, at + timedelta(minutes=5 + nth)) for nth, row in enumerate(source["parts"])
        ]
        numbers = [case.matter.number for case, _row in parts]
        ducha, begun = self.staff.named("ducha"), self._soon(at + timedelta(minutes=20))
        self._take("divide", parent, ducha, begun, numbers=numbers)
        begun = self._take("approve", parent, self.staff.named("duchahead"), self._soon(begun))
        for case, _row in parts:
            self._take("approve_with_parent", case, SYSTEM, begun)
            self._assign(case, SYSTEM, begun)
        self._take("follow_parts", parent, SYSTEM, begun, "", **term_of(parent.detail, begun))
        for case, row in parts:
            self._carry(case, row[4], begun)
        ended = [(case.matter.closed_at, case.matter) for case, _row in parts if case.matter.closed_at is not None]
        for closed_at, matter in sorted(ended, key=lambda one: one[0]):
            self._take("child_closed", parent, SYSTEM, closed_at, number=matter.number, title=matter.title)

    def _spring(self) -> datetime:
        """The tenth of March of this year, or of the last where that is less than two months ago."""
        found = datetime(self.now.year, 3, 10, 9, tzinfo=SHANGHAI)
        return found if found + timedelta(days=60) < self.now else found.replace(year=self.now.year - 1)

    def _part(self, parent: Case, row: list[Any], data: dict[str, Any], at: datetime) -> tuple[Case, list[Any]]:
        title, code, assisting, left, _course = row
        own = {
            **data, "text": f"{title}。", "unit": tree().by_code[code], "assisting": [tree().by_code[one] for one in assisting],
            "deadline": (local_day(self.now) + timedelta(days=left)).isoformat(), "parent": parent.matter.number,
            "path": f"{parent.matter.number}/",
        }  # fmt: skip
        case = self._open(title, "work_report", own, at)
        self.staff.batch.link(parent, case, Link.Kind.SPLIT, at=at)
        return case, row

    def _carry(self, case: Case, course: str, at: datetime) -> None:
        with contextlib.suppress(NotYet):
            for stage in self._worked(case, course, at, "good"):
                if (course, stage) in {("working", "working"), ("reported", "reported")}:
                    break

    # --- Circulars -------------------------------------------------------------------------------------------------

    def praise(self) -> None:
        """One of praise and one of criticism about the last year's, each approved by the mayor before it was issued."""
        year = self.now - timedelta(days=365)
        good = [case for case in self.good if case.detail.grade == "good" and case.matter.received_at > year][:3]
        told = [(praise, cases) for praise, cases in ((True, good), (False, self.bad[:1])) if cases]
        for praise, cases in sorted(told, key=lambda one: max(case.matter.received_at for case in one[1])):
            self._circular(praise, cases)

    def _circular(self, praise: bool, cases: list[Case]) -> None:
        at = self.staff.desk.working(max(case.matter.closed_at for case in cases if case.matter.closed_at), 6)
        names = "、".join(tree().name(case.matter.unit_id) for case in cases)
        kind = "表扬" if praise else "批评"
        said = "\n".join(
            f"{'一二三'[nth]}、{tree().name(case.matter.unit_id)}办理“{case.matter.title}”。{case.detail.conclusion}"
            for nth, case in enumerate(cases)
        )
        data = {
            "text": f"现将有关单位办理督查事项的情况通报如下。\n{said}", "praise": praise,
            "units": list(dict.fromkeys(case.matter.unit_id for case in cases)), "assignments": [case.matter.number for case in cases],
        }  # fmt: skip
        if at + timedelta(days=4) > self.now:
            return
        title = f"关于{kind}{names if len(cases) == 1 else '部分单位'}办理督查事项的通报"
        made: Matter = circulars.draft(title, data, actor=self.staff.named("ducha"), at=at)
        number = f"云政督〔{at.year}〕{self.rng.randint(2, 9)}号"
        for name, who, given in (
            ("submit", "ducha", {}),
            ("present", "duchahead", {}),
            ("approve", "mayor", {}),
            ("issue", "ducha", {"document_number": number}),
        ):
            at = self.staff.desk.soon(at, 60, 200)
            circulars.perform(name, made, actor=self.staff.named(who), at=at, data=given)
