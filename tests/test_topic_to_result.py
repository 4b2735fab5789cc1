"""Complaints → instruction → assignment → result → citizens told: one chain, walked from either end by whoever may see it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.web.clock import fixed
from shuniu.kernel.web.idempotency import new_token
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.operations.stepping import perform
from shuniu.public.hotline.models import Topic, TopicInstruction
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.topics import keep
from tests.hotline_pages import client_of
from tests.test_hotline_topics import alert_of, matters
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
WORDS = "水务局三日内查明原因，恢复正常供水。"
LATER = moment("2026-12-09 09:00")


@pytest.fixture
def topic(world: World) -> Topic:
    """Four complaints, one of them answered and one given to the water bureau."""
    found = matters(world, 4)
    act("answer_at_once", found[0], actor=world.liwen, at=NOW, data={"text": "正在抢修。"})
    act("dispatch", found[1], actor=world.wanglan, at=NOW, data={"unit": world.unit("shuiwu")})
    kept = keep(alert_of(found, 4))
    assert kept is not None
    return kept


def instructed(world: World, topic: Topic, **more: Any) -> Matter:
    said = {"text": WORDS, "follow": "on", "once": new_token("hotline.topic_instruct"), **more}
    with fixed(NOW):
        for _click in range(2):
            answer = client_of(world, "yangshizhang").post(f"/hotline/topics/{topic.pk}/instruct/", said)
            assert answer.status_code == 303
    return Matter.objects.get(kind="supervision.assignment")


def read(world: World, who: str, path: str, at: datetime = NOW, status: int = 200) -> str:
    with fixed(at):
        answer = client_of(world, who).get(path)
    assert answer.status_code == status, (who, path)
    return str(answer.content.decode())


def lamps(page: str) -> list[str]:
    """What the end of the chain says, as one reads it."""
    told = page[page.index('id="told"') :]
    found = re.findall(r"<li><a [^>]*>(.*?)</a></li>", told[: told.index("</section>")], re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_an_instruction_becomes_an_assignment_by_one_press(world: World, topic: Topic) -> None:
    matter = instructed(world, topic)
    assert (matter.state, matter.title) == ("registered", topic.title)
    row = Assignment.objects.get(pk=matter.pk)
    assert (row.origin, row.text, row.decided_by) == ("hotline", WORDS, "杨市长（市长）")
    assert (row.proposed_unit, row.leader_id) == (world.unit("shuiwu"), world.people["yangshizhang"].pk)
    assert TopicInstruction.objects.get().matter_id == matter.pk
    perform("approve", matter, actor=world.duzhang, at=NOW)
    given = {"unit": row.proposed_unit}
    assert perform("assign", matter, actor=world.dudu, at=NOW, data=given).unit_id == world.unit("shuiwu")
    assert list(differences()) == []


def test_the_chain_leads_from_the_topic_to_the_result_and_back(world: World, topic: Topic) -> None:
    matter = instructed(world, topic)
    forward = read(world, "yangshizhang", f"/supervision/chain/topic-{topic.pk}/")
    assert [topic.title in forward, "4 人反映，4 件" in forward, WORDS in forward] == [True] * 3
    assert forward.index(WORDS) < forward.index(str(matter.number)), "the assignment stands below the words it came of"
    back = read(world, "yangshizhang", f"/supervision/chain/{matter.number}/")
    assert back.index(topic.title) < back.index(WORDS) < back.index("本件")
    assert f"/hotline/topics/{topic.pk}/" in back
    page = read(world, "yangshizhang", f"/hotline/topics/{topic.pk}/")
    assert [f"/supervision/chain/topic-{topic.pk}/" in page, f"/supervision/{matter.number}/" in page] == [True, True]


def test_the_chain_ends_with_how_many_have_been_told(world: World, topic: Topic) -> None:
    """Each figure opens the list that it counts."""
    matter = instructed(world, topic)
    path = f"/supervision/chain/{matter.number}/"
    assert lamps(read(world, "yangshizhang", path)) == [
        "1 已答复", "1 已办结", "0 未答复，已超期", "0 未答复，将到期", "3 未答复，未到期",
    ]  # fmt: skip
    assert "3 未答复，已超期" in lamps(read(world, "yangshizhang", path, LATER))
    told = Matter.objects.get(pk__in=topic.members.values("matter_id"), closed_at__isnull=False)
    for name, count in (("answered", 1), ("closed", 1), ("red", 3)):
        page = read(world, "yangshizhang", f"/hotline/topics/{topic.pk}/?told={name}", LATER)
        rows = page[page.index('id="requests"') :]
        assert rows.count("<tr><td ") == count, name
        assert (str(told.number) in rows) == (name != "red")
    assert "1 未答复而终结（撤回等）" not in lamps(read(world, "yangshizhang", path))


def test_only_who_may_see_a_thing_sees_it_in_the_chain(world: World, topic: Topic) -> None:
    matter = instructed(world, topic)
    path = f"/supervision/chain/{matter.number}/"
    supervisor = read(world, "dudu", path)
    assert "热线话题" in supervisor
    assert "不显示内容" in supervisor
    assert 'id="told"' not in supervisor
    assert f"/hotline/topics/{topic.pk}/" not in supervisor
    read(world, "dudu", f"/supervision/chain/topic-{topic.pk}/", status=404)
    hotline = read(world, "zhengdu", f"/supervision/chain/topic-{topic.pk}/")
    assert WORDS in hotline
    assert "您没有参与这件事项，只显示编号" in hotline, "of the assignment the hotline sees that there is one"
    page = read(world, "zhengdu", f"/hotline/topics/{topic.pk}/")
    assert [str(matter.number) in page, f"/supervision/{matter.number}/" in page] == [True, False]
    for who in ("hanwai", "chenlian", "tiju"):
        read(world, who, path, status=404)
        read(world, who, f"/supervision/chain/topic-{topic.pk}/", status=404)
    for name in ("topic-99999", "topic-", "topic-x", "topic-" + "9" * 30):
        read(world, "yangshizhang", f"/supervision/chain/{name}/", status=404)


def test_a_chain_asks_little_however_many_wrote(world: World, topic: Topic, django_assert_max_num_queries: Any) -> None:
    matter = instructed(world, topic)
    more = matters(world, 12, begin=50)
    keep(alert_of([*Matter.objects.filter(pk__in=topic.members.values("matter_id")), *more], 16))
    client = client_of(world, "yangshizhang")
    for path in (
        f"/supervision/chain/{matter.number}/",
        f"/supervision/chain/topic-{topic.pk}/",
        f"/hotline/topics/{topic.pk}/",
    ):
        with fixed(NOW):
            client.get(path)
            with django_assert_max_num_queries(15):
                client.get(path)


def test_without_supervision_nothing_is_offered(world: World, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuniu.public.hotline.operations.instructing.kind_in_force", lambda kind, on: None)
    assert 'name="follow"' not in read(world, "yangshizhang", f"/hotline/topics/{topic.pk}/")
