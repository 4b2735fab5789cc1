"""编号、用印、印发、签收, and what becomes of an issued paper; papers of the last weeks get their real typeset files."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from shuniu.demo.papers.outgoing import Paper, Stop
from shuniu.demo.papers.setting_up import Office
from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.sources import table
from shuniu.kernel.casework.case import Case
from shuniu.kernel.numbering.operations import reserve
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents import roles
from shuniu.office.documents.models import Delivery, NumberRecord, SealUse, Standing
from shuniu.office.documents.operations import dispatching, seals
from shuniu.office.documents.operations.numbers import COUNTERS
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper as P

ON_PAPER = "实体印章（纸质原件存文电科）"
"""What the register says of a seal of the time before files were typeset here; its digest is that of the signed words."""
AFTERWARDS = ("repeal", "annul", "recall", "void")


class Issuing:
    """From a checked paper to its receivers."""

    def __init__(self, staff: Staff, office: Office) -> None:
        self.staff, self.office, self.rng = staff, office, staff.rng
        self.words = table("documents/outgoing")["opinions"]

    def asked_for(self, paper: Paper) -> datetime:
        """When its number is asked for: numbers are given in the order of these moments."""
        if "asked" not in paper.extra:
            paper.extra["asked"] = self._later(paper, 0.1)
        asked: datetime = paper.extra["asked"]
        return asked

    def issue(self, paper: Paper, fate: str = "") -> None:
        """Everything that happens to it on paper, in memory."""
        with contextlib.suppress(NotYet):
            if self._numbered(paper) and self._sealed(paper, fate):
                sent = self._sent(paper)
                self._afterwards(paper, sent, fate)

    def number(self, paper: Paper) -> None:
        """Only its number: what follows is done on its row, with real files."""
        with contextlib.suppress(NotYet):
            self._numbered(paper)

    def _later(self, paper: Paper, days: float) -> datetime:
        return self.staff.desk.soon(paper.at, 4, 16) if paper.stop else self.staff.desk.working(paper.at, days)

    def _numbered(self, paper: Paper) -> bool:
        if paper.stop is Stop.NUMBER or paper.case.state != "to_number":
            return False
        series, day, at = self.office.series[paper.plan.series], paper.case.detail.signed_on, self.asked_for(paper)
        if at > self.staff.end:
            raise NotYet
        with transaction.atomic():
            value = reserve(COUNTERS[series.counts], day, 1, unit=series.word)
        reviewer, text = self.staff.at(roles.HOME, roles.REVIEWER), series.written(value, day)
        data = {"number": text, "series": series.pk, "year": day.year, "value": value}
        self.staff.take(P.assign_number, paper.case, reviewer, at, data)
        paper.at = at
        paper.extra["record"] = row = NumberRecord(
            word=series.word, year=series.period_of(day), value=value, text=text, series=series, status="given",
            by_id=reviewer.person_id, at=at,
        )  # fmt: skip
        self.staff.batch.also(paper.case, row)
        return True

    def _sealed(self, paper: Paper, fate: str) -> bool:
        at, keeper = self._later(paper, 0.2), self.staff.named("sealkeeper")
        if fate == "void":
            reason = "成文后发现与新出台的上级文件重复，不再印发。"
            self.staff.take(P.void_number, paper.case, self.staff.named("director"), at, {"reason": reason})
            paper.extra["record"].status, paper.extra["record"].why = "void", reason
            return False
        used, copies = self._seals(paper), self.rng.choice((20, 30, 50, 80))
        digest = paper.case.detail.digest
        data = {
            "seals": [one.pk for one in used], "copies": copies, "digest": digest, "service": ON_PAPER,
            "certified": False, "issued_on": local_day(at).isoformat(), "file": 0,
        }  # fmt: skip
        self.staff.take(P.seal, paper.case, keeper, at, data)
        paper.at = at
        for one in used:
            row = SealUse(
                seal=one, organ=one.organ, copies=copies, service=ON_PAPER, certified=False, digest=digest,
                by_id=self.staff.names["sealkeeper"], at=at,
            )  # fmt: skip
            self.staff.batch.also(paper.case, row)
        return True

    def _seals(self, paper: Paper) -> list[Any]:
        if paper.plan.series == "yao":
            return []
        if paper.plan.series == "ling":
            return [self.office.seals["signature"]]
        return [self.office.seals[one] for one in paper.case.detail.organs]

    def _sent(self, paper: Paper) -> list[Case]:
        at, units = self._later(paper, 0.3), [tree().by_code[one] for one in paper.plan.to]
        registrar = self.staff.at(roles.HOME, roles.REGISTRAR)
        data = {"units": units, "copies": 1, "count": len(units)}
        self.staff.take(P.dispatch, paper.case, registrar, at, data)
        paper.at = at
        sent = [self._delivery(paper, unit, at) for unit in units]
        for one in sent:
            with contextlib.suppress(NotYet):
                self._received(one, at)
        return sent

    def _delivery(self, paper: Paper, unit: int, at: datetime) -> Case:
        detail, matter = paper.case.detail, paper.case.matter
        row = Delivery(paper=matter, to_id=unit, role="to", copies=1, number=detail.number, urgency=detail.urgency)
        data = {"unit": unit, "paper": matter.number, "role": "to", "copies": 1}
        return self.staff.batch.open(
            Sending.send,
            row,
            actor=SYSTEM,
            at=at,
            title=matter.title,
            source="office",
            urgency=detail.urgency,
            data=data,
        )

    def _received(self, case: Case, at: datetime) -> None:
        clerk = self.staff.at(case.detail.to_id, roles.LIAISON)
        chance = self.rng.random()
        if chance < 0.012:
            self.staff.take(
                Sending.return_, case, clerk, self.staff.desk.working(at, 0.4), {"reason": self.words["returned"]}
            )
            registrar = self.staff.at(roles.HOME, roles.REGISTRAR)
            self.staff.take(Sending.accept_return, case, registrar, self.staff.desk.working(at, 1.3))
        elif chance < 0.07:
            registrar = self.staff.at(roles.HOME, roles.REGISTRAR)
            self.staff.take(Sending.chase, case, registrar, self.staff.desk.working(at, 2.2))
            self.staff.take(Sending.receive, case, clerk, self.staff.desk.working(at, 2.7))
        else:
            self.staff.take(Sending.receive, case, clerk, self.staff.desk.working(at, self.rng.uniform(0.02, 0.8)))

    # --- Afterwards ------------------------------------------------------------------------------------------------

    def _afterwards(self, paper: Paper, sent: list[Case], fate: str) -> None:
        director = self.staff.named("director")
        if fate == "recall":
            at = self.staff.desk.working(paper.at, 3.2)
            self.staff.take(P.recall, paper.case, director, at, {"reason": self.words["recall"]})
            self._tell(Sending.withdraw, sent, Standing.RECALLED, self.words["recall"], at)
            return
        if fate in ("repeal", "annul"):
            reason, basis = self.words[fate]
            at = self.staff.desk.working(paper.at, 60)
            on: date = local_day(at)
            step = P.repeal if fate == "repeal" else P.annul
            self.staff.take(step, paper.case, director, at, {"on": on.isoformat(), "reason": reason, "basis": basis})
            standing = Standing.REPEALED if fate == "repeal" else Standing.ANNULLED
            self._tell(Sending.inform, sent, standing, reason, at)

    def _tell(self, step: Any, sent: list[Case], standing: Standing, reason: str, at: datetime) -> None:
        for case in sent:
            if case.state in {move.source.name for move in step.moves}:
                self.staff.take(step, case, SYSTEM, at, {"standing": standing.value, "reason": reason})


def issue_on_its_row(paper: Paper, staff: Staff) -> None:
    """A paper of these days, already written: sealed with its real typeset file, sent, and received by most."""
    if paper.case.state != "to_seal" or paper.stop is Stop.SEAL:
        return
    matter = paper.case.matter
    at = paper.at + timedelta(minutes=staff.rng.uniform(6, 20))
    seals.seal_paper(matter, copies=30, actor=staff.named("sealkeeper"), at=at)
    if paper.stop is Stop.DISPATCH:
        return
    to = [tree().by_code[one] for one in paper.plan.to]
    registrar: Actor = staff.at(roles.HOME, roles.REGISTRAR)
    dispatching.dispatch(matter, dispatching.Addressees(to), actor=registrar, at=at + timedelta(minutes=5))
    waiting = Delivery.objects.filter(paper_id=matter.pk).select_related("matter")
    keeps = {tree().by_code["chengguan"], *to[-2:]}
    for row in waiting:
        if row.to_id not in keeps or paper.stop is not Stop.RECEIVE:
            clerk = staff.at(row.to_id, roles.LIAISON)
            dispatching.act_on_delivery(
                "receive", row.matter, actor=clerk, at=at + timedelta(minutes=staff.rng.uniform(8, 20))
            )
