"""起草答复: the desk opens with what the paper that is answered already says."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from shuniu.office.documents.queries.incoming import page_of_paper
from tests import incoming_papers as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("type", "title", "kind", "subject"), [
    ("request", "云州市水务局关于启动东湖水源地应急调度的请示", "批复", "启动东湖水源地应急调度"),
    ("letter", "江州市体育局关于商请协办冬季长跑的函", "函", "商请协办冬季长跑"),
    ("notice", "会议安排", "函", "会议安排"),
])  # fmt: skip
def test_an_answer_begins_with_type_subject_and_recipient(
    world: World, type: str, title: str, kind: str, subject: str
) -> None:
    matter = made.handled(world, type=type, title=title)
    url = page_of_paper(world.chengwen, str(matter.number), now=moment("2026-11-24 09:00")).draft_url
    assert parse_qs(urlsplit(url).query) == {"kind": [kind], "title": [subject], "to": ["云州市水务局"]}
