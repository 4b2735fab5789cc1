"""The lists: what they show, how they are filtered, exported and paged, and what they cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework import queries
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import my_tasks
from shuniu.kernel.web import clock, idempotency
from shuniu.kernel.web.paging import page_of
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.queries import lists
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def numbers_on(world: World, who: str, path: str) -> set[str]:
    page = made.client_of(world, who).get(f"/hotline/{path}")
    assert page.status_code == 200, page.status_code
    return {str(row.matter.number) for row in page.context["table"].rows}


def test_my_tasks_by_light_and_kind(world: World) -> None:
    late = made.reported(world, at=moment("2026-11-23 09:00"))
    near = made.reported(world, at=moment("2026-11-24 09:00"))
    returned = made.dispatched(world)
    act("return_", returned, actor=world.chenlian, at=moment("2026-11-24 09:00"),
        data={"reason": "不归我们", "right_unit": world.unit("shuiwu")})  # fmt: skip
    every = {str(one.number) for one in (late, near, returned)}
    assert numbers_on(world, "wanglan", "") == every
    assert numbers_on(world, "wanglan", "?light=red") == {str(late.number)}
    assert numbers_on(world, "wanglan", "?light=green") == set()
    assert numbers_on(world, "wanglan", "?task=退单待裁定") == {str(returned.number)}
    assert numbers_on(world, "chenlian", "") == set()
    page = made.client_of(world, "wanglan").get("/hotline/")
    assert (page.context["queue"].lights.red, page.context["queue"].lights.total) == (1, 3)


def test_a_request_given_to_a_person_is_in_their_list(world: World) -> None:
    matter = made.handled(world)
    act("appoint", matter, actor=world.chenlian, at=NOW, data={"person": world.people["chuban"].pk})
    assert numbers_on(world, "chuban", "mine/") == {str(matter.number)}
    assert numbers_on(world, "weiju", "mine/") == set()
    assert my_tasks(world.chuban).count() == 1


@pytest.mark.parametrize("desks", [0, 12])
def test_a_desk_is_read_part_by_part_and_is_the_same(world: World, monkeypatch: pytest.MonkeyPatch, desks: int) -> None:
    """Each part in the order of its index; and whoever has the roles of many units has them in one."""
    monkeypatch.setattr(queries, "DESKS_MOST", desks)
    for hour in range(3):
        made.reported(world, at=moment(f"2026-11-23 {9 + hour:02d}:00"))
        made.dispatched(world, at=moment(f"2026-11-23 {8 + hour:02d}:30"))
    act("appoint", made.handled(world), actor=world.chenlian, at=NOW, data={"person": world.people["chenlian"].pk})
    for name in ("wanglan", "chenlian", "chuban", "zhoushen", "zhengdu"):
        actor = getattr(world, name)
        dated = lists.tasks_of(actor).filter(due_at__isnull=False).order_by("due_at", "pk")
        expected, seen, asked = list(dated.values_list("pk", flat=True)), [], {"after": ""}
        assert expected or name not in ("wanglan", "chenlian")
        for _turn in range(10):
            page = page_of(lists.queue_tasks(actor, now=NOW), asked, order=("due_at", "pk"), size=2)
            seen += [row[0] for row in page.rows]
            asked = {"after": page.after}
            if not page.after:
                break
        assert seen == expected, name


@pytest.fixture
def mixed(world: World) -> dict[str, Matter]:
    subject = made.subject()
    found = {
        "registered": made.reported(world, text="停水了"),
        "shuiwu": made.reported(world, text="管道漏水", type="help", subject_id=subject.pk),
        "overseen": made.handled(world, text="夜市油烟"),
        "closed": made.closed(world, text="井盖松动"),
        "other_phone": made.reported(world, text="公交改线", phone="021-65550000"),
        "old": made.reported(world, at=moment("2026-10-09 09:00"), text="国庆前的事"),
    }
    act("dispatch", found["shuiwu"], actor=world.wanglan, at=NOW, data={"unit": world.unit("shuiwu")})
    act("oversee", found["overseen"], actor=world.zhengdu, at=NOW, data={"text": "限期整改"})
    return found


FILTERS: list[tuple[str, Callable[[World], str], set[str]]] = [
    ("state", lambda w: "state=closed", {"closed"}),
    ("type", lambda w: "type=help", {"shuiwu"}),
    ("unit", lambda w: f"unit={w.unit('shuiwu')}", {"shuiwu"}),
    ("subtree", lambda w: f"unit={w.unit('city')}", {"shuiwu", "overseen", "closed"}),
    ("flag", lambda w: "flag=overseen", {"overseen"}),
    ("dates", lambda w: "since=2026-10-01&until=2026-10-31", {"old"}),
    ("channel", lambda w: "channel=web", set()),
    ("phone", lambda w: "q=021-6555 0000", {"other_phone"}),
    ("number", lambda w: "q=20261009", {"old"}),
    ("late", lambda w: "light=red", {"registered", "other_phone", "old"}),
    ("due order", lambda w: "order=due&state=handling", {"overseen"}),
    ("redone", lambda w: "flag=redone", set()),
]


@pytest.mark.parametrize(("name", "query", "expected"), FILTERS, ids=[one[0] for one in FILTERS])
def test_filters(
    world: World, mixed: dict[str, Matter], name: str, query: Callable[[World], str], expected: set[str]
) -> None:
    found = numbers_on(world, "fengzhuren", f"all/?{query(world)}")
    assert found == {str(mixed[one].number) for one in expected}


def test_a_unit_sees_only_its_own(world: World, mixed: dict[str, Matter]) -> None:
    assert numbers_on(world, "jiangshui", "all/") == {str(mixed["shuiwu"].number)}
    assert numbers_on(world, "hanwai", "all/") == set()
    assert numbers_on(world, "jiangshui", f"all/?unit={world.unit('chengguan')}") == set()


def test_a_search_by_telephone_is_recorded_and_only_for_the_centre(world: World, mixed: dict[str, Matter]) -> None:
    numbers_on(world, "liwen", "all/?q=13900001234")
    event = Event.objects.get(type="personal_data.viewed")
    assert "1234" in event.body
    assert "13900001234" not in event.body
    numbers_on(world, "chenlian", "all/?q=13900001234")
    assert Event.objects.filter(type="personal_data.viewed").count() == 1


@pytest.mark.parametrize(
    "query", ["since=2026-13-40", "since=2026-11-24&until=2026-11-01", "state=nowhere", "q=路灯", "unit=abc"]
)
def test_a_senseless_filter_is_said_so(world: World, query: str) -> None:
    answer = made.client_of(world, "fengzhuren").get(f"/hotline/all/?{query}")
    assert answer.status_code == 422


def test_the_export_carries_the_rows_and_leaves_an_event(world: World, mixed: dict[str, Matter]) -> None:
    client = made.client_of(world, "fengzhuren")
    answer = client.get("/hotline/all/export.csv?state=closed")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert len(rows) == 2
    assert rows[1][0] == str(mixed["closed"].number)
    assert "13900001234" not in body
    xlsx = b"".join(client.get("/hotline/all/export.xlsx").streaming_content)
    assert xlsx[:2] == b"PK"
    assert Event.objects.filter(type="export").count() == 2
    assert '"rows":6' in Event.objects.filter(type="export").latest("pk").body.replace(" ", "")


def test_pages_by_key_show_every_row_once(world: World) -> None:
    every = {
        str(made.reported(world, at=moment("2026-11-24 08:00") + timedelta(seconds=at)).number) for at in range(53)
    }
    client = made.client_of(world, "wanglan")
    for path in ("/hotline/", "/hotline/all/", "/hotline/all/?order=due"):
        first = client.get(path)
        mark = first.context["slice"].after
        glue = "&" if "?" in path else "?"
        second = client.get(f"{path}{glue}after={mark}")
        seen = [str(row.matter.number) for page in (first, second) for row in page.context["table"].rows]
        assert (len(seen), set(seen)) == (53, every), path


# --- Together ------------------------------------------------------------------------------------------------------


def test_receiving_several_tells_the_result_of_each(world: World) -> None:
    good, done, foreign = made.dispatched(world), made.handled(world), made.reported(world, text="公园的厕所没有开门")
    data = {"once": idempotency.new_token("hotline.together"),
            "number": [good.number, done.number, foreign.number]}  # fmt: skip
    client = made.client_of(world, "chenlian")
    for _ in range(2):
        page = client.post("/hotline/together/receive/", data)
        states = [(one.done, one.number) for one in page.context["outcomes"]]
        assert states == [(True, good.number), (False, done.number), (False, foreign.number)]
    assert Matter.objects.get(pk=good.pk).state == "handling"
    assert foreign.title not in page.content.decode()


def test_only_harmless_steps_are_taken_together(world: World) -> None:
    matter = made.replied(world)
    data = {"once": idempotency.new_token("hotline.together"), "number": [matter.number]}
    assert made.client_of(world, "zhoushen").post("/hotline/together/approve/", data).status_code == 404
    assert made.client_of(world, "chenlian").post("/hotline/together/receive/", {"number": "1"}).status_code == 303


def test_chasing_together(world: World) -> None:
    matters = [made.dispatched(world) for _ in range(2)]
    data = {"once": idempotency.new_token("hotline.together"), "number": [one.number for one in matters]}
    made.client_of(world, "zhengdu").post("/hotline/together/chase/", data)
    assert list(Request.objects.values_list("chases", flat=True)) == [1, 1]


# --- Desks ---------------------------------------------------------------------------------------------------------


def test_the_supervisors_views(world: World, mixed: dict[str, Matter]) -> None:
    assert numbers_on(world, "zhengdu", "watch/?view=overseen") == {str(mixed["overseen"].number)}
    assert str(mixed["old"].number) in numbers_on(world, "zhengdu", "watch/?view=late")
    assert numbers_on(world, "zhengdu", "watch/?view=returned_twice") == set()


def test_the_sample_is_the_same_for_the_same_seed_and_another_for_another(world: World) -> None:
    for at in range(12):
        made.closed(world, text=f"第{at}件")
    draws = [
        [
            one.number
            for one in lists.sample_of_closed(since=date(2026, 11, 1), until=date(2026, 11, 30), size=5, seed=seed)
        ]
        for seed in ("a", "a", "b")
    ]
    assert draws[0] == draws[1] != draws[2]
    assert len(set(draws[0])) == 5
    assert len(numbers_on(world, "zhengdu", "sample/?since=2026-11-01&until=2026-11-30&size=3&seed=a")) == 3
    assert made.client_of(world, "zhengdu").get("/hotline/sample/?since=x&seed=a").status_code == 422


def test_the_leader_sees_the_late_and_the_overseen(world: World, mixed: dict[str, Matter]) -> None:
    page = made.client_of(world, "yangshizhang").get("/hotline/leader/")
    shown = {row.matter.pk for row in page.context["rows"]}
    assert mixed["overseen"].pk in shown
    assert mixed["old"].pk in shown
    assert mixed["shuiwu"].pk not in shown


def test_every_limit_says_that_it_is_local(world: World) -> None:
    page = made.client_of(world, "fengzhuren").get("/limits/")
    groups = {one["family"].name: one for one in page.context["groups"]}
    assert len(groups["hotline"]["lines"]) >= 20
    assert {one.standing for group in groups.values() for one in group["lines"]} == {"本地规定"}
    assert [name for name, one in groups.items() if one["mine"]] == ["hotline"], (
        "a keeper of one business sets no other"
    )


# --- What it costs -------------------------------------------------------------------------------------------------

COSTS = [
    ("wanglan", ""), ("chenlian", ""), ("chuban", "mine/"), ("fengzhuren", "all/?order=due"),
    ("fengzhuren", "all/?type=complaint&state=handling&since=2026-11-01"), ("jiangshui", "all/"), ("wufang", "calls/"),
    ("zhengdu", "watch/"), ("yangshizhang", "leader/"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path"), COSTS)
def test_a_list_costs_at_most_twelve_queries(
    world: World, who: str, path: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        made.reported(world), made.dispatched(world), made.handled(world), made.answered(world)
    client = made.client_of(world, who)
    client.get(f"/hotline/{path}")  # The tree, the limits and the person's roles are remembered by the process.
    with django_assert_max_num_queries(6):
        assert client.get(f"/hotline/{path}").status_code == 200


@pytest.mark.parametrize("who", ["wanglan", "chuban", "jiangshui", "zhengdu", "fengzhuren", "yangshizhang"])
def test_a_request_costs_at_most_twelve_queries(world: World, who: str, django_assert_max_num_queries: Any) -> None:
    subject = made.subject()
    main = made.reported(world, subject_id=subject.pk)
    units = {"unit": world.unit("chengguan"), "assisting": [world.unit("shuiwu")]}
    act("dispatch", main, actor=world.wanglan, at=NOW, data=units)
    for _ in range(3):
        joined = made.reported(world)
        act("chase", main, actor=world.wanglan, at=NOW)
        made.client_of(world, "wanglan").post(
            f"/hotline/{joined.number}/join/", made.sent(joined, "join", into=main.number)
        )
    client = made.client_of(world, who)
    client.get(f"/hotline/{main.number}/")
    with django_assert_max_num_queries(12):
        assert client.get(f"/hotline/{main.number}/").status_code == 200


ORDERED = [
    ("fengzhuren", {}, "matter_newest"),
    ("fengzhuren", {"state": "handling"}, "matter_newest_in_state"),
    ("fengzhuren", {"by_due": True}, "matter_open_by_due"),
    ("fengzhuren", {"by_due": True, "flags": ["overseen"]}, "matter_open_by_due"),
    ("fengzhuren", {"type": "praise"}, "request_of_type"),
    ("fengzhuren", {"subject": 5}, "request_of_subject"),
    ("fengzhuren", {"flags": ["overseen"]}, "request_overseen"),
    ("fengzhuren", {"flags": ["returned"]}, "request_returned"),
    ("fengzhuren", {"flags": ["false_closing"]}, "request_false_closing"),
    ("fengzhuren", {"type": "praise", "since": date(2026, 11, 1)}, "matter_newest"),
    ("chenlian", {}, "party_newest"),
    ("chenlian", {"type": "praise", "state": "closed"}, "party_newest"),
    ("chenlian", {"by_due": True}, "matter_open_by_due"),
]


@pytest.mark.parametrize(("who", "wanted", "index"), ORDERED)
def test_lists_are_read_in_the_order_of_an_index(world: World, who: str, wanted: dict[str, Any], index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL a table of three rows is always read whole; bench measures it with many")
    found = lists.listing(world.actor(who), wanted, NOW, by_due=bool(wanted.get("by_due")))
    plan = found.rows.query().order_by(*found.order)[:51].explain()
    assert index in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize(
    "path",
    [
        "?task=%00", "?light=violet", "?after=%F0%9F%98%80", "?after=WzFd&light=red", "all/?after=e30", "all/?q=%00",
        "all/?q=9999999999999999999999", "all/?unit=99999999999999999999", "all/?order=;drop", "all/?before=x", "watch/?view=x",
        "sample/?seed=%27%22&since=2026-01-01&until=2026-11-24&size=5",
    ],
)  # fmt: skip
def test_a_tampered_address_is_answered_in_words(world: World, path: str) -> None:
    made.dispatched(world)
    who = "zhengdu" if path.startswith(("watch", "sample")) else "wanglan"
    assert made.client_of(world, who).get(f"/hotline/{path}").status_code in {200, 400, 422}


def test_tampered_numbers_are_refused_row_by_row(world: World) -> None:
    data = {"once": idempotency.new_token("hotline.together"), "number": ["\x00", "'; drop", "123", "9" * 500]}
    page = made.client_of(world, "chenlian").post("/hotline/together/receive/", data)
    assert [one.done for one in page.context["outcomes"]] == [False, False]
