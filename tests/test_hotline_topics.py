"""Topics: an alert becomes a page that people decide about; the routing card shows what was measured."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.insight.stream import Message
from shuniu.kernel.insight.topics import Alert, Crowd
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.web.clock import fixed
from shuniu.kernel.web.idempotency import new_token
from shuniu.public.hotline.models import Request, Topic
from shuniu.public.hotline.operations import gathering, instructing, topics
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.intake import Report, submit
from shuniu.public.hotline.operations.topics import brief_of, detect, keep
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def matters(world: World, count: int, begin: int = 0) -> list[Matter]:
    said = ["自来水发黄，放半小时还是黄的", "水龙头流出黄水，不敢喝", "家里自来水是黄的，有铁锈味", "又停水又是黄水"]
    return [
        submit(
            Report(
                text=f"桂坊路{said[number % 4]}，第{begin + number}户。", type="complaint", place="桂坊路",
                phone=f"100000{begin + number:05d}",
            ),
            actor=world.liwen, at=NOW - timedelta(hours=count - number), source="phone",
        ).matter
        for number in range(count)
    ]  # fmt: skip


def alert_of(found: list[Matter], people: int) -> Alert:
    return Alert(
        topic=1, time=NOW, members=tuple(str(matter.pk) for matter in found), people=people,
        since=NOW - timedelta(days=2), expected=0.1, growth=30.0, improbability=1e-9, words=("自来水", "发黄"),
        places=("桂坊路",), likeness=0.5, repeated=False,
    )  # fmt: skip


@pytest.fixture
def topic(world: World) -> Any:
    with fixed(NOW):
        yield keep(alert_of(matters(world, 4), 4))


def test_an_alert_becomes_a_topic_and_supervisors_are_told(world: World, topic: Topic) -> None:
    assert (topic.status, topic.people, topic.members.count()) == ("rising", 4, 4)
    assert {notice.person.username for notice in Notice.objects.select_related("person")} == {"zhengdu", "fengzhuren"}


def test_a_topic_that_grows_stays_one_topic(world: World, topic: Topic) -> None:
    more = list(Matter.objects.all()) + matters(world, 3, begin=10)
    again = keep(alert_of(more, 7))
    assert again is not None
    assert again.pk == topic.pk
    assert (again.people, again.members.count(), Topic.objects.count()) == (7, 7, 1)


def test_a_topic_of_a_whole_district_compares_few_titles_and_none_while_others_wait_to_write(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(topics, "COMPARED", 3)
    monkeypatch.setattr(topics.fuzz, "ratio", lambda one, other: compared.append(one) or 1.0)
    kept = topics._kept

    def writing(*given: Any) -> Topic | None:
        assert len(compared) == 9, "each of three with each, before anything is written"
        return kept(*given)

    monkeypatch.setattr(topics, "_kept", writing)
    with fixed(NOW):
        assert keep(alert_of(matters(world, 12), 12)) is not None
    assert len(compared) == 9


def test_a_crowd_that_goes_on_writing_grows_its_topic(
    world: World, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = matters(world, 3, begin=10)
    told = Crowd(1, tuple(str(pk) for pk in Matter.objects.values_list("pk", flat=True)), 7)
    monkeypatch.setattr(topics.Lookout, "look", lambda self, stream: [])
    monkeypatch.setattr(topics.Lookout, "crowds", lambda self: [told])
    detect(now=NOW, since=NOW - timedelta(days=1))
    topic.refresh_from_db()
    assert (topic.people, topic.growth, topic.words) == (7, 30.0, ["自来水", "发黄"])
    assert set(topic.members.values_list("matter_id", flat=True)) >= {matter.pk for matter in more}


def test_the_page_counts_all_and_shows_them_by_and_by(client: Client, world: World) -> None:
    found = matters(world, 55)
    with fixed(NOW):
        topic = keep(alert_of(found, 55))
        assert topic is not None
        sign_in(client, world, "zhengdu")
        address, seen = f"/hotline/topics/{topic.pk}/", set()
        page = client.get(address)
        assert page.context["view"].places == [("桂坊路", 55)]
        assert sum(count for _day, count in page.context["view"].days) == page.context["view"].total == 55
        for _turn in range(2):
            seen |= {row.matter.pk for row in page.context["rows"]}
            page = client.get(address, {"told": "green", "after": page.context["slice"].after})
        assert seen == {matter.pk for matter in found}


def test_the_page_of_many_asks_no_more_than_that_of_few(
    client: Client, world: World, topic: Topic, django_assert_max_num_queries: Any
) -> None:
    with fixed(NOW):
        sign_in(client, world, "zhengdu")
        client.get(f"/hotline/topics/{topic.pk}/")
        keep(alert_of([*Matter.objects.all(), *matters(world, 60, begin=10)], 64))
        with django_assert_max_num_queries(14):
            assert client.get(f"/hotline/topics/{topic.pk}/").context["view"].total == 64


def test_looking_for_topics_holds_nobody_s_lock() -> None:
    """The first look of a process takes half a minute."""
    assert not topics.watch_topics.atomic


def test_the_words_of_a_leader_reach_a_crowd_by_portions_each_once(
    world: World, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instructing, "AT_ONCE", 3)
    keep(alert_of([*Matter.objects.all(), *matters(world, 4, begin=10)], 8))
    closed = topic.members.order_by("matter_id")[5].matter
    act("withdraw", closed, actor=world.liwen, at=NOW, note="已经好了")
    mayor = actor_of(world.people["yangshizhang"], on=NOW.date())
    with fixed(NOW):
        row, done, left = instructing.instruct(topic, actor=mayor, at=NOW, text="三日内恢复供水。", key="one")
    assert (done, left) == (3, 4)
    world.people["yangshizhang"].holdings.update(until=NOW.date())  # What they said then still holds.
    drain()
    said = Passage.objects.filter(step="instruct")
    assert said.count() == said.values("matter").distinct().count() == 7
    assert {(one.person_id, one.data["text"]) for one in said} == {(row.person_id, "三日内恢复供水。")}


def test_what_is_about_something_else_is_taken_out_and_stays_out(client: Client, world: World, topic: Topic) -> None:
    odd, *others = [member.matter for member in topic.members.order_by("matter_id")]
    address = f"/hotline/topics/{topic.pk}/"
    sign_in(client, world, "wanglan")
    client.post(f"{address}members/", {"number": [odd.number, "20260101999"]})
    page = client.get(address)
    assert {row.matter.pk for row in page.context["rows"]} == {matter.pk for matter in others}
    assert (page.context["view"].total, page.context["view"].topic.people, page.context["joinable"]) == (3, 3, 2)
    assert "3人反映" in page.context["brief"]
    keep(alert_of(list(Matter.objects.all()), 4))
    mayor = actor_of(world.people["yangshizhang"], on=NOW.date())
    with fixed(NOW):
        assert instructing.instruct(topic, actor=mayor, at=NOW, text="三日内恢复供水。", key="one")[1:] == (3, 0)
    assert "2件" in gathered(client, topic, others[0].number)
    assert not odd.passages.filter(step__in=("instruct", "join")).exists()
    client.post(f"{address}members/", {"number": odd.number, "do": "back"})
    view = client.get(address).context["view"]
    assert (view.total, view.topic.people) == (4, 4)
    assert "先勾选" in " ".join(map(str, client.post(f"{address}members/", follow=True).context["messages"]))
    said = [
        json.loads(event.body)["after"] for event in Event.objects.filter(type="configuration.changed").order_by("pk")
    ]
    assert said[-2:] == [f"移出1件：{odd.number}", f"放回1件：{odd.number}"]
    sign_in(client, world, "yangshizhang")
    assert client.post(f"{address}members/", {"number": odd.number}).status_code == 404


def gathered(client: Client, topic: Topic, number: str) -> str:
    said = {"main": number, "once": new_token("hotline.topic_gather")}
    answer = client.post(f"/hotline/topics/{topic.pk}/gather/", said, follow=True)
    return " ".join(str(one) for one in answer.context["messages"])


def test_a_crowd_is_joined_into_one_by_portions_and_answered_together(
    client: Client, world: World, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "AT_ONCE", 3)
    sealed, withdrawn, *_rest = matters(world, 6, begin=10)
    keep(alert_of(list(Matter.objects.all()), 10))
    Matter.objects.filter(pk=sealed.pk).update(sealed=True)
    act("withdraw", withdrawn, actor=world.liwen, at=NOW, note="已经好了")
    sign_in(client, world, "wanglan")
    page = client.get(f"/hotline/topics/{topic.pk}/")
    main = page.context["main"]
    assert (main.pk, page.context["joinable"]) == (topic.members.order_by("matter_id")[0].matter_id, 7)
    words = gathered(client, topic, main.number)
    assert "3件" in words
    assert "其余4件" in words
    drain()
    joined = Request.objects.filter(joined_to=main.number)
    assert joined.count() == 7
    assert not joined.filter(pk__in=[sealed.pk, withdrawn.pk]).exists(), "neither what is under seal nor what is over"
    assert Passage.objects.filter(step="join").count() == 7, "each once"
    assert client.get(f"/hotline/topics/{topic.pk}/").context["joinable"] == 0
    late = matters(world, 1, begin=30)
    keep(alert_of(list(Matter.objects.all()), 11))
    assert client.get(f"/hotline/topics/{topic.pk}/").context["main"].pk == main.pk, "the one that has some already"
    assert "1件" in gathered(client, topic, main.number)
    assert Request.objects.get(pk=late[0].pk).joined_to == main.number


def test_a_double_click_and_a_worker_killed_in_the_middle_join_each_once(
    client: Client, world: World, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "AT_ONCE", 2)
    keep(alert_of([*Matter.objects.all(), *matters(world, 8, begin=10)], 12))
    main = topic.members.order_by("matter_id")[0].matter
    sign_in(client, world, "wanglan")
    said = {"main": main.number, "once": new_token("hotline.topic_gather")}
    for _click in range(2):
        assert client.post(f"/hotline/topics/{topic.pk}/gather/", said).status_code == 303
    whole = gathering.gather

    def killed(main: Matter, numbers: list[str], **more: Any) -> Any:
        whole(main, numbers[:1], **more)
        raise SystemError("killed")

    monkeypatch.setattr(gathering, "gather", killed)
    with pytest.raises(SystemError):
        drain()
    assert Passage.objects.filter(step="join").count() == 5, "two and two by the clicks, and one before it was killed"
    monkeypatch.setattr(gathering, "gather", whole)
    drain(at=timezone.now() + timedelta(hours=1))
    joins = Passage.objects.filter(step="join")
    assert joins.count() == joins.values("matter").distinct().count() == 11


def test_a_topic_of_which_all_is_left_out_says_so(client: Client, world: World, topic: Topic) -> None:
    sign_in(client, world, "zhengdu")
    address = f"/hotline/topics/{topic.pk}/"
    numbers = [str(member.matter.number) for member in topic.members.all()]
    client.post(f"{address}members/", {"number": numbers})
    page = client.get(address)
    assert page.status_code == 200
    assert "没有这样的诉求" in page.content.decode()
    assert "移出所选" not in page.content.decode()
    absurd = [*numbers, "x" * 5000, "'; DROP TABLE", "", *["1"] * 300]
    assert client.post(f"{address}members/", {"number": absurd, "do": "back"}).status_code == 303
    assert client.get(address).context["view"].total == 4
    sign_in(client, world, "chenlian")
    assert client.post(f"{address}members/", {"number": numbers}).status_code == 404
    assert client.post(f"{address}gather/", {"main": numbers[0]}).status_code == 404


def test_nothing_is_joined_to_what_takes_nothing_in(client: Client, world: World, topic: Topic) -> None:
    first, second, *_rest = [member.matter for member in topic.members.order_by("matter_id")]
    sign_in(client, world, "wanglan")
    act("withdraw", first, actor=world.liwen, at=NOW, note="已经好了")
    assert "不能再并入" in gathered(client, topic, str(first.number))
    stranger, report = matters(world, 1, begin=20)[0], second
    assert "不在本话题里" in gathered(client, topic, str(stranger.number))
    Matter.objects.filter(pk=report.pk).update(sealed=True)
    assert "举报保密" in gathered(client, topic, str(report.number)), "its answer is for one person only"
    assert "没有编号为" in gathered(client, topic, "20260101999")
    assert "请填写" in gathered(client, topic, "")
    assert not Passage.objects.filter(step="join").exists()
    sign_in(client, world, "zhengdu")
    assert client.post(f"/hotline/topics/{topic.pk}/gather/", {"main": second.number}).status_code == 404


def test_the_brief_says_how_many_where_and_how_it_stands(world: World, topic: Topic) -> None:
    text = brief_of(topic, now=NOW)
    for said in ("4人反映", "桂坊路（4）", "在办4件", "是平时的30.0倍"):
        assert said in text


def test_nothing_rises_in_an_ordinary_small_city(world: World) -> None:
    matters(world, 3)
    assert detect(now=NOW, since=NOW - timedelta(days=7)) == []


@pytest.mark.parametrize(
    ("who", "code"),
    [("zhengdu", 200), ("liwen", 200), ("yangshizhang", 200), ("chenlian", 404), ("zhuxi", 404), ("youshen", 404)],
)
def test_who_reads_topics(client: Client, world: World, topic: Topic, who: str, code: int) -> None:
    sign_in(client, world, who)
    for path in ("/hotline/topics/", f"/hotline/topics/{topic.pk}/", "/hotline/routing/"):
        assert client.get(path).status_code == code


def test_a_supervisor_reports_and_the_mayor_instructs_every_open_request(
    client: Client, world: World, topic: Topic
) -> None:
    sign_in(client, world, "zhengdu")
    url = f"/hotline/topics/{topic.pk}/"
    client.post(f"{url}decide/", {"decision": "report", "brief": "短"})
    topic.refresh_from_db()
    assert topic.status == "rising", "an empty brief goes to nobody"
    client.post(f"{url}decide/", {"decision": "report", "brief": brief_of(topic, now=NOW) + "请水务局尽快处置。"})
    topic.refresh_from_db()
    assert topic.status == "reported"
    assert Notice.objects.filter(person__username="yangshizhang").exists()
    sign_in(client, world, "yangshizhang")
    said = {"text": "三日内恢复正常供水。", "once": new_token("hotline.topic_instruct")}
    for _click in range(2):
        assert client.post(f"{url}instruct/", said).status_code == 303
    assert Passage.objects.filter(step="instruct").count() == 4, "a double click is one instruction"
    assert not Matter.objects.filter(kind="supervision.assignment").exists(), "the box was not ticked"


def test_only_deciders_decide(client: Client, world: World, topic: Topic) -> None:
    sign_in(client, world, "liwen")
    answer = client.post(f"/hotline/topics/{topic.pk}/decide/", {"decision": "dismiss", "reason": "重复"})
    assert answer.status_code == 404


def test_dismissing_wants_a_reason(client: Client, world: World, topic: Topic) -> None:
    sign_in(client, world, "fengzhuren")
    client.post(f"/hotline/topics/{topic.pk}/decide/", {"decision": "dismiss", "reason": " "})
    topic.refresh_from_db()
    assert topic.status == "rising"


def sign_in(client: Client, world: World, who: str) -> None:
    client.force_login(world.people[who])


def test_what_was_fed_is_not_fed_again_unless_the_past_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    fed: list[str] = []
    monkeypatch.setattr(topics.TopicWatch, "feed", lambda self, message: fed.append(message.id))

    def said(number: int, text: str = "停水") -> Message:
        return Message(str(number), NOW + timedelta(hours=number), text, text)

    lookout = topics.Lookout()
    lookout.look([said(1), said(3)])
    lookout.look([said(1), said(3), said(4)])
    lookout.look([said(3), said(4), said(5)])
    assert fed == ["1", "3", "4", "5"]
    fed.clear()
    lookout.look([said(2), said(3), said(4), said(5)])
    assert fed == ["2", "3", "4", "5"], "entered later, with the date of its letter"
    fed.clear()
    lookout.look([said(2), said(3, "（已隐去）"), said(4), said(5)])
    assert fed == ["2", "3", "4", "5"], "words were struck out"


def test_an_alert_that_could_not_be_kept_is_raised_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = matters(world, 4)
    monkeypatch.setattr(topics.TopicWatch, "feed", lambda self, message: alert_of(found, 4))
    lookout = topics.Lookout()
    monkeypatch.setattr(topics, "keep", lambda alert: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk"):
        detect(now=NOW, since=NOW - timedelta(days=7), lookout=lookout)
    monkeypatch.setattr(topics, "keep", keep)
    assert detect(now=NOW, since=NOW - timedelta(days=7), lookout=lookout)
    assert detect(now=NOW, since=NOW - timedelta(days=7), lookout=lookout) == []
