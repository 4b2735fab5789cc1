"""What PostgreSQL is asked again and again is prepared, says its values whole, and means what the ORM means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.notifications.queries import unread
from shuniu.kernel.reading import Composed, rows_of_each, rows_where, values_together
from tests import hotline_pages as made
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HOSTILE = "100%的'路灯'\\ %s %% \"坏\"; DROP TABLE x; --"


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE NOT from_sql")
        return [statement for (statement,) in cursor.fetchall()]


def of(words: str, moment: datetime) -> Composed[tuple[int]]:
    def build(moments: Mapping[str, datetime]) -> QuerySet[Matter]:
        late = Q(due_at__lt=moments["now"]) | Q(received_at__lte=moments["now"])
        return Matter.objects.filter(late, title__contains=words, closed_at=None)

    return Composed(("test", words), build, lambda *values: values, ("pk",), {"now": moment})


def test_a_statement_that_comes_again_is_prepared_with_all_but_its_moments(world: World) -> None:
    made.reported(world)
    for minute in range(8):
        of("路灯", NOW + timedelta(minutes=minute)).read()
    [statement] = [one for one in prepared() if "casework_matter" in one and "LIKE" in one]
    assert "%路灯%" in statement
    assert "$1::timestamptz" in statement
    assert "$3" not in statement


@pytest.mark.parametrize("words", ["路灯", "50%", "%", HOSTILE])
def test_values_written_into_a_statement_are_values(world: World, words: str) -> None:
    for title in ("路灯不亮", "涨价50%", HOSTILE, "其他"):
        Matter.objects.filter(pk=made.reported(world).pk).update(title=title)
    wanted = set(Matter.objects.filter(title__contains=words).values_list("pk"))
    assert wanted
    for _ in range(7):
        assert set(of(words, NOW + timedelta(days=1)).read()) == wanted


def test_queries_that_do_not_wait_for_each_other_go_together(world: World) -> None:
    made.reported(world)
    nobody = Composed("nobody", lambda moments: Matter.objects.filter(pk__in=[]), int, ("pk",))
    for minute in range(7):
        late, none, named = values_together(of("路灯", NOW + timedelta(minutes=minute)), nobody, of("没有", NOW))
        assert (len(late), none, named) == (1, (), ())


def test_what_was_typed_is_not_prepared(world: World) -> None:
    typed = Composed(None, lambda moments: Matter.objects.filter(title="王某的电话"), int, ("pk",))
    for _ in range(8):
        typed.read()
        typed.count_up_to(5)
    assert not [one for one in prepared() if "王某" in one]


def test_several_statements_go_together_and_are_counted_each(world: World) -> None:
    matter = made.dispatched(world)
    for _ in range(7):
        with CaptureQueriesContext(connection) as asked:
            tasks, matters = rows_of_each(matter.pk, ((Task, "matter_id", ""),), ("SELECT 1 WHERE %s > 0", [matter.pk]))
        assert len(asked) == 2
        assert [one.pk for one in tasks] == [one.pk for one in rows_where(Task, "matter_id", matter.pk)]
        assert matters == [(1,)]
        assert unread(world.actor("wanglan")) >= 0
    assert [one for one in prepared() if "casework_task" in one]
