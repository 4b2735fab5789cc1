"""The courses of petitions, step by step: what each organ and each petitioner does, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.petitions.cases import Petitioning
from shuniu.demo.units import unit
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.organisation.actor import SYSTEM, Actor, citizen
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.petitions import roles
from shuniu.public.petitions.procedures import PetitionProcedure as P
from shuniu.public.petitions.queries.reviewers import reviewing_of

HALTS = {
    "registered": "registered", "registered_accusation": "registered", "transferred": "transferred", "contested": "contested",
    "conferring": "conferring", "handling": "handling", "handling_simple": "handling", "supervised": "handling",
    "drafted": "drafted", "studied": "studied", "elsewhere": "elsewhere", "answered": "answered", "delivered": "answered",
    "reviewing": "reviewing", "review_answered": "review_answered", "rechecking": "rechecking", "hearing": "hearing",
}  # fmt: skip
"""Where a petition of these days waits: its course goes on to there, and no further."""
MINE = "chengguan"
"""The bureau whose accounts the README names."""
TOLD_HEARD = "信访人陈述：{request}当面补充了时间和经过，并希望书面答复。"
TOLD_FOUND = "到现场查看并询问有关人员，调取了记录：{found}"
SUPERVISED = "请承办机关说明办理进展，按期出具处理意见书，并将情况告知信访人。"


class Course:
    """One petition's way through the house."""

    def __init__(self, staff: Staff, case: Case, one: Petitioning) -> None:
        self.staff, self.case, self.one, self.at = staff, case, one, one.at
        self.clerk = staff.named("petitionclerk") if staff.rng.random() < 0.7 else staff.named("petitionclerk2")
        self.director = staff.named("petitionhead")

    # --- How a step is taken -----------------------------------------------------------------------------------------

    def take(self, step: Step, actor: Actor, after: float, /, **data: Any) -> None:
        """So many working days after the last one, in office hours; what would be in the future has not happened."""
        at = self.staff.desk.working(self.at, after)
        self.staff.take(step, self.case, actor, at, data)
        self.at = at

    def by(self, role: str) -> Actor:
        """Whoever holds the role in the unit that leads now; in the bureau of the README, the account that it names."""
        names = {roles.LIAISON: "petitionliaison", roles.HANDLER: "petitionhandler", roles.HEAD: "petitionsigner"}
        code = tree()[self.case.matter.unit_id or 0].code
        return self.staff.named(names[role]) if code == MINE and role in names else self.staff.at(code, role)

    def named(self, code: str) -> dict[str, Any]:
        return {"unit": tree().by_code[code], "unit_name": unit(code).name}

    # --- Which way it goes -------------------------------------------------------------------------------------------

    def walk(self) -> Iterator[None]:
        ways = {
            "registered": self._nothing, "registered_accusation": self._nothing, "handed_over": self._handed_over,
            "in_progress": self._declined, "final": self._declined, "refused": self._refused, "withdrawn": self._withdrawn,
            "transferred": self._referred, "contested": self._contested, "conferring": self._contested,
            "returned": self._returned, "conferred": self._conferred, "suggestion": self._suggestion,
            "studied": self._suggestion, "other_path": self._other_path, "elsewhere": self._other_path,
        }  # fmt: skip
        yield from ways.get(self.one.course, self._handled)()

    def _nothing(self) -> Iterator[None]:
        yield from ()

    def _handed_over(self) -> Iterator[None]:
        self.take(P.screen, self.clerk, 1, standing="first", category="accusation")
        self.take(P.hand_to_discipline, self.director, 2, organ=self.one["organ"], category="accusation")
        yield

    def _declined(self) -> Iterator[None]:
        self.take(P.screen, self.clerk, 1, standing=self.one.course, reason=self.one["reason"])
        self.take(P.decline, self.clerk, 2, standing=self.one.course, reason=self.one["reason"])
        yield

    def _referred(self, code: str = "") -> Iterator[None]:
        code = code or self.one["wrong"] or self.one["unit"]
        yield
        if self.one["again"]:
            self.take(P.screen, self.clerk, 1, standing="repeated", reason=self.one["again"])
        if self.one.way == "superior":
            day = local_day(self.at) + timedelta(days=75)
            self.take(P.assign, self.clerk, 2, **self.named(code), report_by=day.isoformat())
        else:
            self.take(P.refer, self.clerk, self.staff.rng.uniform(1.2, 4), **self.named(code))
        yield

    def _refused(self) -> Iterator[None]:
        yield from self._referred()
        self.take(P.refuse, self.by(roles.HEAD), 6, reason=self.one["reason"])
        self._rate(2, 3, 2)
        yield

    def _withdrawn(self) -> Iterator[None]:
        yield from self._referred()
        self.take(P.withdraw, citizen(), 2, reason="转移已经到账，不用再办了。")
        yield

    def _contested(self) -> Iterator[None]:
        yield from self._referred()
        right = self.one["right"] or self.one["unit"]
        self.take(
            P.contest, self.by(roles.LIAISON), 3, reason=self.one["why_wrong"], right_unit=tree().by_code[right],
            right_unit_name=unit(right).name,
        )  # fmt: skip
        yield
        if self.one.course == "conferring":
            self.take(P.confer, self.director, 3, reason="两家单位均认为不属于本单位职责，且没有明确的移交记录。")
            yield

    def _returned(self) -> Iterator[None]:
        yield from self._contested()
        self.take(P.agree_to_return, self.director, 2, **self.named("xinfang"))
        yield from self._referred(self.one["unit"])
        yield from self._accepted()

    def _conferred(self) -> Iterator[None]:
        yield from self._contested()
        self.take(P.confer, self.director, 2, reason="涉及两个部门职责交叉，协商不成。")
        self.take(P.settle, self.director, 7, **self.named(self.one["unit"]), ruling=self.one["ruling"])
        yield from self._accepted()

    def _suggestion(self) -> Iterator[None]:
        yield from self._referred()
        self.take(P.study, self.by(roles.LIAISON), 5)
        yield
        answer = {"adopted": self.one["adopted"] or "thanks", "text": self.one["answer"]}
        self.take(P.answer_suggestion, self.by(roles.HEAD), 22, **answer)
        self._rate(3, 3, 3)
        yield

    def _other_path(self) -> Iterator[None]:
        yield from self._referred()
        self.take(P.take_other_path, self.by(roles.LIAISON), 6, category=self.one["category"], text=self.one["path"])
        yield
        self.take(P.conclude_path, self.by(roles.LIAISON), 32, text=self.one["ending"])
        yield

    def _handled(self) -> Iterator[None]:
        yield from self._referred()
        yield from self._accepted()

    def _accepted(self) -> Iterator[None]:
        simply = self.one.course in ("simple", "to_ordinary", "handling_simple")
        step = P.accept_simply if simply else P.accept
        self.take(step, self.by(roles.LIAISON), 2 if simply else 6, category="general")
        handler = self.by(roles.HANDLER)
        self.at += timedelta(minutes=4)
        self.staff.take(
            P.appoint,
            self.case,
            self.by(roles.LIAISON),
            self.at,
            {"person": handler.person_id, "person_name": handler.name},
        )
        said = {"request": self.one["request"], "found": self.one["found"]}
        self.take(P.hear_petitioner, handler, 2 if simply else 6, text=TOLD_HEARD.format_map(said))
        if self.one.course == "to_ordinary":
            self.take(P.to_ordinary, self.by(roles.LIAISON), 4, reason="涉及两地核查，十个工作日内不能查清。")
        if not simply and said["found"]:
            self.take(P.investigate, handler, 8, text=TOLD_FOUND.format_map(said))
        yield from self._decided(handler, simply)

    def _decided(self, handler: Actor, simply: bool) -> Iterator[None]:
        """What happens between the inquiry and the opinion."""
        if self.one.course in ("late", "supervised"):
            self.take(P.supervise, self.clerk, 27, text=SUPERVISED)
        if self.one.course == "extended":
            self.take(P.extend, self.by(roles.HEAD), 10, reason="受损户数多，丈量和评估需要时间。", days=30)
            self.take(P.investigate, handler, 18, text="已会同镇村逐户丈量并公示，无异议。")
        if self.one["propose"]:
            self.take(P.propose_improvement, self.director, 1, kind=self.one["propose"], text=self.one["proposed"])
            if self.one["adopted"]:
                self.take(
                    P.answer_proposal, self.by(roles.HEAD), 3, adopted=self.one["adopted"], text=self.one["measure"]
                )
        parts = {key: self.one[key] for key in ("request", "opinion", "basis", "result")}
        parts["facts"] = self.one["found"]
        if HALTS.get(self.one.course) == "handling":
            raise NotYet
        self.take(P.draft_opinion, handler, 3 if simply else 10 if self.one.course != "late" else 14, **parts)
        yield
        self.take(P.issue_opinion, self.by(roles.HEAD), 1.5)
        yield
        self._delivered(P.start_review_term)
        yield from self._afterwards()

    # --- After the opinion --------------------------------------------------------------------------------------------

    def _delivered(self, term: Step) -> None:
        if self.one.course == "answered" or (self.one.course == "review_answered" and term is P.start_recheck_term):
            raise NotYet
        self.take(
            P.deliver_opinion, self.clerk, 2, delivered_on=self._day(2), how=self.staff.rng.choice(("post", "hand"))
        )
        self.staff.take(term, self.case, SYSTEM, self.at, {"delivered_on": local_day(self.at).isoformat()})

    def _day(self, days: float) -> str:
        return local_day(self.staff.desk.working(self.at, days)).isoformat()

    def _afterwards(self) -> Iterator[None]:
        """The petitioner is content, or says nothing, or asks for review and perhaps for re-review."""
        again = self.one["review"] or HALTS.get(self.one.course) == "reviewing"
        mood = 3 if self.one["result"] == "supported" else 2
        if not again:
            if self.one.course == "delivered":
                raise NotYet
            self._rate(6, 3, mood if self.one.course != "late" else 1)
            self._lapsed("ask_review")
            yield
            return
        self._rate(4, 2, 1)
        self._asked(P.request_review, self.case.detail.handled_by, "处理意见没有回应我提出的主要事实，请求复查。", 9)
        yield
        result = self.one["review_result"] or "not_supported"
        facts = "调阅了原办理案卷，听取了信访人和原办理机关的陈述。"
        self.take(P.conclude_review, self.by(roles.REVIEWER), 15, result=result, text=self.one["review"], facts=facts)
        yield
        self._delivered(P.start_recheck_term)
        yield from self._to_the_end()

    def _to_the_end(self) -> Iterator[None]:
        if not self.one["recheck"] and HALTS.get(self.one.course) not in ("rechecking", "hearing"):
            self._lapsed("ask_recheck")
            yield
            return
        self._asked(P.request_recheck, self.case.matter.unit_id, "复查意见没有改变不合理的部分，请求复核。", 8)
        yield
        if self.one.course in ("hearing", "finished_with_hearing"):
            held = "就安置方案的适用和当时的公告举行听证，信访人、街道和两名听证员参加。"
            when = (self.staff.desk.working(self.at, 12)).isoformat(timespec="minutes")
            self.take(
                P.hold_hearing, self.by(roles.REVIEWER), 4, text=held, held_at=when, place="市政府信访接待中心听证室"
            )
            yield
            self.take(P.end_hearing, self.by(roles.REVIEWER), 9, text="各方充分陈述，听证员评议认为原意见事实清楚。")
        self.take(P.conclude_recheck, self.by(roles.REVIEWER), 11, result="not_supported", text=self.one["recheck"],
                  facts="复核机关审阅了全部案卷。")  # fmt: skip
        yield

    def _asked(self, step: Step, decided: int | None, reason: str, days: float) -> None:
        found = reviewing_of(decided)
        if found is None:
            raise NotYet
        organ = {"unit": found.unit.id, "unit_name": found.organ.name, "organ": found.organ.name}
        self.take(step, citizen(), days, reason=reason, **organ)

    def _rate(self, days: float, office: int, organ: int) -> None:
        """Most say what they think; some never do."""
        if self.staff.rng.random() < 0.72:
            self.take(P.rate, citizen(), days, office=office if self.staff.rng.random() < 0.8 else 2, organ=organ)

    def _lapsed(self, clock: str) -> None:
        at: datetime = self.case.clocks[clock].legal_due + timedelta(hours=3)
        self.staff.take(P.lapse, self.case, SYSTEM, at, {})
        self.at = at
