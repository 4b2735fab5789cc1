"""Casework's testimony when the ledger is verified.

The ledger proves that its own events were not touched. The tables that people see could still be changed behind its
back, so every verification also compares them with it: each passage with its event, each matter with its last passage,
and, up to a size, every projection with what the passages say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.verification import Problem, register_namer, register_witness
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.record import PASSAGE

COMPARED = (
    "matter_id",
    "matter__number",
    "seq",
    "step",
    "from_state",
    "to_state",
    "person_id",
    "for_person_id",
    "unit_id",
    "by",
    "at",
    "late",
    "note",
    "data",
    "clocks",
)
REPLAY_MOST = 30_000
"""Above this many matters the full replay is left to ``shuniu rebuild --check``: it takes minutes, not seconds."""

FIRST_HUNDRED = 100


def register() -> None:
    register_namer(number_of)
    register_witness("passages", passages_agree)
    register_witness("matters", matters_agree)
    register_witness("projections", projections_agree)


def number_of(matter_id: int) -> str:
    return Matter.objects.filter(pk=matter_id).values_list("number", flat=True).first() or ""


def passages_agree() -> Iterator[Problem]:
    """Each passage has its event and says the same.

    Both tables are read once in the order of their ids. Two transactions may have written them interleaved, so what is
    not yet paired waits in a dictionary; what still waits at the end is missing on the other side.
    """
    events: dict[tuple[int, int], tuple[int, str, int, str]] = {}
    rows: dict[tuple[int, int], tuple[Any, ...]] = {}
    stream = (
        Event.objects.filter(type=PASSAGE).order_by("id").values_list("id", "chain", "seq", "subject", "body")
    ).iterator(chunk_size=2000)
    passages = Passage.objects.order_by("id").values_list(*COMPARED).iterator(chunk_size=2000)
    for event_id, chain, seq, subject, body in stream:
        said = _said(body)
        if said is None:
            words = _("台账第 %(seq)s 条记录的内容无法解读，已被改动") % {"seq": seq}
            yield _problem(words, chain, seq, event_id, subject, number_of(subject or 0))
            continue
        place = (subject or 0, said["seq"])
        row = rows.pop(place, None) or _until(place, passages, rows)
        if row is None:
            events[place] = (event_id, chain, seq, str(said.get("number", "")))
        elif said != _body(row):
            yield _problem(
                _("台账所记的“%(step)s”与留痕表中的内容不符，留痕已被改动") % {"step": said.get("step", "")},
                chain,
                seq,
                event_id,
                subject,
                str(row[1]),
            )
    rows.update({(row[0], row[2]): row for row in passages})
    for (subject, place_seq), (event_id, chain, seq, number) in events.items():
        yield _problem(_("第 %(seq)s 条留痕已被删除") % {"seq": place_seq}, chain, seq, event_id, subject, number)
    for (subject, place_seq), row in rows.items():
        yield _problem(
            _("第 %(seq)s 条留痕在台账中没有记录，是另行添加的") % {"seq": place_seq},
            f"m:{subject}",
            None,
            None,
            subject,
            str(row[1]),
        )


def _said(body: str) -> dict[str, Any] | None:
    """What an event says of its passage; None when somebody made it unreadable: the verification must go on to the end."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said if isinstance(said, dict) and isinstance(said.get("seq"), int) else None


def _until(
    place: tuple[int, int], passages: Iterator[tuple[Any, ...]], rows: dict[tuple[int, int], tuple[Any, ...]]
) -> tuple[Any, ...] | None:
    for row in passages:
        here = (row[0], row[2])
        if here == place:
            return row
        rows[here] = row
        if len(rows) > 5000:
            return None  # Too far apart to be an interleaving: the passage is missing, and is told so at the end.
    return None


def _body(row: tuple[Any, ...]) -> dict[str, Any]:
    at: datetime = row[10]
    return {
        "number": row[1],
        "seq": row[2],
        "step": row[3],
        "from": row[4],
        "to": row[5],
        "person": row[6],
        "for": row[7],
        "unit": row[8],
        "by": row[9],
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "late": row[11],
        "note": row[12],
        "data": row[13],
        "clocks": row[14],
    }


def _problem(
    words: str, chain: str, seq: int | None, event_id: int | None, subject: int | None, number: str
) -> Problem:
    return Problem(Fault.WITNESS, words, chain, seq, event_id, None, subject, number)


def matters_agree() -> Iterator[Problem]:
    """Each matter stands where its last passage left it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id, m.number FROM casework_matter m LEFT JOIN casework_passage p"
            " ON p.matter_id = m.id AND p.seq = m.seq WHERE p.id IS NULL OR p.to_state <> m.state LIMIT 100"
        )
        found = cursor.fetchall()
    for matter_id, number in found:
        yield _problem(
            _("事项的状态与最后一条留痕不符，已被改动"), f"m:{matter_id}", None, None, matter_id, number or ""
        )


def projections_agree() -> Iterator[Problem]:
    """Every stored projection is what the passages make it, while the office is small enough to replay it all."""
    if Matter.objects.all()[REPLAY_MOST : REPLAY_MOST + 1].exists():
        return
    for told, one in enumerate(differences()):
        if told == FIRST_HUNDRED:
            return
        yield _problem(
            _("%(where)s 应为 %(rebuilt)s，现为 %(stored)s，已被改动")
            % {"where": one.where, "rebuilt": one.rebuilt[:200], "stored": one.stored[:200]},
            "",
            None,
            None,
            None,
            one.number,
        )
