"""Taking one matter's record out as a file that a court or the citizen verifies off line, without trusting the office.

The file holds the chain's events in full, the seals that cover them and, for each event, the brothers on its way up the
seal's Merkle tree. ``verify_proof.py`` beside it recomputes everything; it needs Python and nothing else.
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from shuniu.kernel.audit import scan, verify_proof
from shuniu.kernel.audit.encoding import merkle_paths, moment
from shuniu.kernel.audit.models import Event, Seal

FORMAT = verify_proof.FORMAT


class NoRecord(LookupError):
    """The chain has no events."""


def proof_of_record(chain: str, *, at: datetime, number: str = "", issuer: str = "") -> dict[str, Any]:
    """The record of a chain as plain values for JSON. ``number`` and ``issuer`` are for the reader, they prove nothing.

    Events younger than the last seal are in it too, marked as not sealed yet. Raises NoRecord. The file shows every
    event in full, personal data included: who may have it is for the caller to decide and to record (``record.proof``).
    """
    events = list(Event.objects.filter(chain=chain).order_by("seq"))
    if not events:
        raise NoRecord(f"No record is kept under {chain!r}.")
    covering = _covering(events)
    return {
        "format": FORMAT,
        "about": {
            "number": number,
            "issuer": issuer,
            "made_at": moment(at),
            "chain": chain,
            "events": len(events),
            "how_to_verify": "python verify_proof.py FILE",
        },
        "events": [
            {**_columns(event), **place} for event, place in zip(events, _places(events, covering), strict=True)
        ],
        "seals": [_seal_columns(seal) for seal in covering],
    }


def write_proof(chain: str, out: Path, *, at: datetime, number: str = "", issuer: str = "") -> tuple[Path, Path]:
    """Write the record to ``out`` and the program that verifies it into the same folder; returns both paths."""
    proof = proof_of_record(chain, at=at, number=number, issuer=issuer)
    verifier = out.with_name("verify_proof.py")
    out.write_text(json.dumps(proof, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(str(verify_proof.__file__), verifier)
    return out, verifier


def _covering(events: list[Event]) -> list[Seal]:
    """All seals from the first to the last that covers one of the events, so that their own chain can be followed."""
    low, high = min(event.pk for event in events), max(event.pk for event in events)
    return list(Seal.objects.filter(last_id__gte=low, first_id__lte=high).order_by("id"))


def _places(events: list[Event], seals: list[Seal]) -> list[dict[str, Any]]:
    """For each event the seal that covers it and its path to the root."""
    places: dict[int, dict[str, Any]] = {}
    for seal in seals:
        mine = {event.pk for event in events if seal.first_id <= event.pk <= seal.last_id}
        if not mine:
            continue
        rows = list(scan.leaves(seal.first_id, seal.last_id))
        positions = {pk: position for position, (pk, _hash) in enumerate(rows) if pk in mine}
        paths = merkle_paths([bytes.fromhex(hash) for _pk, hash in rows], list(positions.values()))
        places.update({pk: {"seal": seal.pk, "path": paths[position]} for pk, position in positions.items()})
    return [places.get(event.pk, {"seal": None, "path": []}) for event in events]


def _columns(event: Event) -> dict[str, Any]:
    return {
        "chain": event.chain,
        "seq": event.seq,
        "at": moment(event.at),
        "recorded_at": moment(event.recorded_at),
        "type": event.type,
        "actor_id": event.actor_id,
        "actor": event.actor,
        "subject": event.subject,
        "body": event.body,
        "prev": event.prev,
        "hash": event.hash,
    }


def _seal_columns(seal: Seal) -> dict[str, Any]:
    return {
        "id": seal.pk,
        "day": seal.day.isoformat(),
        "first_id": seal.first_id,
        "last_id": seal.last_id,
        "events": seal.events,
        "root": seal.root,
        "prev": seal.prev,
        "hash": seal.hash,
        "sealed_at": moment(seal.sealed_at),
        "signer": seal.signer,
        "signature": seal.signature,
    }
