"""Events are chained, typed, ordered; and the database refuses to change what was written."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit import kinds
from shuniu.kernel.audit.append_only import protected_tables
from shuniu.kernel.audit.encoding import GENESIS, canonical
from shuniu.kernel.audit.kinds import UnknownEvent, kind_of, register_event, sentence_of
from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.operations import Entry, Head, NotInTransaction, append, append_many, append_shared, heads_of
from shuniu.kernel.organisation.actor import SYSTEM, Actor

AT = datetime(2026, 11, 23, 8, 30, 5, 120, tzinfo=UTC)
LI = Actor(kind="staff", name="李敏", person_id=7, post="热线科科长")


@pytest.fixture(autouse=True)
def one_type() -> Iterator[None]:
    kept = dict(kinds._kinds)
    register_event("t.note", _("记事"), _("%(actor)s记下：%(text)s"))
    yield
    kinds._kinds.clear()
    kinds._kinds.update(kept)


def note(chain: str, text: str = "甲", *, fresh: bool = False) -> Event:
    return append(chain, "t.note", at=AT, actor=LI, body={"text": text}, subject=12, fresh=fresh)


@pytest.mark.django_db
def test_each_event_carries_the_hash_of_the_one_before() -> None:
    first, second, other = note("m:12", fresh=True), note("m:12"), note("m:13", fresh=True)
    assert [(event.seq, event.prev) for event in (first, second, other)] == [
        (1, GENESIS),
        (2, first.hash),
        (1, GENESIS),
    ]
    assert len({first.hash, second.hash, other.hash}) == 3


@pytest.mark.django_db
def test_the_hash_is_what_the_format_page_says() -> None:
    """Recomputed by hand from the row in the database, so that the page is not only prose."""
    event = Event.objects.get(pk=note("m:12", "道路\n“破损”").pk)
    lines = [
        "shuniu-event-1",
        "0" * 64,
        "m:12",
        "1",
        "2026-11-23T08:30:05.000120Z",
        event.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "t.note",
        "7",
        "李敏（热线科科长）",
        "12",
        '{"text":"道路\\n“破损”"}',
    ]
    assert event.hash == hashlib.new("sm3", "\n".join(lines).encode()).hexdigest()


@pytest.mark.django_db
def test_one_read_and_one_insert_and_a_fresh_chain_reads_nothing() -> None:
    for fresh, queries_wanted in ((True, 1), (False, 2)):
        with CaptureQueriesContext(connection) as queries:
            note("m:12", fresh=fresh)
        assert len(queries) == queries_wanted


@pytest.mark.django_db
def test_a_batch_continues_many_chains_and_equals_single_appends() -> None:
    note("m:1"), note("m:1")
    entries = [Entry(f"m:{turn % 3}", "t.note", AT, SYSTEM, {"turn": turn}) for turn in range(30)]
    with CaptureQueriesContext(connection) as queries:
        events = append_many(entries)
    assert len(queries) <= 3
    assert [event.seq for event in events if event.chain == "m:1"] == list(range(3, 13))
    assert heads_of(["m:0", "m:1", "m:9"]) == {
        "m:0": (10, [e for e in events if e.chain == "m:0"][-1].hash),
        "m:1": (12, [e for e in events if e.chain == "m:1"][-1].hash),
    }
    heads: dict[str, Head] = {}
    append_many([Entry("m:77", "t.note", AT, SYSTEM, {})], heads)
    append_many([Entry("m:77", "t.note", AT, SYSTEM, {})], heads)
    assert heads["m:77"][0] == 2


@pytest.mark.django_db
def test_what_many_write_to_is_cut_by_chinese_day_and_person() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    chains = {
        append_shared("access", "t.note", at=late, actor=Actor("staff", "某", person_id=number), body={}).chain
        for number in range(200)
    }
    assert len(chains) == 16
    assert all(chain.startswith("access:2026-11-24:") for chain in chains)


@pytest.mark.django_db
def test_strays_and_what_cannot_be_hashed_are_refused() -> None:
    with pytest.raises(UnknownEvent):
        append("m:1", "t.unheard-of", at=AT, actor=LI, body={})
    for body, error in (({"x": float("nan")}, ValueError), ({"x": "\ud800"}, ValueError), ({"x": AT}, TypeError)):
        with pytest.raises(error):
            append("m:1", "t.note", at=AT, actor=LI, body=body)
    with pytest.raises(ValueError, match="no time zone"):
        append("m:1", "t.note", at=datetime(2026, 11, 23), actor=LI, body={})
    with pytest.raises(ValueError, match="line feed"):
        append("m:1", "t.note", at=AT, actor=Actor("staff", "甲\n乙"), body={})
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        note("m:1")


def test_the_body_has_one_spelling() -> None:
    assert canonical({"b": 1, "a": "中 文", "c": [None, True]}) == '{"a":"中 文","b":1,"c":[null,true]}'


@pytest.mark.django_db
def test_an_event_reads_as_a_sentence_and_a_missing_particular_as_a_dash() -> None:
    assert sentence_of(note("m:1", "已电话联系")) == "李敏（热线科科长）记下：已电话联系"
    bare = append("m:1", "t.note", at=AT, actor=SYSTEM, body={})
    assert sentence_of(bare) == "系统记下：—"
    assert kind_of("export").label == "导出"
    with pytest.raises(ValueError, match="other words"):
        register_event("t.note", _("记事"), _("另一句"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET body = '{}'",
        "UPDATE audit_event SET id = id + 1000",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)",
    ],
)
def test_the_database_refuses_update_and_delete(sql: str) -> None:
    note("m:1")
    before = list(Event.objects.values_list())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()
    assert list(Event.objects.values_list()) == before


@pytest.mark.django_db
def test_neither_replace_nor_truncate_is_a_way_around() -> None:
    event = note("m:1")
    rest = "at, at, type, 'x', body, prev, hash FROM audit_event"
    into = "INSERT OR REPLACE INTO audit_event"
    columns = "chain, seq, at, recorded_at, type, actor, body, prev, hash"
    statements = ["TRUNCATE audit_event", "TRUNCATE audit_event CASCADE"]
    if connection.vendor == "sqlite":
        statements = [
            f"{into} (id, {columns}) SELECT id, 'm:2', 1, {rest}",
            f"{into} ({columns}) SELECT chain, seq, {rest}",
        ]
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.get().actor == event.actor
    assert protected_tables() >= {"audit_event", "audit_seal"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time: there is no race to run.")
def test_twelve_threads_share_a_record_without_a_break() -> None:
    lost: list[Exception] = []

    def writer() -> None:
        try:
            for _turn in range(25):
                with transaction.atomic():
                    append_shared("access", "t.note", at=AT, actor=LI, body={"text": "查看"})
        except DatabaseError as error:
            lost.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    rows = list(Event.objects.order_by("seq").values_list("seq", "prev", "hash"))
    assert not lost
    assert [seq for seq, _prev, _hash in rows] == list(range(1, 301))
    assert [prev for _seq, prev, _hash in rows[1:]] == [hash for _seq, _prev, hash in rows[:-1]]


@pytest.mark.django_db
def test_a_second_event_in_the_same_place_is_refused() -> None:
    note("m:1", fresh=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        note("m:1", fresh=True)
