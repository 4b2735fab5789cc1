"""What the units of 云州 publish: proposed, reviewed, released, corrected, repealed; some of it waits today."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.sources import table
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Link
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure import roles
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.models import Publication, PublicationText
from shuniu.public.disclosure.procedures import PublicationProcedure as P
from shuniu.public.disclosure.procedures.publication import CHECKS
from shuniu.public.disclosure.queries.publications import proposed_index

CHECKED: dict[str, bool] = dict.fromkeys(CHECKS, True)
WAITS = {"proposed", "returned", "reviewed", "withheld"}


def rows(share: float = 1.0) -> list[dict[str, Any]]:
    """The rows in the order of their days; of a small city's only some, but always those that wait, and whole pairs."""
    found = table("disclosure/publications")["row"]
    kept = [
        row
        for place, row in enumerate(found)
        if row["course"] in WAITS or place < len(found) * share or row["key"] == "functions"
    ]
    return sorted(kept, key=lambda row: -int(row["days"]))


def days_ago(staff: Staff, days: int) -> datetime:
    """A moment of office work so many days before now, or soon after; in a long holiday, of the day itself."""
    day = staff.end - timedelta(days=days)
    worked = staff.desk.working(day, 0)
    return worked if worked < staff.end else day


class Publishing:
    """主动公开."""

    def __init__(self, staff: Staff) -> None:
        self.staff, self.rng = staff, staff.rng
        self.cases: dict[str, Case] = {}
        self.numbers: dict[int, int] = {}

    def play(self, found: Iterable[dict[str, Any]]) -> None:
        for row in found:
            if row.get("explains"):
                self.staff.batch.flush()  # What it explains must be there.
            self._one(row)
        self.staff.batch.flush()

    def _one(self, row: dict[str, Any]) -> None:
        formed = days_ago(self.staff, row["days"])
        words = {"year": formed.year, "last": formed.year - 1, "next": formed.year + 1}
        title, text = str(row["title"]).format_map(words), str(row["text"]).strip().format_map(words)
        case = self._proposed(row, title, text, formed)
        self.cases[row["key"]] = case
        with contextlib.suppress(NotYet):
            self._course(case, row, title, text)

    def _proposed(self, row: dict[str, Any], title: str, text: str, formed: datetime) -> Case:
        unit = tree().by_code[row["unit"]]
        at = self.staff.desk.working(formed, self.rng.uniform(0.4, 2.4))
        policy = self.cases.get(row.get("explains", ""))
        digest = digest_of(title, text)
        data = {
            "unit": unit, "formed_on": local_day(formed).isoformat(), "digest": digest, "category": row["category"],
            "document_number": self._number(row, formed),
        }  # fmt: skip
        detail = Publication(formed_on=local_day(formed), explains=policy.matter if policy else None)
        case = self.staff.batch.open(
            P.propose,
            detail,
            actor=self._liaison(unit),
            at=min(at, self.staff.end),
            title=title,
            source="office",
            data=data,
        )
        self.staff.batch.also(case, PublicationText(version=1, title=title, text=text, digest=digest, at=at))
        return case

    def _number(self, row: dict[str, Any], formed: datetime) -> str:
        word = row.get("number")
        if not word:
            return ""
        self.numbers[formed.year] = self.numbers.get(formed.year, 8) + self.rng.randint(2, 5)
        return f"{word}〔{formed.year}〕{self.numbers[formed.year]}号"

    def _liaison(self, unit: int) -> Any:
        if (roles.LIAISON, unit) in self.staff.holders:
            return self.staff.at(unit, roles.LIAISON)
        return self.staff.at(roles.HOME, roles.CLERK)

    def _course(self, case: Case, row: dict[str, Any], title: str, text: str) -> None:
        course, home = row["course"], roles.HOME
        reviewer, head = self.staff.at(case.matter.unit_id or 0, roles.REVIEWER), self.staff.at(home, roles.HEAD)
        if course == "proposed":
            return
        at = self._later(case, 0.5, 2.2)
        digest = digest_of(title, text)
        if course == "returned":
            self.staff.take(P.return_, case, reviewer, at, {"reason": row["reason"]})
            return
        if course == "withheld":
            self.staff.take(P.withhold, case, reviewer, at, {"ground": row["ground"], "reason": row["reason"]})
            return
        self.staff.take(P.review, case, reviewer, at, {**CHECKED, "digest": digest})
        if course == "reviewed":
            return
        at = self._later(case, 0.4, 3.2)
        self.staff.take(P.release, case, head, at, {"index_number": proposed_index(case), "digest": digest})
        if policy := self.cases.get(row.get("explains", "")):
            self.staff.batch.link(policy, case, Link.Kind.LED_TO, at=at)
        self._afterwards(case, row, title, text, head)

    def _afterwards(self, case: Case, row: dict[str, Any], title: str, text: str, head: Any) -> None:
        at = self._later(case, 60, 110)
        if row["course"] == "amended":
            text = text.replace(*row["amended"])
            digest = digest_of(title, text)
            data = {"title": title, "digest": digest, "reason": row["reason"], **CHECKED}
            self.staff.take(P.amend, case, head, at, data)
            self.staff.batch.also(case, PublicationText(version=2, title=title, text=text, digest=digest, at=at))
        elif row["course"] == "repealed":
            data = {"reason": row["reason"], "repealed_on": local_day(at).isoformat()}
            self.staff.take(P.repeal, case, head, at, data)
        elif row["course"] == "expired":
            self.staff.take(P.expire, case, head, at, {"reason": row["reason"]})

    def _later(self, case: Case, low: float, high: float) -> datetime:
        last = max(passage.at for one, passage, _actor in self.staff.batch.passages if one is case)
        return self.staff.desk.working(last, self.rng.uniform(low, high))
