"""Incoming papers from the province, the departments and the districts, played through their procedure with past dates."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from shuniu.demo.papers.plans import DISTRICTS
from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.sources import table
from shuniu.demo.units import ROOT, unit
from shuniu.kernel.casework.case import Case
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents import roles
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.operations.incoming_intake import Facts, digest_of, requirement
from shuniu.office.documents.procedures.incoming import IncomingPaper as P
from shuniu.office.documents.repeats import number_key, sketch_of, title_key

URGENCIES = {"o": "ordinary", "u": "urgent", "e": "emergency"}
POINTS = ("ours", "rules", "type", "form", "agreed", "drafting")
USUAL = 0.75
"""So many of the province's papers are about everyday matters; the others belong to a season or occasion."""
OVERSEERS = ("fagai", "caizheng", "sifa", "ziran")
"""Who studies what a department asks of the government."""
LEADERS = ("mayor", "vicemayor", "vicemayor2", "vicemayor3", "vicemayor4")


class Halt(StrEnum):
    """Where a paper of these days waits now."""

    NOWHERE = ""
    REGISTERED = "registered"
    CHECKED = "checked"
    PROPOSED = "proposed"
    INSTRUCTING = "instructing"
    INSTRUCTED = "instructed"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    REPORTED = "reported"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper before it is registered."""

    at: datetime
    organ: str
    number: str
    title: str
    kind: str
    unit: str
    subject: str
    urgency: str
    asks: bool
    halt: Halt = Halt.NOWHERE


def letters(rng: Random, count: int, start: datetime, end: datetime) -> list[Letter]:
    """``count`` papers in the order in which they come; the numbers of each sender rise with the year."""
    days = (end - start).days - 12
    moments = []
    for _number in range(count):
        earlier = rng.random() < 0.55
        day = local_day(start) + timedelta(days=int((rng.random() + (0 if earlier else 1)) * days / 2) + 1)
        moments.append(datetime.combine(day, datetime.min.time(), start.tzinfo) + timedelta(hours=rng.uniform(8.7, 17)))
    counts: dict[tuple[str, int], int] = {}
    taken: set[tuple[str, int]] = set()
    return [_another(rng, at, counts, taken) for at in sorted(moments)]


def _another(rng: Random, at: datetime, counts: dict[tuple[str, int], int], taken: set[tuple[str, int]]) -> Letter:
    """A paper whose like has not come this year, if there is one left."""
    for _try in range(60):
        tried = dict(counts)
        one = letter(rng, at, tried)
        if (one.title, at.year) not in taken:
            break
    counts.update(tried)
    taken.add((one.title, at.year))
    return one


def letter(
    rng: Random, at: datetime, counts: dict[tuple[str, int], int], wanted: str = "", halt: Halt = Halt.NOWHERE
) -> Letter:
    kind = wanted or rng.choices(("province", "departments", "districts"), (30, 45, 25))[0]
    chosen = _of_the_province(rng, at) if kind == "province" else _of_the_city(rng, kind)
    title, type_, competent, urgency, asks, organ, word, subject = chosen
    counts[word, at.year] = counts.get((word, at.year), rng.randint(2, 9)) + rng.randint(1, 4)
    number = f"{word}〔{at.year}〕{counts[word, at.year]}号"
    return Letter(at, organ, number, f"{organ}{title}", type_, competent, subject, URGENCIES[urgency], asks, halt)


def _of_the_province(rng: Random, at: datetime) -> tuple[Any, ...]:
    source = table("documents/incoming")
    if rng.random() < USUAL:
        x, owner = rng.choice(
            [one for one in source["departments"]["matters"] if one[1] in source["province"]["above"]]
        )
        title, type_, urgency, asks = rng.choice(source["province"]["usual"])
        return title.replace("{x}", x), type_, owner, urgency, asks, *source["province"]["above"][owner], x
    rows = source["province"]["rows"]
    *row, _months = rng.choice([one for one in rows if not one[7] or at.month in one[7]])
    return (*row, row[0].removeprefix("关于").rpartition("的")[0])


def _of_the_city(rng: Random, kind: str) -> tuple[Any, ...]:
    """A department writes of its own business; a district of what is a department's, which then answers it."""
    source = table("documents/incoming")
    x, owner = rng.choice(source["departments"]["matters"])
    title, type_, competent, urgency, asks = rng.choice(source[kind]["rows"])
    sender = owner if kind == "departments" else rng.choice(DISTRICTS)
    others = [one for one in OVERSEERS if one != sender]
    competent = competent or (rng.choice(others) if kind == "departments" else owner)
    organ, word = unit(sender).name, _word(unit(sender).short_name)
    return title.replace("{x}", x), type_, competent, urgency, asks, organ, word, x


