"""The daily seal (封存): from then on a deleted tail or a chain written anew cannot pass unnoticed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from shuniu.kernel.audit.encoding import GENESIS, merkle_root, seal_hash
from shuniu.kernel.audit.models import Event, Seal

LARGEST = 1 << 18
"""Events in one seal at most: a proof needs the hashes of whole seals, and one must fit in memory."""

WAIT_FOR_WRITERS = "10s"


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

    ``at`` is the moment of sealing; its day in China is the seal's day. Run it from a job of its own, not inside a
    longer transaction: on PostgreSQL it briefly waits for those who are writing (OperationalError after ten seconds;
    run it again later).
    """
    high, made = _settled_id(), []
    while one := _seal_next(high, at):
        made.append(one)
    return made


@transaction.atomic
def _settled_id() -> int:
    """An id below which nothing can appear any more.

    PostgreSQL gives out ids before the commit, so a slow transaction may still bring one lower than the highest seen;
    sealed too early, its event would look slipped in. The SHARE lock is granted when no writer is under way.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_FOR_WRITERS}'")
            cursor.execute("LOCK TABLE audit_event IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM audit_event")
        return int(cursor.fetchone()[0])


@transaction.atomic
def _seal_next(high: int, at: datetime) -> Seal | None:
    last = Seal.objects.order_by("-id").first()
    start = last.last_id + 1 if last else 1
    rows = list(Event.objects.filter(pk__range=(start, high)).order_by("pk").values_list("pk", "hash")[:LARGEST])
    if not rows:
        return None
    prev = last.hash if last else GENESIS
    day, end = timezone.localdate(at), rows[-1][0]
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
