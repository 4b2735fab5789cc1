"""What a process remembers must never be seen: whoever changes something, the next page of everybody shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from shuniu.kernel import remembering
from shuniu.kernel.casework.models import Clock, Matter, Task
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation import tree
from shuniu.kernel.organisation.actor import authority_changed
from shuniu.kernel.organisation.models import Person, RoleHolding, Unit
from shuniu.kernel.remembering import Memory
from shuniu.kernel.web import clock, filters
from shuniu.public.hotline.models import Precedent, Request
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.queries import subjects
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
ALL = "/hotline/all/?type=complaint"


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def row_of(page: str, number: object) -> str:
    return next(row for row in page.split("<tr>") if f">{number}<" in row).split("</tr>")[0]


def test_an_act_of_one_is_on_the_next_page_of_another(world: World) -> None:
    matter = made.dispatched(world)
    reader, page = made.client_of(world, "wanglan"), f"/hotline/{matter.number}/"
    before = [read(reader, path) for path in (ALL, page, ALL, page)]
    assert row_of(before[0], matter.number) == row_of(before[2], matter.number)
    act("receive", matter, actor=world.chenlian, at=NOW)
    listed, shown = read(reader, ALL), read(reader, page)
    assert "办理中" in row_of(listed, matter.number)
    assert "办理中" not in row_of(before[2], matter.number)
    assert shown.count("timeline-head") == before[1].count("timeline-head") + 1
    assert "签收" in shown.split('id="timeline"')[1]


def test_a_role_withdrawn_changes_the_frame_and_the_doors(world: World) -> None:
    made.reported(world)
    client = made.client_of(world, "wanglan")
    assert 'href="/hotline/all/"' in read(client, "/hotline/")
    RoleHolding.objects.filter(person=world.people["wanglan"]).delete()
    authority_changed(world.people["wanglan"].pk, at=NOW)
    assert client.get("/hotline/").status_code == 404
    assert 'href="/hotline/all/"' not in client.get("/").content.decode()


def test_the_language_and_the_display_are_the_readers_own(world: World) -> None:
    matter = made.dispatched(world)
    here, there = made.client_of(world, "wanglan"), made.client_of(world, "wanglan")
    there.cookies["django_language"] = "en"
    there.cookies["shuniu_display"] = "large.contrast"
    for path in (ALL, "/hotline/", f"/hotline/{matter.number}/"):
        chinese, english = read(here, path), read(there, path)
        assert 'lang="zh-CN"' in chinese[:200]
        assert 'lang="en"' in english[:200]
        assert ("退出登录" in chinese, "退出登录" in english) == (True, False)
        assert ("data-size" in chinese[:200], "data-size" in english[:200]) == (False, True)
        assert read(here, path)[:200] == chinese[:200]


def test_the_frame_is_filled_for_its_own_reader(world: World) -> None:
    made.reported(world)
    one, other = made.client_of(world, "liwen"), made.client_of(world, "wanglan")
    first, second = read(one, "/hotline/all/?state=closed"), read(other, "/hotline/all/?state=registered")
    assert ("李文" in first, "王岚" in first) == (True, False)
    assert ("李文" in second, "王岚" in second) == (False, True)
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)) for page in (first, second)]
    assert all(tokens)
    assert tokens[0].isdisjoint(tokens[1])
    assert "next=/hotline/all/%3Fstate%3Dregistered" in second
    assert "state%3Dclosed" not in second
    Person.objects.filter(username="wanglan").update(name="王兰")
    assert "王兰" in read(other, "/hotline/all/?state=registered")


def test_large_type_leads_back_to_the_very_page(world: World) -> None:
    client = made.client_of(world, "wanglan")
    page = read(client, "/hotline/?light=red&task=x")
    assert page.count("next=/hotline/%3Flight%3Dred%26task%3Dx") == 3


def test_a_notice_is_counted_on_the_next_page(world: World) -> None:
    client = made.client_of(world, "wanglan")
    assert 'class="count"' not in read(client, "/hotline/").split("</header>")[0]
    Notice.objects.create(person=world.people["wanglan"], kind="x", context={}, created_at=NOW)
    assert '<b class="count">1</b>' in read(client, "/hotline/")


def test_a_unit_and_a_subject_with_a_new_name_are_shown_with_it(world: World) -> None:
    subject = made.subject()
    matter = made.dispatched(world, subject_id=subject.pk)
    client, page = made.client_of(world, "wanglan"), f"/hotline/{matter.number}/"
    assert "路灯" in read(client, page)
    old = tree.tree().name(world.unit("chengguan"))
    assert old in row_of(read(client, ALL), matter.number)
    Unit.objects.filter(code="chengguan").update(name="市城市运行局", short_name="")
    subject.name = "照明设施"
    subject.save()
    tree.forget()
    subjects.forget()
    assert "市城市运行局" in row_of(read(client, ALL), matter.number)
    assert "照明设施" in read(client, page)
    assert "市城市运行局" in read(client, page)


def test_a_light_turns_when_its_hour_comes(world: World) -> None:
    matter = made.reported(world, at=NOW)
    client = made.client_of(world, "wanglan")
    due = Task.objects.get(matter=matter).due_at
    assert due is not None
    seen = []
    for at in (
        due - timedelta(days=40),
        due - timedelta(minutes=1),
        due + timedelta(minutes=5),
        due + timedelta(hours=3),
    ):
        with clock.fixed(at):
            row = row_of(read(client, "/hotline/all/?state=registered"), matter.number)
            seen.append((re.findall(r"light--(\w+)", row)[0], re.findall(r">([^<]*前)<", row)))
    assert [light for light, _words in seen] == ["green", "amber", "red", "red"]
    assert seen[2][1] != seen[3][1]


def test_a_date_that_moves_without_a_passage_moves_on_the_page(world: World) -> None:
    matter = made.dispatched(world)
    client, page = made.client_of(world, "wanglan"), f"/hotline/{matter.number}/"
    read(client, page)
    moved = moment("2027-03-01 17:30")
    Clock.objects.filter(matter=matter, stopped_at=None).update(safe_due=moved, legal_due=moved)
    assert "2027年3月1日" in read(client, page).split('id="clocks"')[1]


def test_the_reporter_is_shown_to_those_alone_who_may_ask(world: World) -> None:
    matter = made.dispatched(world)
    page = f"/hotline/{matter.number}/"
    assert "张**" in read(made.client_of(world, "wanglan"), page)
    assert "张**" not in read(made.client_of(world, "yangshizhang"), page)
    assert "张**" in read(made.client_of(world, "wanglan"), page)


def test_marks_and_facts_follow_the_requests_own_row(world: World) -> None:
    matter = made.dispatched(world)
    client = made.client_of(world, "wanglan")
    assert "督办" not in row_of(read(client, ALL), matter.number)
    Request.objects.filter(pk=matter.pk).update(overseen=True, place="新地点3号")
    assert "督办" in row_of(read(client, ALL), matter.number)
    assert "新地点3号" in read(client, f"/hotline/{matter.number}/")


def test_a_filter_is_read_anew_for_another_address_and_another_choice(world: World) -> None:
    made.reported(world)
    client = made.client_of(world, "wanglan")
    assert '<option value="complaint" selected' in read(client, ALL)
    assert '<option value="help" selected' in read(client, "/hotline/all/?type=help")
    made.subject("井盖", "城市道路")
    subjects.forget()
    assert "井盖" in read(client, ALL)


def test_what_somebody_looks_for_is_kept_nowhere(world: World) -> None:
    made.reported(world)
    assert "13900001234" in read(made.client_of(world, "wanglan"), "/hotline/all/?q=13900001234")
    assert len(filters._filters) == 0
    for memory in remembering._all:
        assert "13900001234" not in repr((memory._young, memory._old))


TOKENS = re.compile(r'name="(csrfmiddlewaretoken|once)" value="([^"]+)"')


def test_a_list_drawn_before_has_tokens_of_its_own_that_are_accepted(world: World) -> None:
    matter = made.dispatched(world)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["wanglan"])
    pages = [read(client, ALL) for _ in range(3)]
    tokens = [TOKENS.findall(page) for page in pages]
    assert [name for name, _value in tokens[0]].count("once") == 1
    for first, second in pairwise(tokens):
        assert [name for name, _value in first] == [name for name, _value in second]
        assert {value for _name, value in first}.isdisjoint({value for _name, value in second})
    assert len({TOKENS.sub("", re.sub(r"X-CSRFToken[^}]*", "", page)) for page in pages}) == 1
    form = pages[2].split('id="together"')[1]
    sent = {**dict(TOKENS.findall(form)), "number": matter.number}
    assert client.post("/hotline/together/chase/", {**sent, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post("/hotline/together/chase/", sent).status_code == 200


def test_a_list_drawn_before_is_another_for_another_person(world: World) -> None:
    made.dispatched(world)
    centre, unit = made.client_of(world, "wanglan"), made.client_of(world, "chenlian")
    for _ in range(2):
        assert 'name="number"' in read(centre, ALL)
        assert "催办所选" in read(centre, ALL)
        assert 'name="number"' not in read(unit, ALL)
        assert "催办所选" not in read(unit, ALL)


def test_what_is_late_is_said_anew_by_the_minute_and_by_the_day(world: World) -> None:
    matter = made.reported(world, at=NOW)
    client = made.client_of(world, "wanglan")
    due = Task.objects.get(matter=matter).due_at
    assert due is not None
    said = []
    for later in (timedelta(minutes=5), timedelta(minutes=6), timedelta(hours=3), timedelta(days=1), timedelta(days=2)):
        with clock.fixed(due + later):
            rows = [
                row_of(read(client, path), matter.number) for path in ("/hotline/", "/hotline/all/?state=registered")
            ]
        words = [re.findall(r"<time[^>]*>([^<]*)</time>", row)[0] for row in rows]
        assert words[0] == words[1]
        said.append(words[0])
    assert said == ["5分钟前", "6分钟前", "3小时前", "昨天", "前天"]


def test_counts_of_a_worklist_follow_what_others_do(world: World) -> None:
    matter = made.reported(world)
    made.reported(world)
    client = made.client_of(world, "wanglan")
    for _ in range(2):
        page = read(client, "/hotline/")
        assert '<span class="count">2</span>' in page.split("</nav>")[2]
        assert f">{matter.number}<" in page
    act("dispatch", matter, actor=world.wanglan, at=NOW, data={"unit": world.unit("chengguan")})
    page = read(client, "/hotline/")
    assert '<span class="count">2</span>' not in page.split("</nav>")[2]
    assert f">{matter.number}<" not in page


def test_a_matters_page_drawn_before_has_tokens_of_its_own_that_are_accepted(world: World) -> None:
    matter = made.dispatched(world)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["wanglan"])
    page = f"/hotline/{matter.number}/"
    seen = [TOKENS.findall(read(client, page)) for _ in range(3)]
    assert len({value for found in seen for _name, value in found}) == 3
    reveal, token = f"{page}reveal/", seen[2][0][1]
    assert client.post(reveal, {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post(reveal, {"csrfmiddlewaretoken": token}).status_code == 200


def test_a_matters_page_is_another_on_the_next_day_and_after_a_step(world: World) -> None:
    matter = made.dispatched(world)
    client, page = made.client_of(world, "chenlian"), f"/hotline/{matter.number}/"
    head = [re.findall(r"matter-due.*?</summary>", read(client, page), re.S)[0] for _ in range(2)]
    with clock.fixed(NOW + timedelta(days=1)):
        later = re.findall(r"matter-due.*?</summary>", read(client, page), re.S)[0]
    assert head[0] == head[1] != later
    assert "next-task" not in read(client, page)
    assert "next-task" in read(client, f"{page}?done=receive")
    assert "next-task" not in read(client, page)


def test_what_another_matters_page_shows_of_a_ruling_follows_its_unit(world: World) -> None:
    subject = made.subject()
    matter, other = made.reported(world, subject_id=subject.pk), made.reported(world)
    unit = Unit.objects.get(code="chengguan")
    Precedent.objects.create(subject=subject, unit=unit, ruling="归城管", matter=other, at=NOW)
    client, page = made.client_of(world, "wanglan"), f"/hotline/{matter.number}/"
    assert f"<b>{unit}</b>" in read(client, page)
    Unit.objects.filter(pk=unit.pk).update(name="市城市运行局", short_name="")
    assert "<b>市城市运行局</b>" in read(client, page)


def test_a_matter_in_hand_is_listed_as_it_stands_now(world: World) -> None:
    matter = made.dispatched(world)
    Matter.objects.filter(pk=matter.pk).update(owner=world.people["chenlian"])
    client = made.client_of(world, "chenlian")
    assert "待签收" in row_of(read(client, "/hotline/mine/"), matter.number)
    Matter.objects.filter(pk=matter.pk).update(state="handling", phase="working", title="另一个标题")
    row = row_of(read(client, "/hotline/mine/"), matter.number)
    assert "待签收" not in row
    assert "另一个标题" in row


def test_a_memory_is_bounded_and_answers_as_the_function_does() -> None:
    memory: Memory[int] = Memory(10)
    asked: list[int] = []

    def square(number: int) -> int:
        asked.append(number)
        return number * number

    for number in range(500):
        assert memory.of(number, lambda number=number: square(number)) == number * number  # type: ignore[misc]  # bound at once
        assert memory.of("often", lambda: 1) == 1
    assert len(memory) <= 20
    assert asked == list(range(500))
    assert memory.of(date(2026, 1, 1), lambda: 7) == 7
    memory.forget()
    assert len(memory) == 0


def test_a_memory_of_texts_is_bounded_by_their_length() -> None:
    memory: Memory[str] = Memory(1000, weigh=len)
    for number in range(400):
        memory.of(number, lambda number=number: "x" * (number % 300))  # type: ignore[misc]  # bound at once
        assert sum(map(len, (*memory._young.values(), *memory._old.values()))) < 2 * (1000 + 300)
