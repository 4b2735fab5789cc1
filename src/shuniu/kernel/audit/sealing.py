"""The daily seal (封存): from then on a deleted tail or a chain written anew cannot pass unnoticed."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.db.models import Max

from shuniu.kernel.audit.encoding import GENESIS, merkle_root, seal_hash
from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.workdays.periods import SHANGHAI

LARGEST = 1 << 18
"""Events in one seal at most: a proof needs the hashes of whole seals, and one must fit in memory."""

WAIT_FOR_WRITERS = 10.0
"""Seconds."""


class StillWriting(RuntimeError):
    """Some transaction that was writing when the sealing began has not ended; what it wrote cannot be sealed yet."""


class Signer(Protocol):
    """Signs a seal's hash: an SM2 device, a time-stamp authority, a public register."""

    name: str

    def sign(self, digest: str) -> str:
        """The signature over the hash given in hexadecimal, as text."""


_signers: list[Signer] = []


def register_signer(signer: Signer) -> None:
    """Have every new seal signed. One signer at a time: a second registration takes the first one's place."""
    _signers[:] = [signer]


def seal(at: datetime) -> list[Seal]:
    """Seal all events that no seal covers yet; several seals after a large import, none when nothing is new.

    ``at`` is the moment of sealing; its day in China is the seal's day. On PostgreSQL it waits for the transactions that
    are writing to the ledger at this moment (StillWriting after ten seconds; run it again later).
    """
    high, made = _settled_id(), []
    while one := _seal_next(high, at):
        made.append(one)
    return made


def _settled_id() -> int:
    """The highest id below which nothing can appear any more.

    PostgreSQL gives out ids before the commit, so a slow transaction may still bring one lower than the highest seen;
    sealed too early, its event would look slipped in. Whoever took an id holds the table's lock for writers until the
    commit: so note the last id given out, then who holds that lock, and wait for those. Nobody is blocked, and the
    application's account, which may only add to this table, could not lock it in any case.
    """
    if connection.vendor != "postgresql":
        return Event.objects.aggregate(high=Max("id"))["high"] or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('audit_event', 'id')), 0)")
        high = int(cursor.fetchone()[0])
    patience = time.monotonic() + WAIT_FOR_WRITERS
    before = _writers()
    while before & _writers():
        if time.monotonic() > patience:
            raise StillWriting("A transaction has been writing to the ledger for too long; seal again later.")
        time.sleep(0.05)
    return high


def _writers() -> frozenset[str]:
    """The transactions, but for our own, that write to the ledger at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE relation = 'audit_event'::regclass "
            "AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()"
        )
        return frozenset(transaction for (transaction,) in cursor.fetchall())


def _seal_next(high: int, at: datetime) -> Seal | None:
    """Reads and hashes without a lock; the one insert is its own transaction."""
    last = Seal.objects.order_by("-id").first()
    start = last.last_id + 1 if last else 1
    rows = list(Event.objects.filter(pk__range=(start, high)).order_by("pk").values_list("pk", "hash")[:LARGEST])
    if not rows:
        return None
    prev = last.hash if last else GENESIS
    day, end = at.astimezone(SHANGHAI).date(), rows[-1][0]
    root = merkle_root([bytes.fromhex(hash) for _pk, hash in rows])
    digest = seal_hash(prev=prev, day=day, first_id=start, last_id=end, events=len(rows), root=root, sealed_at=at)
    signer = _signers[0] if _signers else None
    # Two sealers at once: ``prev`` is unique, the second one fails and finds nothing to do when it runs again.
    return Seal.objects.create(
        day=day,
        first_id=start,
        last_id=end,
        events=len(rows),
        root=root,
        prev=prev,
        hash=digest,
        sealed_at=at,
        signer=signer.name if signer else "",
        signature=signer.sign(digest) if signer else "",
    )
