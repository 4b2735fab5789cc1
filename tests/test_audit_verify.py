"""Whoever changes, deletes or slips in a record behind the product's back is found, and the place is named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuniu.kernel.audit import kinds, scan, sealing, verification
from shuniu.kernel.audit.encoding import event_hash
from shuniu.kernel.audit.kinds import register_event
from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.audit.operations import Entry, append, append_many
from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.sealing import register_signer, seal
from shuniu.kernel.audit.verification import Problem, register_namer, register_witness, verify
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from tests.append_only import writable

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LI = Actor(kind="staff", name="李敏", person_id=7, post="热线科科长")


@pytest.fixture(autouse=True)
def one_type() -> Iterator[None]:
    kept = dict(kinds._kinds), dict(verification._witnesses), list(verification._namers), list(sealing._signers)
    verification._witnesses.clear()
    register_event("t.note", _("记事"), _("%(actor)s记下：%(text)s"))
    yield
    for registry, before in ((kinds._kinds, kept[0]), (verification._witnesses, kept[1])):
        registry.clear()
        registry.update(before)  # type: ignore[arg-type]  # two dictionaries of different values, each with its own
    verification._namers[:], sealing._signers[:] = kept[2], kept[3]


def ledger(chains: int = 4, each: int = 5) -> list[Event]:
    """``each`` events in turn for every chain m:1, m:2 …; returns them in the order of their ids."""
    return append_many(
        [
            Entry(
                f"m:{chain}",
                "t.note",
                AT + timedelta(minutes=turn, microseconds=chain % 2),
                LI if turn % 2 else SYSTEM,
                {"text": f"第{turn}次联系“市民”\n留言", "turn": turn},
                chain,
            )
            for turn in range(each)
            for chain in range(1, chains + 1)
        ]
    )


def tamper(sql: str, *params: str | int) -> None:
    with writable(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def rehashed(event: Event, prev: str | None = None, **changes: str) -> str:
    """Write an event anew with a fitting hash, as a forger with the format page would."""
    columns = {
        name: getattr(event, name)
        for name in ("prev", "chain", "seq", "at", "recorded_at", "type", "actor_id", "actor", "subject", "body")
    }
    columns.update(changes, **({"prev": prev} if prev else {}))
    digest = event_hash(**columns)
    tamper(
        "UPDATE audit_event SET prev = %s, body = %s, hash = %s WHERE id = %s",
        columns["prev"],
        columns["body"],
        digest,
        event.pk,
    )
    return digest


@pytest.mark.django_db
def test_an_untouched_ledger_is_in_order() -> None:
    events = ledger()
    append("access:2026-11-23:00", "t.note", at=AT, actor=SYSTEM, body={})
    seal(AT)
    told: list[tuple[int, int]] = []
    outcome = verify(lambda done, total: told.append((done, total)))
    assert (outcome.ok, outcome.events, outcome.first_broken, outcome.faults) == (True, len(events) + 1, None, 0)
    assert (outcome.seals, outcome.unsealed) == (1, 0)
    assert told[-1] == (21, 21)


@pytest.mark.django_db
def test_without_helpers_it_goes_on_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_arguments: object) -> NoReturn:
        raise BrokenProcessPool

    @contextmanager
    def helpers(_total: int) -> Iterator[object]:
        yield object()

    monkeypatch.setattr(verification, "_helpers", helpers)
    monkeypatch.setattr(verification, "_in_parallel", no_memory)
    ledger()
    assert verify().events == 20


@pytest.mark.django_db
def test_an_empty_ledger_is_in_order_and_needs_no_seal() -> None:
    assert seal(AT) == []
    assert verify().ok


COLUMNS = {
    "body": '\'{"text":"另一句"}\'',
    "actor": "'别人'",
    "actor_id": "8",
    "subject": "99",
    "type": "'t.other'",
    "at": "'2026-11-23 08:31:00+00'",
    "recorded_at": "'2026-11-23 08:31:00+00'",
    "prev": f"'{'0' * 64}'",
    "hash": f"'{'a' * 64}'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_names_exactly_that_event(column: str) -> None:
    event = ledger()[9]
    seal(AT)
    tamper(f"UPDATE audit_event SET {column} = {COLUMNS[column]} WHERE id = %s", event.pk)
    outcome = verify()
    assert not outcome.ok
    broken = outcome.first_broken
    assert broken is not None
    assert (broken.chain, broken.seq, broken.event_id) == (event.chain, event.seq, event.pk)
    assert broken.fault is Fault.CONTENT
    assert f"第 {event.seq} 条" in broken.words
    assert len([problem for problem in outcome.problems if problem.chain]) == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL stores no NUL in a text.")
@pytest.mark.parametrize("column", ["body", "actor", "at", "type"])
def test_nothing_hides_behind_a_nul(column: str) -> None:
    """Half of SQLite's text functions stop at a NUL; the text that is hashed must not."""
    event = ledger()[9]
    tamper(f"UPDATE audit_event SET {column} = {column} || char(0) || 'x' WHERE id = %s", event.pk)
    broken = verify().first_broken
    assert broken is not None
    assert broken.event_id == event.pk


