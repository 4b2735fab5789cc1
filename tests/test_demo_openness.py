"""The demo city's disclosure: two years that balance, every kind of end, and something to do for each account."""

from __future__ import annotations

from datetime import datetime

import pytest

from shuniu.demo.openness.asking import CODE
from shuniu.demo.openness.making import make_openness
from shuniu.demo.seeding import seed_city
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.following import matter_by_code
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.worklists import waiting
from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.disclosure import lists
from shuniu.public.disclosure.models import InformationRequest, Publication, Remedy
from shuniu.public.disclosure.queries.annual import DONE, LEFT, NEW, part_three
from shuniu.public.disclosure.replies import REPLIES

NOW = datetime(2026, 11, 28, 15, tzinfo=SHANGHAI)
WORKERS = ("gongkai", "gongkai2", "gongkai_head", "gongkai_lianluo", "gongkai_shencha")


@pytest.mark.django_db
def test_two_years_of_disclosure_are_whole_and_balance() -> None:
    seed_city(NOW)
    number = make_openness(4000, NOW, lambda _label, _done, _total: None)
    assert list(differences()) == []
    assert verify().ok
    assert not Passage.objects.filter(at__gt=NOW).exists()
    for year in (2025, 2026):
        table = part_three(year)
        assert table.unbalanced == ()
        assert table.counts[NEW]["total"] >= 12
        assert table.counts[DONE]["total"] >= 12
    assert part_three(2026).counts[LEFT]["total"] >= 5
    for username in WORKERS:
        actor = actor_of(Person.objects.get(username=username), on=NOW.date())
        assert 2 <= waiting(actor, NOW).total <= 12, username
    found = matter_by_code(number, CODE)
    assert found is not None
    assert found.state == "correcting"
    _every_end_is_there()


def _every_end_is_there() -> None:
    kinds = set(InformationRequest.objects.values_list("reply_kind", flat=True))
    assert set(REPLIES) - kinds == {"confirm_again"}, "of a row that no verified text explains there is none"
    assert InformationRequest.objects.filter(reopened=1).exists()
    assert set(Remedy.objects.values_list("result", flat=True)) == {"upheld", "corrected", "pending"}
    states = set(Matter.objects.values_list("state", flat=True))
    assert {
        "abandoned",
        "withdrawn",
        "asking_third",
        "drafted",
        "arrived",
        "proposed",
        "returned",
        "withheld",
    } <= states
    validities = set(Publication.objects.filter(published_on__isnull=False).values_list("validity", flat=True))
    assert validities == set(Publication.Validity.values)
    assert set(Publication.objects.values_list("category", flat=True)) <= set(lists.ITEMS)
    assert Publication.objects.filter(explains__isnull=False).count() == 3
    assert Publication.objects.filter(published_on__isnull=False).count() >= 24
