r"""The ledger's byte format. Whoever holds this page can check a record without our code.

**Event.** ``hash`` = SM3 (GB/T 32905), in lower-case hexadecimal, of eleven lines of UTF-8 text joined by one line feed
(0x0A), with none at the end::

    shuniu-event-1
    prev          hash of the event before it in the chain; sixty-four zeros for the first
    chain         such as m:123 for the matter with the id 123
    seq           1, 2, 3 … within the chain, decimal
    at            when it happened,   UTC, YYYY-MM-DDTHH:MM:SS.ffffffZ
    recorded_at   when it was stored, UTC, in the same form
    type          such as casework.passage
    actor_id      decimal, or an empty line
    actor         the actor's name and post on that day
    subject       the matter's id, decimal, or an empty line
    body          the particulars: JSON, keys sorted, no spaces, characters outside ASCII as they are

No field may hold a line feed (JSON writes it as ``\n``), so eleven lines can be read in one way only.

**Seal.** Merkle tree over the events' hashes in the order of their ids: a leaf is the 32 bytes of an event's hash, a
node is SM3(0x01 || left || right), the last one of an odd row moves up unchanged (the tree of RFC 6962). An event's
text begins with the letter s, so that no event can pass for a node. The seal's own ``hash`` is SM3 of eight lines::

    shuniu-seal-1 / prev / day (YYYY-MM-DD) / first_id / last_id / events / root / sealed_at
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

GENESIS = "0" * 64


def _chosen_sm3() -> Callable[[bytes], bytes]:
    """OpenSSL's SM3 through hashlib; builds of OpenSSL without it leave it to the cryptography package."""
    try:
        base = hashlib.new("sm3")
    except ValueError:

        def by_cryptography(data: bytes) -> bytes:
            state = Hash(SM3())
            state.update(data)
            return state.finalize()

        return by_cryptography

    def by_hashlib(data: bytes) -> bytes:
        state = base.copy()  # Half the price of hashlib.new(), which looks the algorithm up by name each time.
        state.update(data)
        return state.digest()

    return by_hashlib


sm3 = _chosen_sm3()


def moment(at: datetime) -> str:
    """A moment as the ledger writes it; one without a time zone is refused (ValueError)."""
    if at.tzinfo is None:
        raise ValueError(f"The moment {at} has no time zone.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write the particulars. Values are JSON's own kinds; dates and decimals come as text.

    Raises TypeError or ValueError for what JSON cannot hold (NaN and half of a surrogate pair included).
    """
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode()  # A lone surrogate cannot be stored or hashed: better refused here than at the commit.
    return text


def event_hash(
    *,
    prev: str,
    chain: str,
    seq: int,
    at: datetime,
    recorded_at: datetime,
    type: str,
    actor_id: int | None,
    actor: str,
    subject: int | None,
    body: str,
) -> str:
    lines = (
        "shuniu-event-1",
        prev,
        chain,
        str(seq),
        moment(at),
        moment(recorded_at),
        type,
        "" if actor_id is None else str(actor_id),
        actor,
        "" if subject is None else str(subject),
        body,
    )
    return lines_hash(lines)


def seal_hash(*, prev: str, day: date, first_id: int, last_id: int, events: int, root: str, sealed_at: datetime) -> str:
    return lines_hash(
        ("shuniu-seal-1", prev, day.isoformat(), str(first_id), str(last_id), str(events), root, moment(sealed_at))
    )


def lines_hash(lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    if text.count("\n") != len(lines) - 1:
        raise ValueError("A field of the ledger may not hold a line feed.")
    return sm3(text.encode()).hex()


def merkle_root(leaves: Sequence[bytes]) -> str:
    """The root over at least one leaf."""
    row = list(leaves)
    while len(row) > 1:
        row = _row_above(row)
    return row[0].hex()


def merkle_paths(leaves: Sequence[bytes], positions: Sequence[int]) -> dict[int, list[list[str]]]:
    """For each position the brothers on the way to the root, as ``["left" | "right", hexadecimal hash]``."""
    paths: dict[int, list[list[str]]] = {position: [] for position in positions}
    row, height = list(leaves), 0
    while len(row) > 1:
        for position, path in paths.items():
            brother = (position >> height) ^ 1
            if brother < len(row):
                path.append(["right" if brother & 1 else "left", row[brother].hex()])
        row, height = _row_above(row), height + 1
    return paths


def _row_above(row: list[bytes]) -> list[bytes]:
    above = [sm3(b"\x01" + left + right) for left, right in zip(row[::2], row[1::2], strict=False)]
    return above if len(row) % 2 == 0 else [*above, row[-1]]
