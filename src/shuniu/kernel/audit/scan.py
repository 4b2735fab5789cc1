"""Reading the whole ledger again and hashing it: the part of the verification that runs in several processes.

The database writes each event's text in the form of ``encoding`` and we only hash and compare, which is what makes more
than 50,000 events a second possible in Python. Nothing here touches a model, so a child process can import it before
Django is set up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import django
from django.db import connection, transaction

from shuniu.kernel.audit.encoding import GENESIS, merkle_root, sm3

ROWS = 5_000
KEPT = 100
"""How many faults are reported one by one; all of them are counted."""

Report = Callable[[int], None]


class Fault(StrEnum):
    """What can be wrong."""

    CONTENT = "content"
    REWRITTEN = "rewritten"
    LINK = "link"
    MISSING = "missing"
    SEAL_CONTENT = "seal_content"
    SEAL_LINK = "seal_link"
    SEAL_DELETED = "seal_deleted"
    SEAL_INSERTED = "seal_inserted"
    SEAL_ROOT = "seal_root"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and its place; ``event_id`` is None where the event is gone, ``seal_id`` is set for a seal's fault."""

    fault: Fault
    chain: str = ""
    seq: int | None = None
    event_id: int | None = None
    seal_id: int | None = None
    events: int = 0
    found: int = 0


@dataclass(slots=True)
class Scan:
    """What one pass read and found."""

    events: int = 0
    faults: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        self.faults += 1
        if len(self.findings) < KEPT:
            self.findings.append(finding)


def start_child(database: str) -> None:
    """Set a child process up on the same database as its parent (in a test that is not the settings' one)."""
    django.setup()
    connection.settings_dict["NAME"] = database


def processes() -> int:
    """Two at most: the database needs the rest of the machine."""
    return min(2, os.cpu_count() or 1)


# --- Chains ------------------------------------------------------------------------------------------------------


def scan_chains(low: str, high: str | None, report: Report | None = None) -> Scan:
    """Check every chain from ``low`` up to but not including ``high`` (None: to the end)."""
    walk, scan = _Walk(), Scan()
    walk.scan = scan
    where, params = ("chain >= %s", [low]) if high is None else ("chain >= %s AND chain < %s", [low, high])
    sql = (
        f"SELECT id, chain, seq, prev, hash, {_event_text()} FROM audit_event "  # noqa: S608 - our own column names
        f"WHERE {where} ORDER BY chain, seq"
    )
    for rows in _streamed(sql, params):
        for event_id, chain, seq, prev, stored, text in rows:
            own = sm3(text.encode()).hex()
            if own == stored and prev == walk.hash and seq == walk.seq + 1 and chain == walk.chain:
                walk.seq, walk.hash, walk.event_id = seq, stored, event_id
            else:
                walk.stumble(event_id, chain, seq, prev, stored, own == stored)
        scan.events += len(rows)
        if report:
            report(len(rows))
    return scan


class _Walk:
    """Where the walk along the chains stands: the last event seen and whether it has been found broken already."""

    def __init__(self) -> None:
        self.scan = Scan()
        self.chain, self.seq, self.hash = "", 0, GENESIS
        self.event_id: int | None = None
        self.blamed = False

    def stumble(self, event_id: int, chain: str, seq: int, prev: str, stored: str, intact: bool) -> None:
        """An event that does not simply continue: the first of its chain, or something is wrong."""
        if chain != self.chain:
            self.chain, self.seq, self.hash, self.event_id, self.blamed = chain, 0, GENESIS, None, False
        blamed = False
        if not intact:
            self.scan.add(Finding(Fault.CONTENT, chain, seq, event_id))
            blamed = True
        if seq != self.seq + 1:
            self.scan.add(Finding(Fault.MISSING, chain, self.seq + 1))
        elif prev != self.hash and intact and not self.blamed:
            self._blame_the_one_before(event_id, seq)
        self.seq, self.hash, self.event_id, self.blamed = seq, stored, event_id, blamed

    def _blame_the_one_before(self, event_id: int, seq: int) -> None:
        """An intact event attests to another hash than the one before it now has: that one was written anew."""
        if self.event_id is None:
            self.scan.add(Finding(Fault.LINK, self.chain, seq, event_id))
        else:
            self.scan.add(Finding(Fault.REWRITTEN, self.chain, seq - 1, self.event_id))


