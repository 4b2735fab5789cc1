"""Two years of petitions in one batch: registered as the counter and the network take them, then each on its course."""

from __future__ import annotations

import contextlib
from datetime import datetime
from random import Random

from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.petitions.cases import Petitioning, petitionings
from shuniu.demo.petitions.courses import HALTS, Course
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.case import Case
from shuniu.kernel.organisation.actor import citizen
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.public.petitions.digest import digest_of
from shuniu.public.petitions.models import Petition
from shuniu.public.petitions.models.petition import Category
from shuniu.public.petitions.operations.filing import Filing, petitioner_of, title_of
from shuniu.public.petitions.procedures import PetitionProcedure

SEED = "云州信访"
CODE = "YZXF2345"
"""The query code of every petition of the demo city, so that its petitioner's page can be looked at."""
ACCUSED = ("registered_accusation", "handed_over")


def make_petitions(start: datetime, now: datetime) -> int:
    """How many there are now."""
    rng = Random(SEED)  # noqa: S311 - an invented city, not a secret
    batch = Batch()
    staff = Staff(rng, batch, now)
    for one in petitionings(rng, staff.desk.calendar, start, now):
        _played(staff, one)
    return batch.flush()


def _played(staff: Staff, one: Petitioning) -> Case:
    case = _registered(staff, one)
    walk = Course(staff, case, one).walk()
    with contextlib.suppress(NotYet, StopIteration):
        # A petition of these days stops where it waits; one that was delivered waits in the state it was issued in.
        while case.state != HALTS.get(one.course) or one.course == "delivered":
            next(walk)
    return case


def _registered(staff: Staff, one: Petitioning) -> Case:
    sealed = one.course in ACCUSED
    filing = Filing(
        way=one.way, text=one.text, name=one.name, title=one["request"], place=one["place"], phone=one.phone,
        address=one.address, others=one.others, people=one.people, representatives=one.representatives,
        category=Category.ACCUSATION.value if sealed else one["aim"],
    )  # fmt: skip
    title = title_of(filing)
    detail = Petition(
        way=filing.way, text=filing.text, place=filing.place, people=filing.people, category=filing.category,
        representatives=filing.representatives, query_hash=fingerprint(CODE), digest=digest_of(title, filing.text, filing.place),
    )  # fmt: skip
    data = {"way": filing.way, "people": filing.people, "representatives": filing.representatives, "digest": detail.digest,
            "standing": filing.standing}  # fmt: skip
    data |= {"category": filing.category} if filing.category else {}
    actor = citizen() if one.way == "online" else staff.named("petitionclerk")
    case = staff.batch.open(
        PetitionProcedure.register, detail, actor=actor, at=one.at, title=title, sealed=sealed, data=data,
        source="web" if one.way == "online" else one.way,
    )  # fmt: skip
    staff.batch.also(case, petitioner_of(filing, sealed))
    return case