def _word(short: str) -> str:
    """云城管 of 市城管局; 霁政 of 霁江区."""
    return f"云{short.removeprefix('市').rstrip('局委')}" if short.startswith("市") else f"{short[:1]}政"


def text_of(one: Letter) -> str:
    day = one.at.date() - timedelta(days=1)
    lines = [line.replace("{x}", one.subject) for line in table("documents/incoming")["texts"][one.kind]]
    to = "各市（州）人民政府：" if "省" in one.organ else "市人民政府："
    return "\n".join([one.title, to, *lines, one.organ, f"{day.year}年{day.month}月{day.day}日"])


class Receiving:
    """收文办理."""

    def __init__(self, staff: Staff) -> None:
        self.staff, self.rng = staff, staff.rng
        self.words = table("documents/incoming")["course"]
        self.closed: list[Case] = []

    def play(self, one: Letter) -> Case:
        registrar = self.staff.named("registrar") if self.rng.random() < 0.6 else self.staff.named("registrar2")
        facts = Facts(
            one.title, one.organ, one.kind, one.number, one.urgency, one.at.date() - timedelta(days=1),
            one.at - timedelta(minutes=10), registrar.name, pages=self.rng.randint(2, 9),
            requested_on=self._asked(one), text=text_of(one),
        )  # fmt: skip
        case = self._registered(facts, registrar, one.at)
        walk = self._walk(case, one, facts, registrar)
        with contextlib.suppress(NotYet, StopIteration):
            while case.state != one.halt.value:
                next(walk)
        if case.state == "concluded" and not one.halt:
            self.closed.append(case)
        return case

    def _asked(self, one: Letter) -> date | None:
        return one.at.date() + timedelta(days=self.rng.choice((12, 18, 25))) if one.asks else None

    def _registered(self, facts: Facts, registrar: Actor, at: datetime) -> Case:
        digest = digest_of(facts.title, facts.organ, facts.original_number, facts.text)
        detail = Incoming(
            title=facts.title, organ=facts.organ, original_number=facts.original_number, type=facts.type,
            signed_on=facts.signed_on, received_at=facts.received_at, received_by=facts.received_by, copies=facts.copies,
            pages=facts.pages, text=facts.text, number_key=number_key(facts.original_number), digest=digest,
            title_key=title_key(facts.title)[:120], sketch=list(sketch_of(facts.text)), urgency=facts.urgency,
        )  # fmt: skip
        data = {
            "organ": facts.organ, "original_number": facts.original_number, "type": facts.type, "urgency": facts.urgency,
            "copies": facts.copies, "digest": digest, "received_by": facts.received_by,
            "received_at": facts.received_at.isoformat() if facts.received_at else "",
        }  # fmt: skip
        case = self.staff.batch.open(
            P.register,
            detail,
            actor=registrar,
            at=at,
            title=facts.title,
            source="hand",
            urgency=facts.urgency,
            data=data,
        )
        if facts.requested_on is not None:
            wanted = requirement(facts.title, facts.organ, facts.original_number, facts.requested_on, "", at)
            self.staff.take(P.require, case, registrar, at + timedelta(seconds=40), wanted)
        return case

    # --- The course: one step at each turn ---------------------------------------------------------------------------

    def _walk(self, case: Case, one: Letter, facts: Facts, registrar: Actor) -> Iterator[None]:
        at = self._later(one, one.at, 0.2)
        if not one.halt and self.rng.random() < 0.03:
            reason = self.rng.choice(self.words["asked_back"])
            self.staff.take(P.send_back, case, registrar, at, {"unmet": ["rules"], "reason": reason})
            return
        reads = one.kind in ("circular", "opinion") or (
            one.kind == "notice" and self.rng.random() < 0.25 and not one.halt
        )
        points = dict.fromkeys(POINTS, "yes")
        self.staff.take(P.accept, case, registrar, at, {"points": points, "nature": "read" if reads else "handle"})
        yield
        if reads and not one.halt:
            yield from self._circulated(case, one, registrar, at)
        else:
            yield from self._handled(case, one, registrar, at)

    def _circulated(self, case: Case, one: Letter, registrar: Actor, at: datetime) -> Iterator[None]:
        readers = [self._member("read", name, "leader") for name in self.rng.sample(LEADERS[1:], 2)]
        at = self._later(one, at, 0.3)
        self.staff.take(P.circulate_only, case, registrar, at, {"readers": readers, "readers_in_order": False})
        for reader in readers:
            at = self._later(one, at, self.rng.uniform(0.2, 1.4))
            self.staff.take(P.read, case, self.staff.person(reader["person"]), at, {"seat": reader["key"]})
            yield
        self.staff.take(P.end_reading, case, SYSTEM, at + timedelta(seconds=1))
        yield

    def _handled(self, case: Case, one: Letter, registrar: Actor, at: datetime) -> Iterator[None]:
        lead = {"unit": tree().by_code[one.unit], "unit_name": unit(one.unit).name}
        leader = "mayor" if one.halt or self.rng.random() < 0.25 else self.rng.choice(LEADERS[1:])
        opinion = self.rng.choice(self.words["opinions"]).replace("{unit}", unit(one.unit).short_name)
        data = {
            "opinion": opinion, **lead, "assisting": [], "leaders": [self._member("instruct", leader, "leader")],
            "leaders_in_order": True, "readers": [], "readers_in_order": False,
        }  # fmt: skip
        at = self._later(one, at, 0.4)
        self.staff.take(P.propose, case, registrar, at, data)
        yield
        at = self._later(one, at, 0.4)
        self.staff.take(P.submit, case, self.staff.named("director"), at, data)
        yield
        at = self._later(one, at, self.rng.uniform(0.2, 2.2))
        text = self.rng.choice(self.words["instructions"]).replace("{unit}", unit(one.unit).short_name)
        seat = case.seats("instruct")[0]
        self.staff.take(P.instruct, case, self.staff.named(leader), at, {"text": text, "seat": seat.key})
        self.staff.take(P.gather, case, SYSTEM, at + timedelta(seconds=1))
        yield
        at = self._later(one, at, 0.3)
        self.staff.take(P.assign, case, registrar, at, lead)
        yield
        yield from self._by_the_unit(case, one, registrar, at)

    def _by_the_unit(self, case: Case, one: Letter, registrar: Actor, at: datetime) -> Iterator[None]:
        clerk, handler = self.staff.at(one.unit, roles.LIAISON), self.staff.at(one.unit, roles.HANDLER)
        if one.unit == "chengguan":
            clerk, handler = self.staff.named("wenshu"), self.staff.named("chengban")
        at = self._later(one, at, 0.4)
        self.staff.take(P.receive, case, clerk, at)
        at += timedelta(minutes=3)
        self.staff.take(P.appoint, case, clerk, at, {"person": handler.person_id, "person_name": handler.name})
        yield
        late = not one.halt and self.rng.random() < 0.07
        if late:
            at = self.staff.desk.working(at, 10.5)
            self.staff.take(P.chase, case, registrar, at)
        at = self._later(one, at, self.rng.uniform(1.2, 6.5))
        self.staff.take(P.progress, case, handler, at, {"text": self.rng.choice(self.words["progress"])})
        at = self._later(one, at, self.rng.uniform(0.5, 1.8))
        result, answer = self.rng.choice(self.words["results"]), self.rng.choice(self.words["answers"])
        by = "none" if one.kind in ("report", "notice") else "office"
        self.staff.take(P.report, case, handler, at, {"text": result, "answer_by": by})
        yield
        at = self._later(one, at, self.rng.uniform(0.2, 1.3))
        data = {"why_none": "本件不需要答复"} if by == "none" else {"text": answer}
        self.staff.take(P.conclude, case, registrar, at, data)
        yield

    def _member(self, key: str, username: str, role: str) -> dict[str, Any]:
        person = self.staff.named(username)
        post = "市长" if username == "mayor" else "副市长"
        return {
            "key": f"{key}:{person.person_id}", "name": f"{person.name}（{post}）", "person": person.person_id,
            "unit": tree().by_code[ROOT], "role": role,
        }  # fmt: skip

    def _later(self, one: Letter, at: datetime, days: float) -> datetime:
        return self.staff.desk.soon(at, 12, 45) if one.halt else self.staff.desk.working(at, days)
