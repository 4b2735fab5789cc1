"""A paper's whole course through the operations, and the record it leaves."""

from __future__ import annotations

import pytest

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.office.documents.models import Delivery, NumberRecord, SealUse
from tests import papers_city as city
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_paper_goes_from_draft_to_received(world: World) -> None:
    city.series_of(world)
    city.seal_of(world)
    matter = city.sent(world)
    paper = city.detail(matter)
    assert paper.number == "云政办发〔2026〕1号"
    assert paper.signed_on is not None
    assert paper.sealed_at is not None
    assert paper.matter.state == "dispatched"
    assert Delivery.objects.filter(paper=matter).count() == 2
    assert SealUse.objects.get().digest == paper.sealed_digest
    assert NumberRecord.objects.get().status == "given"
    assert list(differences()) == []
    assert Matter.objects.filter(kind="documents.delivery", state="sent").count() == 2