# --- Seals -------------------------------------------------------------------------------------------------------


def scan_seals() -> Scan:
    """Check that each seal is what it was, follows the one before it, and covers the events that it covered."""
    scan, prev, next_id = Scan(), GENESIS, 1
    sql = f"SELECT id, prev, hash, first_id, last_id, events, root, {_seal_text()} FROM audit_seal ORDER BY id"  # noqa: S608 - our own column names
    for rows in _streamed(sql, []):
        for seal_id, before, stored, first_id, last_id, events, root, text in rows:
            if sm3(text.encode()).hex() != stored:
                scan.add(Finding(Fault.SEAL_CONTENT, seal_id=seal_id))
            elif before != prev or first_id != next_id:
                scan.add(Finding(Fault.SEAL_LINK, seal_id=seal_id))
            fault, found = _sealed_events(first_id, last_id, events, root)
            if fault:
                scan.add(Finding(fault, seal_id=seal_id, events=events, found=found))
            prev, next_id = stored, last_id + 1
            scan.events += found
    return scan


def leaves(first_id: int, last_id: int) -> Iterator[tuple[int, str]]:
    """Ids and hashes of the events in a range of ids, in order."""
    sql = "SELECT id, hash FROM audit_event WHERE id BETWEEN %s AND %s ORDER BY id"
    for rows in _streamed(sql, [first_id, last_id]):
        yield from rows


def _sealed_events(first_id: int, last_id: int, events: int, root: str) -> tuple[Fault | None, int]:
    hashes = [hash for _id, hash in leaves(first_id, last_id)]
    if len(hashes) != events:
        return (Fault.SEAL_DELETED if len(hashes) < events else Fault.SEAL_INSERTED), len(hashes)
    try:
        same = merkle_root([bytes.fromhex(hash) for hash in hashes]) == root
    except ValueError:  # Somebody put something else than a hash in a hash column.
        same = False
    return (None if same else Fault.SEAL_ROOT), len(hashes)


# --- The database's side -------------------------------------------------------------------------------------------


def _streamed(sql: str, params: list[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in portions, through a cursor on the server where there is one."""
    with _reading(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(ROWS):
            yield rows


@contextmanager
def _reading() -> Iterator[None]:
    # Outside a transaction PostgreSQL would first copy the whole answer of a server-side cursor. On SQLite a
    # transaction takes the write lock (IMMEDIATE) and would stop the office; there the statement alone is a snapshot.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        yield


def _event_text() -> str:
    return _lines(
        "'shuniu-event-1'",
        "prev",
        "chain",
        "seq",
        _moment("at"),
        _moment("recorded_at"),
        "type",
        _optional("actor_id"),
        "actor",
        _optional("subject"),
        "body",
    )


def _seal_text() -> str:
    day = "to_char(day, 'YYYY-MM-DD')" if connection.vendor == "postgresql" else "day"
    return _lines("'shuniu-seal-1'", "prev", day, "first_id", "last_id", "events", "root", _moment("sealed_at"))


def _lines(*columns: str) -> str:
    if connection.vendor == "postgresql":
        return f"concat_ws(chr(10), {', '.join(columns)})"
    return " || char(10) || ".join(columns)


def _optional(column: str) -> str:
    return f"coalesce({column}::text, '')" if connection.vendor == "postgresql" else f"coalesce({column}, '')"


def _moment(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    # Stored as "YYYY-MM-DD HH:MM:SS", with ".ffffff" unless that is zero. Counted in bytes: length() of a text and
    # substr() stop at a NUL, and whatever a forger puts behind one must not hide from the hash.
    fraction = f"CASE length(CAST({column} AS BLOB)) WHEN 19 THEN '.000000Z' ELSE 'Z' END"
    return f"replace({column}, ' ', 'T') || {fraction}"