@pytest.mark.django_db
def test_the_report_names_the_matter() -> None:
    event = ledger()[9]
    register_namer(lambda subject: f"2026112300{subject:03d}")
    tamper("UPDATE audit_event SET body = '{}' WHERE id = %s", event.pk)
    broken = verify().first_broken
    assert broken is not None
    assert (broken.subject, broken.number) == (event.subject, f"2026112300{event.subject:03d}")


@pytest.mark.django_db
def test_an_event_rewritten_with_its_hash_is_given_away_by_the_next_one() -> None:
    event = ledger()[9]
    rehashed(event, body='{"text":"伪造"}')
    broken = verify().first_broken
    assert broken is not None
    assert (broken.fault, broken.event_id, broken.seq) == (Fault.REWRITTEN, event.pk, event.seq)


@pytest.mark.django_db
@pytest.mark.parametrize("seq", [1, 3])
def test_a_deleted_event_leaves_a_gap_with_its_place(seq: int) -> None:
    ledger()
    tamper("DELETE FROM audit_event WHERE chain = 'm:2' AND seq = %s", seq)
    broken = verify().first_broken
    assert broken is not None
    assert (broken.fault, broken.chain, broken.seq, broken.subject) == (Fault.MISSING, "m:2", seq, 2)


@pytest.mark.django_db
def test_swapped_events_are_both_named() -> None:
    ledger()
    for old, new in ((2, 200), (3, 2), (200, 3)):
        tamper("UPDATE audit_event SET seq = %s WHERE chain = 'm:2' AND seq = %s", new, old)
    found = {(problem.chain, problem.seq) for problem in verify().problems}
    assert {("m:2", 2), ("m:2", 3)} <= found
    assert {chain for chain, _seq in found} == {"m:2"}


@pytest.mark.django_db
def test_an_event_moved_to_another_chain_is_found() -> None:
    event = ledger()[-1]
    tamper("UPDATE audit_event SET chain = 'm:0', seq = 1 WHERE id = %s", event.pk)
    broken = verify().first_broken
    assert broken is not None
    assert (broken.chain, broken.event_id) == ("m:0", event.pk)


@pytest.mark.django_db
def test_a_deleted_tail_is_found_by_the_seal_alone() -> None:
    events = ledger()
    tamper("DELETE FROM audit_event WHERE id = %s", events[-1].pk)
    assert verify().ok  # Nothing yet attests to the last event of a chain: that is what the seal is for.
    ledger(chains=6)
    [made] = seal(AT)
    tamper("DELETE FROM audit_event WHERE chain = 'm:6'")
    broken = verify().first_broken
    assert broken is not None
    assert (broken.fault, broken.seal_id) == (Fault.SEAL_DELETED, made.pk)
    assert f"{made.events} 条" in broken.words


@pytest.mark.django_db
def test_a_chain_written_anew_from_end_to_end_is_found_by_the_seal() -> None:
    events = [event for event in ledger() if event.chain == "m:3"]
    seal(AT)
    prev = None
    for event in events:
        prev = rehashed(event, prev, body='{"text":"一切正常"}')
    broken = verify().first_broken
    assert broken is not None
    assert broken.fault is Fault.SEAL_ROOT


