"""Verifying the ledger: every chain, every seal, and whoever else can testify."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit import scan
from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.audit.scan import Fault, Finding, Scan

HELPERS_FROM = 600_000
"""Below this many events two helpers cost more than they give: each has to start the whole product first."""

WHILE_WAITING = 200_000
"""Up to this many events a page may verify the ledger while somebody waits for the answer."""

WORDS = {
    Fault.CONTENT: _("第 %(seq)s 条记录的内容与其哈希不符，已被改动"),
    Fault.REWRITTEN: _("第 %(seq)s 条记录被连同哈希一起改写：后一条记录所证明的是另一个哈希"),
    Fault.LINK: _("第 %(seq)s 条记录与链首的连接不符"),
    Fault.MISSING: _("第 %(seq)s 条记录缺失，已被删除"),
    Fault.SEAL_CONTENT: _("第 %(seal)s 号封存记录已被改动"),
    Fault.SEAL_LINK: _("第 %(seal)s 号封存与前一封存不相连，其间有封存记录被删除或改写"),
    Fault.SEAL_DELETED: _("第 %(seal)s 号封存时有 %(events)s 条记录，现在只有 %(found)s 条，有记录被删除"),
    Fault.SEAL_INSERTED: _("第 %(seal)s 号封存时有 %(events)s 条记录，现在有 %(found)s 条，有记录被塞入"),
    Fault.SEAL_ROOT: _("第 %(seal)s 号封存所覆盖的记录与封存时不同，有记录被整体改写"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in words, with the place: chain, seq, the event's id, the matter's id and number where known."""

    fault: Fault
    words: str
    chain: str = ""
    seq: int | None = None
    event_id: int | None = None
    seal_id: int | None = None
    subject: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome. ``problems`` holds the first hundred of each pass, ``faults`` counts all; ``unsealed`` is how many
    events no seal covers yet (what happens at their end shows only once they are sealed). ``seconds`` is what reading
    and hashing every event and seal took, ``witness_seconds`` what the modules took to compare their own tables."""

    ok: bool
    events: int
    seconds: float
    first_broken: Problem | None
    problems: tuple[Problem, ...]
    faults: int
    seals: int
    unsealed: int
    witness_seconds: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Witness = Callable[[], Iterable[Problem]]

_witnesses: dict[str, Witness] = {}
_namers: list[Callable[[int], str]] = []


def register_witness(name: str, witness: Witness) -> None:
    """Have a module compare its own tables with the ledger whenever it is verified.

    Casework testifies that every passage has its event and says the same. A witness yields a Problem
    (``Fault.WITNESS``) for each contradiction and nothing when all agrees.
    """
    _witnesses[name] = witness


def register_namer(namer: Callable[[int], str]) -> None:
    """Tell how a subject (a matter's id) is called, so that a report names the matter's number. '' for unknown."""
    _namers.append(namer)


def verify(progress: Callable[[int, int], None] | None = None) -> Verification:
    """Read the whole ledger and say whether it is what was written; ``progress(done, total)`` is told on the way.

    ``first_broken`` is the broken event with the lowest id; where events are only missing, the first gap; where the
    chains look whole, the first seal or witness that disagrees.
    """
    started = time.perf_counter()
    total = Event.objects.count()
    try:
        with _helpers(total) as pool:
            chains, seals, read, testimony = _gathered(pool, total, progress)
    except BrokenProcessPool:  # No memory for helpers, or no leave to start any: slower alone, but as sure.
        chains, seals, read, testimony = _gathered(None, total, progress)
    problems = [_in_words(finding) for finding in sorted(chains.findings, key=_by_id)]
    problems += [_in_words(finding) for finding in seals.findings]
    problems += testimony
    return Verification(
        ok=not problems,
        events=chains.events,
        seconds=round(read - started, 6),
        first_broken=problems[0] if problems else None,
        problems=tuple(problems),
        faults=chains.faults + seals.faults + len(testimony),
        seals=Seal.objects.count(),
        unsealed=max(0, total - seals.events),
        witness_seconds=round(time.perf_counter() - read, 6),
    )


def _gathered(
    pool: ProcessPoolExecutor | None, total: int, progress: Callable[[int, int], None] | None
) -> tuple[Scan, Scan, float, list[Problem]]:
    """What the chains and the seals show, when that was read, and what the witnesses say."""
    report = _counting(total, progress)
    chains, seals = _in_parallel(pool, total, report) if pool else _one_by_one(report)
    return chains, seals, time.perf_counter(), _testimony(pool)


def _testimony(pool: ProcessPoolExecutor | None) -> list[Problem]:
    language = get_language() or settings.LANGUAGE_CODE
    hear: Callable[..., Iterator[list[Problem]]] = pool.map if pool else map
    return [problem for told in hear(_heard, _witnesses, [language] * len(_witnesses)) for problem in told]


def _heard(name: str, language: str) -> list[Problem]:
    """One witness, here or in another process, which must be told the reader's language.

    A row that was forged into something unreadable must not stop the verification that is to find it.
    """
    told: list[Problem] = []
    with override(language):
        try:
            told.extend(_witnesses[name]())
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            words = _("核对“%(name)s”时遇到无法解读的内容，有记录被改动：%(error)s") % {
                "name": name,
                "error": repr(error),
            }
            told.append(Problem(Fault.WITNESS, words))
    return told


def _one_by_one(report: scan.Report) -> tuple[Scan, Scan]:
    return scan.scan_chains("", None, report), scan.scan_seals()


def _counting(total: int, progress: Callable[[int, int], None] | None) -> scan.Report:
    done = 0

    def report(events: int) -> None:
        nonlocal done
        done += events
        if progress:
            progress(done, total)

    return report


def _worth_a_pool(total: int) -> bool:
    """Whether other processes would help, and could see what we see."""
    name = str(connection.settings_dict["NAME"])
    in_memory = connection.vendor == "sqlite" and ("memory" in name or not name)
    return total >= HELPERS_FROM and scan.processes() > 1 and not connection.in_atomic_block and not in_memory


@contextmanager
def _helpers(total: int) -> Iterator[ProcessPoolExecutor | None]:
    if not _worth_a_pool(total):
        yield None
        return
    name = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(scan.processes(), get_context("spawn"), scan.start_child, (name,)) as pool:
        yield pool


def _in_parallel(pool: ProcessPoolExecutor, total: int, report: scan.Report) -> tuple[Scan, Scan]:
    """Let the helpers take ranges of chains, and the seals, one after the other."""
    borders = ["", *_borders(total, pieces=8), None]
    chains, seals = Scan(), pool.submit(scan.scan_seals)
    pieces = [pool.submit(scan.scan_chains, low or "", high) for low, high in pairwise(borders)]
    for piece in as_completed(pieces):
        part = piece.result()
        chains.events, chains.faults = chains.events + part.events, chains.faults + part.faults
        chains.findings += part.findings
        report(part.events)
    return chains, seals.result()


def _borders(total: int, *, pieces: int) -> Iterator[str]:
    """Chain names that cut the events into parts of about the same size."""
    seen = ""
    for piece in range(1, pieces):
        with connection.cursor() as cursor:
            cursor.execute("SELECT chain FROM audit_event ORDER BY chain LIMIT 1 OFFSET %s", [total * piece // pieces])
            row = cursor.fetchone()
        if row and row[0] > seen:
            seen = row[0]
            yield seen


def _by_id(finding: Finding) -> tuple[bool, int]:
    return (finding.event_id is None, finding.event_id or 0)


def _in_words(finding: Finding) -> Problem:
    words = str(WORDS[finding.fault]) % {
        "seq": finding.seq,
        "seal": finding.seal_id,
        "events": finding.events,
        "found": finding.found,
    }
    problem = Problem(finding.fault, words, finding.chain, finding.seq, finding.event_id, finding.seal_id)
    subject = _subject_of(finding)
    if subject is None:
        return problem
    number = next(filter(None, (namer(subject) for namer in _namers)), "")
    return replace(problem, subject=subject, number=number)


def _subject_of(finding: Finding) -> int | None:
    """The matter an event is about; for one that is gone, the matter that its whole chain is about."""
    if finding.event_id is not None:
        return Event.objects.values_list("subject", flat=True).filter(pk=finding.event_id).first()
    if not finding.chain:
        return None
    ends = Event.objects.filter(chain=finding.chain).aggregate(low=Min("subject"), high=Max("subject"))
    return ends["low"] if ends["low"] == ends["high"] else None
