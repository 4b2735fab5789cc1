"""Leaders, secretaries, places and ways are kept on screens by the head of those who arrange, and by nobody else."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from shuniu.kernel.audit.models import Event
from shuniu.kernel.organisation.models import Person, Post, RoleHolding
from shuniu.kernel.web import clock
from shuniu.office.engagements.models import Absence, Leader, Place, Travel
from shuniu.office.engagements.operations import registers as verbs
from shuniu.office.engagements.operations.settings import set_absence
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import ways
from tests import leaders_time as made
from tests.hotline_pages import client_of
from tests.leaders_time import NOW, Diaries
from tests.world import World, moment

pytestmark = pytest.mark.django_db
REGISTERS = "/engagements/registers/"
MOST = 15


@pytest.fixture
def diary(world: World) -> Diaries:
    return made.diaries(world)


def send(diary: Diaries, path: str, who: str = "huizhang", status: int = 303, **data: Any) -> str:
    """Post a form and follow on, as a browser does; the page that comes of it."""
    client = client_of(diary.world, who)
    with clock.fixed(NOW):
        answer = client.post(f"{REGISTERS}{path}", data)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        page = client.get(answer.headers["Location"]) if status == 303 else answer
    return str(page.content.decode())


def read(diary: Diaries, who: str, path: str = "", status: int = 200) -> str:
    with clock.fixed(NOW):
        answer = client_of(diary.world, who).get(f"{REGISTERS}{path}")
    assert answer.status_code == status, (who, path)
    return str(answer.content.decode())


def somebody(world: World, username: str, name: str, title: str, role: str) -> Person:
    person = Person.objects.create(username=username, name=name)
    world.people[username] = person
    Post.objects.create(person=person, unit=world.units["city"], title=title)
    RoleHolding.objects.create(person=person, role=role, unit=world.units["city"])
    return person


def told() -> list[str]:
    return [json.loads(one.body)["after"] for one in Event.objects.filter(type="engagements.diary_set").order_by("pk")]


def test_only_the_director_changes_and_only_who_arranges_reads(diary: Diaries) -> None:
    pages = ("", "leaders/new/", f"leaders/{diary.mayor.pk}/", "places/new/", f"places/{diary.hall.pk}/")
    for who, answers in (
        ("huizhang", (200, 200, 200, 200, 200)), ("tongchou", (200, 404, 404, 404, 404)), ("mishu", (404,) * 5),
        ("yangshizhang", (404,) * 5), ("chengqing", (404,) * 5), ("hanwai", (404,) * 5),
    ):  # fmt: skip
        for path, status in zip(pages, answers, strict=True):
            read(diary, who, path, status)
    for who in ("tongchou", "mishu", "chengqing"):
        send(diary, "places/new/", who, 404, name="外事接待中心", position=3)
        send(diary, f"leaders/{diary.mayor.pk}/", who, 404, title="市长", level="principal", position=1)
    assert Place.objects.count() == 2
    with pytest.raises(Exception, match="统筹负责人"):
        verbs.save_place(None, verbs.PlaceFacts("外事接待中心"), actor=diary.world.tongchou, at=NOW)
    assert "增加领导" not in read(diary, "tongchou")
    assert "增加领导" in read(diary, "huizhang")
    read(diary, "huizhang", "leaders/99999/", 404)


def test_a_leader_is_added_with_a_secretary_and_stands_on_the_sheet(diary: Diaries) -> None:
    person = somebody(diary.world, "zhangfu", "章副市长", "副市长", "leader")
    form = {"person": person.pk, "title": "副市长", "level": "deputy", "position": "3"}
    assert "没有“市领导”角色" not in read(diary, "huizhang", "leaders/new/")
    page = send(diary, "leaders/new/", **form, secretaries=[diary.world.people["mishu"].pk])
    assert "章副市长" in page
    assert "米书" in page
    assert told()[-1] == "副市长，分管领导，秘书米书"
    row = Leader.objects.get(person=person)
    assert people.served(diary.world.mishu) == {diary.mayor.pk, row.pk}
    with clock.fixed(NOW):
        assert "章副市长" in client_of(diary.world, "tongchou").get("/engagements/week/?on=2026-11-23").content.decode()
    again = send(diary, "leaders/new/", status=422, **form)
    assert "章副市长（副市长）" not in again, "whoever has a row is not offered again"
    stranger = diary.world.people["liwen"].pk
    send(diary, "leaders/new/", status=422, **{**form, "person": stranger})
    send(diary, f"leaders/{row.pk}/", status=422, **form, secretaries=[stranger])
    assert Leader.objects.count() == 3


def test_two_who_add_the_same_leader_are_told(diary: Diaries) -> None:
    with pytest.raises(Exception, match="已经在名单里"):
        verbs.add_leader(
            diary.mayor.person_id, verbs.LeaderFacts("市长", "principal"), actor=diary.world.huizhang, at=NOW
        )


def test_a_leader_leaves_with_a_last_day_and_what_is_left_is_named(diary: Diaries) -> None:
    late = made.fixed(diary, "2026-12-02 09:00", "2026-12-02 10:00", leader=diary.deputy)
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:00", leader=diary.deputy)
    form = {"title": "副市长", "level": "deputy", "position": "2", "until": "2026-11-30"}
    page = send(diary, f"leaders/{diary.deputy.pk}/", **form)
    assert f"离任以后还有1项活动：{late.number}" in page
    assert "将离任" in page
    row = Leader.objects.get(pk=diary.deputy.pk)
    assert "离任" in people.away(row, date(2026, 12, 2))
    assert row not in people.leaders(date(2026, 12, 1))
    assert row in people.leaders(date(2026, 11, 30))
    assert "2026年11月30日" in told()[-1]
    send(diary, f"leaders/{diary.deputy.pk}/", **{**form, "until": ""})
    assert Leader.objects.get(pk=diary.deputy.pk).until is None


def test_a_place_has_its_ways_both_ways_and_each_is_kept_once(diary: Diaries) -> None:
    page = send(diary, "places/new/", name="外事接待中心", position="3",
                **{f"way_{diary.hall.pk}": "25", f"way_{diary.works.pk}": ""})  # fmt: skip
    assert "外事接待中心" in page
    place = Place.objects.get(name="外事接待中心")
    assert ways() == {(diary.hall.pk, diary.works.pk): 40, (diary.hall.pk, place.pk): 25}
    assert told()[-1] == "外事接待中心，到市政府会议中心25分钟"
    hall = {"name": diary.hall.name, "position": "1", f"way_{diary.works.pk}": "", f"way_{place.pk}": "30"}
    send(diary, f"places/{diary.hall.pk}/", **hall)
    assert ways() == {(diary.hall.pk, place.pk): 30}, "an empty field takes the way away, the rule's number holds"
    assert "到城东水厂不另定路程" in told()[-1]
    assert Travel.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "必填"), ({"name": "城东水厂"}, "已经有这个地点"), ({"position": "-1"}, "0"),
        ({"closed_on": "2026-02-30"}, "日期"), ({"way": "0"}, "1"), ({"way": "601"}, "600"), ({"way": "半小时"}, "整数"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept(diary: Diaries, wrong: dict[str, str], words: str) -> None:
    given = {"name": "外事接待中心", "position": "3", **wrong}
    way = given.pop("way", "")
    page = send(diary, "places/new/", status=422, **given, **{f"way_{diary.hall.pk}": way})
    assert words in page
    assert given["name"] in page
    assert Place.objects.count() == 2
    assert told() == []


def test_a_closed_place_is_no_longer_offered_and_what_is_there_stays(diary: Diaries) -> None:
    matter = made.fixed(diary, "2026-12-02 09:00", "2026-12-02 10:00")
    form = {"name": diary.hall.name, "position": "1", "closed_on": "2026-11-23", f"way_{diary.works.pk}": "40"}
    page = send(diary, f"places/{diary.hall.pk}/", **form)
    assert f"停用以后还有1项活动安排在这里：{matter.number}" in page
    assert "已停用" in page
    with clock.fixed(NOW):
        client = client_of(diary.world, "chengqing")
        assert f'<option value="{diary.hall.pk}">市政府会议中心' not in client.get("/engagements/ask/").content.decode()
        desk = client_of(diary.world, "tongchou").get(f"/engagements/{matter.number}/change/").content.decode()
    assert "市政府会议中心" in desk, "of what takes place there the place is still named"
    assert "到 1 处" in read(diary, "huizhang")


def test_whoever_comes_back_early_is_there_again(diary: Diaries) -> None:
    common: dict[str, Any] = {"actor": diary.world.tongchou, "at": NOW, "reason": "出差"}
    running = set_absence(diary.mayor, since=date(2026, 11, 20), until=date(2026, 11, 27), **common)
    coming = set_absence(diary.mayor, since=date(2026, 12, 1), until=date(2026, 12, 2), **common)
    over = set_absence(diary.mayor, since=date(2026, 11, 2), until=date(2026, 11, 3), **common)
    path = f"/engagements/leaders/{diary.mayor.pk}/"
    client, deputy = client_of(diary.world, "mishu"), f"/engagements/leaders/{diary.deputy.pk}/"
    with clock.fixed(NOW):
        assert client.get(path).content.decode().count("提前返岗") == 1
        for row, status in ((running, 303), (coming, 303), (over, 303)):
            assert client.post(path, {"what": "back", "absence": row.pk}).status_code == status
        assert client_of(diary.world, "tongchou").post(deputy, {"what": "back", "absence": over.pk}).status_code == 404
        assert client.post(path, {"what": "back", "absence": "9" * 20}).status_code == 404
    kept = set(Absence.objects.values_list("since", "until"))
    assert kept == {(date(2026, 11, 20), date(2026, 11, 22)), (date(2026, 11, 2), date(2026, 11, 3))}
    assert people.away(diary.mayor, NOW.date()) == ""


def test_the_pages_ask_little_however_many_there_are(diary: Diaries, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        place = Place.objects.create(name=f"地点{number}")
        Travel.objects.create(a=diary.hall, b=place, minutes=10 + number)
    client = client_of(diary.world, "huizhang")
    for path in ("", f"leaders/{diary.mayor.pk}/", f"places/{diary.hall.pk}/"):
        with clock.fixed(moment("2026-11-23 09:30")):
            client.get(f"{REGISTERS}{path}")
            with django_assert_max_num_queries(MOST):
                assert client.get(f"{REGISTERS}{path}").status_code == 200
