"""Adding events to the ledger. There is no operation that changes or removes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import connection
from django.utils import timezone

from shuniu.kernel.audit.encoding import GENESIS, canonical, event_hash
from shuniu.kernel.audit.kinds import kind_of
from shuniu.kernel.audit.models import Event
from shuniu.kernel.inserting import insert
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import SHANGHAI

Head = tuple[int, str]
"""The last event of a chain: its ``seq`` and its ``hash``."""

START: Head = (0, GENESIS)
SHARDS = 16
BATCH = 500


class NotInTransaction(RuntimeError):
    """An event was appended outside the transaction of the thing it tells about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an event says, before it has a place in a chain. ``at`` is when it happened, with its time zone."""

    chain: str
    type: str
    at: datetime
    actor: Actor
    body: Mapping[str, Any]
    subject: int | None = None


def append(
    chain: str,
    type: str,
    *,
    at: datetime,
    actor: Actor,
    body: Mapping[str, Any],
    subject: int | None = None,
    fresh: bool = False,
) -> Event:
    """Add one event to a chain that the caller holds, in the caller's transaction.

    The caller has locked what the chain is about (the matter's row), so nobody else appends to it now; should it
    happen all the same, the unique (chain, seq) refuses the second (IntegrityError). A chain that many write to goes
    through ``append_shared``. ``fresh=True``: the chain begins with this event, its head is not looked up.
    Raises UnknownEvent, NotInTransaction; TypeError or ValueError for a body that JSON cannot hold.
    """
    _require_transaction()
    heads = {chain: START if fresh else _head(chain)}
    [event] = prepare([Entry(chain, type, at, actor, body, subject)], heads)
    insert(event)
    return event


def first_event(
    chain: str, type: str, *, at: datetime, actor: Actor, body: Mapping[str, Any], subject: int | None = None
) -> Event:
    """The event with which a chain begins, in its place and hashed, for a caller that stores it with other rows.

    The caller is in the transaction of the thing it tells about; the unique (chain, seq) refuses a second beginning.
    """
    _require_transaction()
    [event] = prepare([Entry(chain, type, at, actor, body, subject)], {})
    return event


def append_shared(
    stem: str, type: str, *, at: datetime, actor: Actor, body: Mapping[str, Any], subject: int | None = None
) -> Event:
    """Add one event to a record that many write to at once: ``access``, ``people``, ``system``.

    The record is cut by day and into sixteen shards (``access:2026-11-23:07``), chosen by who acts, so that those who
    write at the same moment seldom wait for each other. On PostgreSQL an advisory lock holds the shard until the
    commit; SQLite has one writer anyway.
    """
    _require_transaction()
    shard = crc32(f"{actor.person_id}{actor.address}".encode()) % SHARDS
    chain = f"{stem}:{at.astimezone(SHANGHAI).date().isoformat()}:{shard:02d}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [chain])
    return append(chain, type, at=at, actor=actor, body=body, subject=subject)


def append_many(entries: Sequence[Entry], heads: MutableMapping[str, Head] | None = None) -> list[Event]:
    """Add many events, for one or many chains, in a few statements and in the order given.

    ``heads`` carries the chains' ends from one batch to the next: a chain that it does not hold is taken for new
    (pass ``{}`` for all new), and it is brought up to date. With None the heads are read in one query.
    """
    _require_transaction()
    if heads is None:
        heads = heads_of({entry.chain for entry in entries})
    return Event.objects.bulk_create(prepare(entries, heads), batch_size=BATCH)


def prepare(entries: Iterable[Entry], heads: MutableMapping[str, Head]) -> list[Event]:
    """The events in their chains, hashed but not stored; ``heads`` moves on. For callers with their own bulk insert.

    The time of recording is the ledger's own clock, not the caller's: a record that lets its writer choose when it was
    written proves nothing.
    """
    recorded_at = timezone.now()
    return [_placed(entry, heads, recorded_at) for entry in entries]


def heads_of(chains: Iterable[str]) -> dict[str, Head]:
    """The ends of those chains that have events, one query for each 500."""
    wanted, found = sorted(chains), {}
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        places = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT chain, seq, hash FROM audit_event AS one WHERE chain IN "  # noqa: S608 - placeholders only
                f"({places}) AND seq = (SELECT max(seq) FROM audit_event WHERE chain = one.chain)",
                some,
            )
            found.update({chain: (seq, hash) for chain, seq, hash in cursor.fetchall()})
    return found


def _placed(entry: Entry, heads: MutableMapping[str, Head], recorded_at: datetime) -> Event:
    seq, prev = heads.get(entry.chain, START)
    columns: dict[str, Any] = {
        "prev": prev,
        "chain": entry.chain,
        "seq": seq + 1,
        "at": entry.at,
        "recorded_at": recorded_at,
        "type": kind_of(entry.type).type,
        "actor_id": entry.actor.person_id,
        "actor": entry.actor.label,
        "subject": entry.subject,
        "body": canonical(entry.body),
    }
    event = Event(**columns, hash=event_hash(**columns))
    heads[entry.chain] = (event.seq, event.hash)
    return event


def _head(chain: str) -> Head:
    """One indexed read, past the ORM: this stands in the path of every step of every matter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_event WHERE chain = %s ORDER BY seq DESC LIMIT 1", [chain])
        return cursor.fetchone() or START


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotInTransaction("Append events inside the transaction.atomic() of the thing they tell about.")
