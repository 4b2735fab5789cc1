"""The demo city's papers: believable, free of slips, and made so that rebuild and the ledger find nothing to say."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from shuniu.demo.papers.making import make
from shuniu.demo.papers.plans import plans
from shuniu.demo.papers.wording import content_of
from shuniu.demo.seeding import seed_city
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.worklists import waiting
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.documents.models import Delivery, DocumentType, NumberRecord, Outgoing, Standing
from shuniu.office.documents.models.archive import ArchiveItem
from shuniu.office.documents.proofing.checking import proof

NOW = datetime(2026, 11, 28, 15, tzinfo=SHANGHAI)
START = NOW - timedelta(days=730)
WORKERS = (
    "registrar", "reviewer", "sealkeeper", "archivist", "director", "drafter", "wenshu", "chengban", "unithead", "mayor",
    "secretary",
)  # fmt: skip


def written(count: int = 300) -> list[tuple[str, str, str]]:
    rng = Random("公文")
    return [
        (plan.kind, content["title"], content["text"])
        for plan in plans(rng, count, START, NOW)
        for content in [content_of(rng, plan)]
    ]


def test_the_same_seed_writes_the_same_papers() -> None:
    assert written(60) == written(60)


def test_every_type_is_there_and_notices_are_the_most() -> None:
    kinds = Counter(kind for kind, _title, _text in written())
    assert set(kinds) == set(DocumentType.values)
    assert kinds.most_common(1)[0][0] == "notice"


def test_papers_have_a_readable_length_and_no_open_slot() -> None:
    for _kind, title, text in written():
        assert "{" not in title + text
        assert 1 <= len(re.findall("[。：]", text)) <= 30, text
        assert "。。" not in text
        assert "，。" not in text


def test_papers_pass_the_proof() -> None:
    """Names of an invented city are words that no statute knows: four doubts of the language model in a hundred sentences are let be."""
    labels = {kind.value: str(kind.label).partition("（")[0] for kind in DocumentType}
    doubts = sentences = 0
    for kind, title, text in written(90):
        found = [one for one in proof(text, kind=labels[kind], title=title) if one.severity != "hint"]
        assert [one for one in found if one.rule != "spelling"] == [], title
        doubts, sentences = doubts + len(found), sentences + text.count("。")
    assert doubts <= sentences * 4 / 100, (doubts, sentences)


def test_fewer_in_the_second_year() -> None:
    halves = Counter(plan.at > START + timedelta(days=365) for plan in plans(Random("公文"), 300, START, NOW))
    assert halves[True] < halves[False]


@pytest.fixture
def small(db: None) -> None:
    seed_city(NOW)
    make(300, START, NOW, lambda _label, _done, _total: None)


def test_a_small_city_has_papers_at_every_point_of_their_way(small: None) -> None:
    assert list(differences()) == []
    assert verify().ok
    for username in WORKERS:
        actor = actor_of(Person.objects.get(username=username), on=NOW.date())
        assert 2 <= waiting(actor, NOW).total <= 12, username
    assert not Matter.objects.filter(received_at__gt=NOW).exists()
    _numbers_run_on()
    _files_are_real()
    assert Outgoing.objects.filter(standing=Standing.REPEALED).exists()
    assert ArchiveItem.objects.exists()
    states = set(Matter.objects.filter(kind="documents.delivery").values_list("state", flat=True))
    assert {"sent", "received"} <= states


def _numbers_run_on() -> None:
    """Numbers of matters and of papers have no gap within a year, and come in the order of the days."""
    for kind in ("documents.outgoing", "documents.incoming", "documents.delivery"):
        numbers = [
            str(one) for one in Matter.objects.filter(kind=kind).order_by("number").values_list("number", flat=True)
        ]
        years = Counter(re.sub(r"\D", "", one)[:4] for one in numbers)
        for year, count in years.items():
            values = [int(re.sub(r"\D", "", one)[4:]) for one in numbers if re.sub(r"\D", "", one).startswith(year)]
            assert values == list(range(1, count + 1)), (kind, year)
    moments: dict[tuple[str, int], list[tuple[int, datetime]]] = {}
    for row in NumberRecord.objects.filter(status="given"):
        moments.setdefault((row.word, row.year), []).append((row.value, row.at))
    for rows in moments.values():
        assert [at for _value, at in sorted(rows)] == sorted(at for _value, at in rows)


def _files_are_real() -> None:
    """Papers of these days have their typeset file; what units are to receive now can be opened."""
    waiting_papers = set(Delivery.objects.filter(matter__state="sent").values_list("paper_id", flat=True))
    files = Attachment.objects.filter(role="documents.pdf", matter_id__in=waiting_papers)
    assert waiting_papers
    assert files.count() == len(waiting_papers)
