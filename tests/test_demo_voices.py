"""The demo city's topic that led to a result: by the product's own verbs, so that rebuild and the ledger find nothing to say."""

from __future__ import annotations

from datetime import datetime

import pytest

from shuniu.demo.cli import play
from shuniu.demo.seeding import seed_city
from shuniu.demo.voices import make
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.models import TopicInstruction


@pytest.mark.django_db
def test_one_topic_was_instructed_followed_and_closed() -> None:
    now = datetime(2026, 11, 25, 14, tzinfo=SHANGHAI)
    seed_city(now)
    play(500, now)
    make(now)
    said = TopicInstruction.objects.select_related("matter", "topic").get()
    assert said.topic.status == "reported"
    assert said.matter is not None
    assert (said.matter.state, said.matter.closed_at < now if said.matter.closed_at else False) == ("closed", True)
    assert list(differences()) == []
    assert verify().ok
