"""Outgoing papers from the first draft to the signature and the check, in the product's own procedure with past dates."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shuniu.demo.papers.plans import Plan
from shuniu.demo.papers.setting_up import Office
from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.papers.wording import content_of
from shuniu.demo.sources import table
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes.definition import Act
from shuniu.kernel.routes.operations import resolve
from shuniu.kernel.routes.run import ROUTE, load
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents import roles
from shuniu.office.documents.digest import digest_of
from shuniu.office.documents.models import DIRECTIONS, Outgoing, Version
from shuniu.office.documents.procedures.outgoing import OutgoingPaper as P
from shuniu.office.documents.queries.routing import facts_of

PERMANENT = ("order", "decision", "resolution", "request", "report", "bill")
PUBLIC = ("proclamation", "notice_to_public", "communique", "order")
SLOW, QUICK = (1.2, 3.4), (0.08, 0.6)
"""Working days that a signer takes when there is no hurry, and usually."""


class Stop(StrEnum):
    """Where a paper of these days waits now, so that everybody who works on papers finds something to do."""

    NOWHERE = ""
    DRAFT = "draft"
    RETURNED = "returned"
    HEAD = "head"
    COSIGN = "cosign"
    REVIEW = "review"
    DIRECTOR = "director"
    SIGN = "sign"
    LEADER = "leader"
    CHECK = "check"
    NUMBER = "number"
    SEAL = "seal"
    DISPATCH = "dispatch"
    RECEIVE = "receive"


@dataclass(slots=True)
class Paper:
    """A paper on its way: the case, what was planned, and the moment of its latest step."""

    plan: Plan
    case: Case
    at: datetime
    content: dict[str, Any]
    stop: Stop = Stop.NOWHERE
    drafter: Actor | None = None
    versions: int = 1
    extra: dict[str, Any] = field(default_factory=dict)


class Drafting:
    """拟稿、审批、复核."""

    def __init__(self, staff: Staff, office: Office) -> None:
        self.staff, self.office, self.rng = staff, office, staff.rng
        self.opinions = table("documents/outgoing")["opinions"]

    def play(self, plan: Plan, stop: Stop = Stop.NOWHERE, drafter: str = "") -> Paper:
        """The paper as far as it came: to be numbered, or where it stopped."""
        paper = self._opened(plan, stop, drafter)
        with contextlib.suppress(NotYet):
            self._approved(paper)
        return paper

    def _opened(self, plan: Plan, stop: Stop, drafter: str) -> Paper:
        actor = self.staff.named(drafter) if drafter else self.staff.at(plan.unit, roles.DRAFTER)
        content, unit = content_of(self.rng, plan), tree().by_code[plan.unit]
        said = self._said(plan, content)
        data = {**said, "unit": unit, "person": actor.person_id, "version": 1, "digest": digest_of(content)}
        case = self.staff.batch.open(
            P.draft, Outgoing(unit_id=unit), actor=actor, at=plan.at, title=content["title"], source="office", data=data,
            urgency=said["urgency"],
        )  # fmt: skip
        paper = Paper(plan, case, plan.at, content, stop, actor)
        self._keep(paper, actor, plan.at, "")
        return paper

    def _said(self, plan: Plan, content: dict[str, Any]) -> dict[str, Any]:
        urgency = Matter.Urgency.URGENT if plan.urgent else Matter.Urgency.ORDINARY
        ids = tree().by_code
        return {
            "title": content["title"], "form": content.get("form", "ordinary"), "organs": list(content["organs"]),
            "urgency": urgency.value, "kind_of_document": plan.kind, "direction": str(DIRECTIONS.get(plan.kind, "down")),
            "series": self.office.series[plan.series].pk, "important": plan.important,
            "release": "active" if plan.kind in PUBLIC or (plan.important and plan.kind == "notice") else "on_request",
            "release_reason": "", "copy_units": [], "to_units": [ids[one] for one in plan.to],
            "retention": "permanent" if plan.kind in PERMANENT else "thirty_years" if plan.important else "ten_years",
        }  # fmt: skip

    def _keep(self, paper: Paper, actor: Actor, at: datetime, note: str) -> None:
        row = Version(
            no=paper.versions,
            content=paper.content,
            digest=digest_of(paper.content),
            by_id=actor.person_id,
            at=at,
            note=note,
        )
        self.staff.batch.also(paper.case, row)

    # --- On its route ----------------------------------------------------------------------------------------------

    def _approved(self, paper: Paper) -> None:
        if paper.stop is Stop.DRAFT:
            return
        if not paper.stop and self.rng.random() < 0.012:
            reason = self.rng.choice(self.opinions["stopped"])
            self._step(paper, P.abandon, paper.drafter, {"reason": reason}, 1.5)
            return
        self._submit(paper)
        if paper.stop is Stop.RETURNED or (not paper.stop and self.rng.random() < 0.08):
            self._returned(paper)
        slow = not paper.stop and self.rng.random() < 0.12
        while paper.case.state == "approving":
            if self._stops(paper):
                return
            self._signed(paper, slow)
        if paper.case.state == "checking" and paper.stop is not Stop.CHECK:
            self._checked(paper)

    def _submit(self, paper: Paper) -> None:
        key = {"cheng": "joint", "han": "simple", "yao": "simple"}.get(paper.plan.series, "general")
        ids, detail = tree().by_code, paper.case.detail
        units = [ids[one] for one in paper.plan.cosign]
        chosen = {"cosign.0": units, "sign.0": [ids["chengguan"], *(one for one in units if one != ids["chengguan"])]}
        day = local_day(paper.at)
        plan = resolve(
            self.office.routes[key], kind=P.kind, unit=detail.unit_id, facts=facts_of(detail), chosen=chosen, on=day,
            kept=detail.route,
        )  # fmt: skip
        self._step(paper, P.submit, paper.drafter, {"route": plan, "version": paper.versions}, 0.2)

    def _returned(self, paper: Paper) -> None:
        """Back to the drafter with a reason, and sent again with what was missing."""
        seat = paper.case.seats(ROUTE)[0]
        reason = self.rng.choice(self.opinions["back"])
        self._step(paper, P.send_back, self.staff.on_seat(seat), {"reason": reason, "seat": seat.key}, 0.4)
        if paper.stop is Stop.RETURNED:
            return
        added = "各责任单位要明确分管负责同志和联络员，并按时报送进展情况。"
        paper.content = {**paper.content, "text": f"{paper.content['text']}\n{added}"}
        paper.versions += 1
        at = self._later(paper, 0.5)
        data = {**self._said(paper.plan, paper.content), "version": paper.versions, "digest": digest_of(paper.content)}
        self.staff.take(P.revise, paper.case, _known(paper), at, data)
        paper.at = at
        self._keep(paper, _known(paper), at, "按审核意见修改")
        self._submit(paper)

    def _stops(self, paper: Paper) -> bool:
        leg = load(paper.case.detail.route).at
        wanted = {Stop.HEAD: "head", Stop.COSIGN: "cosign", Stop.REVIEW: "review", Stop.DIRECTOR: "director",
                  Stop.SIGN: "sign", Stop.LEADER: "leader", Stop.RETURNED: leg}.get(paper.stop)  # fmt: skip
        return wanted == leg

    def _signed(self, paper: Paper, slow: bool) -> None:
        run = load(paper.case.detail.route)
        place, leg = run.ready()[0], run.leg
        seat = next(one for one in paper.case.seats(ROUTE) if one.key == place.key)
        act = leg.act if leg else ""
        data: dict[str, Any] = {"seat": seat.key, "version": paper.versions}
        step, words = P.agree, self.opinions.get(run.at, self.opinions["head"])
        if act == Act.COUNTERSIGN:
            step, words, data["stance"] = P.countersign, self.opinions["cosign"], "agree"
        elif run.finishes(place):
            step, words, data["head"] = P.sign, self.opinions["sign"], True
        elif act == Act.SIGN:
            step, words = P.sign_in_turn, self.opinions["sign"]
        data["opinion"] = self.rng.choice(words)
        self._step(paper, step, self.staff.on_seat(seat), data, self.rng.uniform(*(SLOW if slow else QUICK)))

    def _checked(self, paper: Paper) -> None:
        reviewer = self.staff.at(roles.HOME, roles.REVIEWER)
        self._step(paper, P.check, reviewer, {}, 0.3)

    # --- Moments ---------------------------------------------------------------------------------------------------

    def _step(self, paper: Paper, step: Any, actor: Actor | None, data: dict[str, Any], days: float) -> None:
        at = self._later(paper, days)
        self.staff.take(step, paper.case, actor or _known(paper), at, data)
        paper.at = at

    def _later(self, paper: Paper, days: float) -> datetime:
        if paper.stop:
            return self.staff.desk.soon(paper.at, 12, 45)
        return self.staff.desk.working(paper.at, days)


def _known(paper: Paper) -> Actor:
    if paper.drafter is None:
        raise ValueError(f"{paper.case.matter.number} has no drafter")
    return paper.drafter
