"""The demo city's petitions: believable, played through the procedure, and something to do for everybody."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest

from shuniu.demo.petitions.courses import HALTS
from shuniu.demo.petitions.making import CODE, make_petitions
from shuniu.demo.seeding import seed_city
from shuniu.demo.sources import table
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.following import matter_by_code
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.worklists import waiting
from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.petitions.models import Petition
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.annual import annual

WORKERS = (
    "petitionclerk", "petitionhead", "petitionliaison", "petitionhandler", "petitionsigner", "petitionreviewer",
)  # fmt: skip


def test_texts_are_whole_sentences_and_name_no_real_law() -> None:
    for one in table("petitions")["case"]:
        assert one["request"].endswith(("。", "事项")), one
        said = "\n".join(str(value) for value in one.values())
        assert not re.search("[{}]|。。|，。", said)
        assert "中华人民共和国" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("now", [datetime(2026, 11, 28, 15, tzinfo=SHANGHAI), datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)])
def test_two_years_of_petitions_hold_together(now: datetime) -> None:
    """On any Saturday, and on the Monday after the longest holiday."""
    seed_city(now)
    count = make_petitions(now - timedelta(days=730), now)
    assert count == len(table("petitions")["case"])
    assert list(differences()) == []
    assert verify().ok
    matters = Matter.objects.filter(kind=PetitionProcedure.kind)
    _everything_happens()
    for username in WORKERS:
        actor = actor_of(Person.objects.get(username=username), on=now.date())
        assert 2 <= waiting(actor, now).total <= 12, username
    assert not Passage.objects.filter(at__gt=now).exists()
    first = matters.earliest("pk")
    assert matter_by_code(first.number or "", CODE) == first
    assert annual(2025, now=now).received.now > 5


def _everything_happens() -> None:
    """Every class, every way, every state that a case of these days should wait in, review to the end, ratings."""
    states = Counter(Matter.objects.values_list("state", flat=True))
    for course, state in HALTS.items():
        assert states[state], course
    steps = Counter(Passage.objects.values_list("step", flat=True))
    for step in ("conclude_recheck", "hold_hearing", "settle", "agree_to_return", "extend", "to_ordinary", "rate", "withdraw",
                 "decline", "refuse", "hand_to_discipline", "propose_improvement", "answer_suggestion", "conclude_path", "lapse"):  # fmt: skip
        assert steps[step], step
    assert set(Petition.objects.values_list("way", flat=True)) == {"letter", "visit", "online", "phone", "superior"}
