"""Statements composed once, rows of several tables written at once, writers in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from shuniu.kernel import reading
from shuniu.kernel.casework.models import Matter, Passage, Task
from shuniu.kernel.inserting import Chain, KeyOf, insert
from shuniu.kernel.reading import Composed, rows_where, values_among, with_others
from shuniu.kernel.web.paging import page_of
from shuniu.public.hotline.models import Request
from tests import hotline_pages as made
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db


class Line(NamedTuple):
    pk: int
    due_at: datetime | None


def waiting(built: list[int], now: datetime) -> Composed[Line]:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        built.append(1)
        return Task.objects.filter(due_at__gte=moments["now"], role="hotline.dispatcher")

    return Composed("test.waiting", build, Line, Line._fields, {"now": now})


def test_a_query_is_composed_once_and_asked_with_the_present_moment(world: World) -> None:
    for hour in (9, 10, 11):
        made.reported(world, at=moment(f"2026-11-23 {hour:02d}:00"))
    due = sorted(Task.objects.values_list("due_at", flat=True))
    built: list[int] = []
    for place, at in enumerate(due):
        assert at is not None
        expected = list(Task.objects.filter(due_at__gte=at).order_by("due_at", "pk").values_list("pk", "due_at"))
        page = page_of(waiting(built, at), {}, order=("due_at", "pk"))
        assert [tuple(row) for row in page.rows] == expected
        assert page.count == len(due) - place
    assert len(built) == 1


def test_the_pages_of_a_composed_query_are_those_of_the_same_query(world: World) -> None:
    for hour in range(7):
        made.reported(world, at=moment(f"2026-11-23 {9 + hour:02d}:00"))
    rows, order = waiting([], NOW - timedelta(days=1)), ("due_at", "pk")
    plain = Task.objects.filter(role="hotline.dispatcher")
    asked: dict[str, str] = {}
    for _turn in range(3):
        ours, theirs = page_of(rows, asked, order=order, size=3), page_of(plain, asked, order=order, size=3)
        assert [row.pk for row in ours.rows] == [row.pk for row in theirs.rows]
        assert (ours.after, ours.before, ours.count) == (theirs.after, theirs.before, theirs.count)
        asked = {"after": ours.after}
    asked = {"before": ours.before}
    assert [row.pk for row in page_of(rows, asked, order=order, size=3).rows] == [
        row.pk for row in page_of(plain, asked, order=order, size=3).rows
    ]


def test_only_a_list_longer_than_anybody_counts_is_believed_for_a_minute(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = [600.0]
    monkeypatch.setattr(reading, "monotonic", lambda: minutes[0])
    for hour in range(3):
        made.reported(world, at=moment(f"2026-11-23 {9 + hour:02d}:00"))
    rows = waiting([], NOW - timedelta(days=1))
    assert [rows.count_up_to(most) for most in (2, 3, 4)] == [2, 3, 3]
    Task.objects.filter(role="hotline.dispatcher").order_by("pk")[0].delete()
    Task.objects.filter(role="hotline.dispatcher").order_by("pk")[0].delete()
    assert [rows.count_up_to(most) for most in (2, 3, 4)] == [2, 3, 1]
    minutes[0] += 60
    assert [rows.count_up_to(most) for most in (2, 3, 4)] == [1, 1, 1]


def test_a_moment_may_be_compared_with_and_not_calculated_with(world: World) -> None:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Any]:
        return Task.objects.filter(due_at__gte=moments["now"] + timedelta(hours=1))

    with pytest.raises(AssertionError):
        Composed("test.wrong", build, Line, Line._fields, {"now": NOW}).read()


def test_a_query_that_can_find_nothing_asks_nothing(world: World, django_assert_num_queries: Any) -> None:
    nothing = Composed("test.nothing", lambda moments: Task.objects.none(), Line, Line._fields)
    with django_assert_num_queries(0):
        assert (nothing.read(), nothing.count_up_to(10)) == ([], 0)


def test_values_are_read_as_the_orm_reads_them(world: World) -> None:
    matter = made.dispatched(world)
    pair = with_others(Matter, Request, Task, "matter_id", "number", str(matter.number))
    assert pair is not None
    for ours, theirs in zip(
        pair[:2], (Matter.objects.get(pk=matter.pk), Request.objects.get(pk=matter.pk)), strict=True
    ):
        fields = [field.attname for field in theirs._meta.concrete_fields]
        assert [getattr(ours, name) for name in fields] == [getattr(theirs, name) for name in fields]
    assert [task.pk for task in pair[2]] == [Task.objects.get(matter=matter).pk]
    assert with_others(Matter, Request, Task, "matter_id", "number", "0000000000000") is None
    Task.objects.filter(matter=matter).delete()
    again = with_others(Matter, Request, Task, "matter_id", "number", str(matter.number))
    assert again is not None
    assert (again[0].pk, again[2]) == (matter.pk, [])
    [passage, *_rest] = rows_where(Passage, "matter_id", matter.pk, order="seq")
    assert passage.data == Passage.objects.get(pk=passage.pk).data
    assert passage.at.tzinfo is not None
    values = values_among(Matter, ("id", "number", "received_at", "sealed"), [matter.pk])
    assert list(values[matter.pk]) == [matter.pk, matter.number, matter.received_at.astimezone(UTC), False]


def a_matter(key: str) -> Matter:
    return Matter(
        kind="hotline.request",
        title="标题",
        state="registered",
        phase="waiting",
        source="web",
        received_at=NOW,
        key=key,
    )


def test_rows_that_refer_to_one_another_are_written_at_once_or_not_at_all(world: World) -> None:
    def rows(key: str) -> tuple[Chain, Matter]:
        chain, matter = Chain(), a_matter(key)
        chain.add(matter, name="matter")
        steps = [Passage(seq=seq, step="register", to_state="registered", by="市民", at=NOW) for seq in (1, 2)]
        chain.add(*steps, matter_id=KeyOf("matter"))
        chain.say("UPDATE casework_matter SET title = ", ["改过"], " WHERE number = '0'")
        return chain, matter

    chain, matter = rows("one")
    with transaction.atomic():
        keys = chain.run()
    assert keys == {"matter": matter.pk}
    assert list(Passage.objects.filter(matter_id=matter.pk).order_by("seq").values_list("seq", flat=True)) == [1, 2]
    before = Passage.objects.count()
    again, _matter = rows("one")
    with pytest.raises(IntegrityError), transaction.atomic():
        again.run()
    assert Passage.objects.count() == before


def save(row: Request) -> None:
    row.save()


def in_a_chain(row: Request) -> None:
    chain = Chain()
    chain.add(row)
    chain.run()


@pytest.mark.parametrize("write", [save, insert, in_a_chain])
def test_a_request_of_no_matter_is_refused_and_not_given_to_the_next(
    world: World, write: Callable[[Request], None]
) -> None:
    kind = Request.objects.get(pk=made.reported(world).pk).type
    before = Request.objects.count()
    with pytest.raises(IntegrityError, match="matter_id is empty"), transaction.atomic():
        write(Request(text="路灯不亮", digest="", type=kind))
    assert Request.objects.count() == before


def test_an_intake_takes_few_statements(world: World, django_assert_max_num_queries: Any) -> None:
    made.reported(world)
    most = 8 if connection.vendor == "postgresql" else 14
    with django_assert_max_num_queries(most):  # With savepoint and release of the transaction inside the test's own.
        made.reported(world)