@pytest.mark.django_db
def test_seals_follow_each_other_without_a_hole() -> None:
    ledger(), seal(AT), ledger(), seal(AT + timedelta(days=1)), ledger(), seal(AT + timedelta(days=2))
    first, second, third = Seal.objects.all()
    assert (second.prev, second.first_id, third.prev) == (first.hash, first.last_id + 1, second.hash)
    assert [one.day.day for one in (first, second, third)] == [23, 24, 25]
    assert seal(AT) == []
    tamper("DELETE FROM audit_seal WHERE id = %s", second.pk)
    broken = verify().first_broken
    assert broken is not None
    assert (broken.fault, broken.seal_id) == (Fault.SEAL_LINK, third.pk)


@pytest.mark.django_db
def test_a_changed_seal_is_found_and_seals_cannot_be_changed_or_forked() -> None:
    ledger()
    [made] = seal(AT)
    for sql in ("UPDATE audit_seal SET root = hash", "DELETE FROM audit_seal"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    made.pk = None
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        made.save(force_insert=True)
    tamper("UPDATE audit_seal SET events = events + 1")
    broken = verify().first_broken
    assert broken is not None
    assert broken.fault is Fault.SEAL_CONTENT


@pytest.mark.django_db
def test_a_large_backlog_becomes_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGEST", 8)
    ledger()
    assert [one.events for one in seal(AT)] == [8, 8, 4]
    assert verify().unsealed == 0
    assert verify().ok


@pytest.mark.django_db
def test_a_signer_signs_each_seal() -> None:
    class Stamp:
        name = "测试印"

        def sign(self, digest: str) -> str:
            return digest[::-1]

    register_signer(Stamp())
    ledger()
    [made] = seal(AT)
    assert (made.signer, made.signature) == ("测试印", made.hash[::-1])
    assert verify().ok


@pytest.mark.django_db
def test_witnesses_are_asked() -> None:
    ledger()
    register_witness("t", lambda: [Problem(Fault.WITNESS, "环节表缺一条", "m:1", 3)])
    outcome = verify()
    assert (outcome.ok, outcome.faults) == (False, 1)
    assert outcome.first_broken is not None
    assert outcome.first_broken.words == "环节表缺一条"


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_single_change_in_a_sealed_ledger_is_found_where_it_is(data: st.DataObject) -> None:
    with transaction.atomic():
        events = ledger(chains=3, each=4)
        seal(AT)
        victim = data.draw(st.sampled_from(events))
        column = data.draw(st.sampled_from(["body", "actor", "type", "prev", "hash"]))
        old = getattr(victim, column)
        new = data.draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60).filter(lambda t: t != old))
        tamper(f"UPDATE audit_event SET {column} = %s WHERE id = %s", new, victim.pk)
        broken = verify().first_broken
        assert broken is not None
        assert (broken.chain, broken.seq, broken.event_id) == (victim.chain, victim.seq, victim.pk)
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The test database of SQLite lives in memory: no second process can read it."
)
def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "HELPERS_FROM", 1)
    monkeypatch.setattr(scan, "processes", lambda: 2)
    with transaction.atomic():
        events = ledger(chains=30)
    seal(AT)
    assert verify().ok
    tamper("UPDATE audit_event SET body = '{}' WHERE id IN (%s, %s)", events[40].pk, events[90].pk)
    outcome = verify()
    assert (outcome.events, outcome.faults) == (150, 2)
    assert outcome.first_broken is not None
    assert outcome.first_broken.event_id == events[40].pk


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: ids and commits have one order.")
def test_a_slow_writer_is_waited_for_and_never_looks_slipped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            append("m:1", "t.note", at=AT, actor=SYSTEM, body={}, fresh=True)
            wrote.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(10)
    with transaction.atomic():
        append("m:2", "t.note", at=AT, actor=SYSTEM, body={}, fresh=True)  # A higher id, committed earlier.
    monkeypatch.setattr(sealing, "WAIT_FOR_WRITERS", 0.2)
    with pytest.raises(sealing.StillWriting):
        seal(AT)
    monkeypatch.setattr(sealing, "WAIT_FOR_WRITERS", 10)
    threading.Timer(0.3, may_commit.set).start()
    [made] = seal(AT)
    thread.join(timeout=10)
    assert made.events == 2
    assert verify().ok
