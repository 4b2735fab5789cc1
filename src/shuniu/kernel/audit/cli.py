"""``shuniu ledger verify`` and ``shuniu ledger seal``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.audit.sealing import seal
from shuniu.kernel.audit.verification import Verification, verify

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_arguments(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``ledger`` and its two verbs to the command line; ``run`` answers the exit code."""
    ledger = subparsers.add_parser("ledger", help=_("核验或封存台账"))
    verbs = ledger.add_subparsers(dest="verb", required=True)
    checking = verbs.add_parser("verify", help=_("核验全部记录，指出第一条被改动的"))
    sealing = verbs.add_parser("seal", help=_("封存尚未封存的记录"))
    for verb in (checking, sealing):
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    ledger.set_defaults(run=run)


def run(args: Namespace) -> int:
    """0 when all is in order, 1 when the ledger was tampered with."""
    return _seal(args) if args.verb == "seal" else _verify(args)


def _verify(args: Namespace) -> int:
    outcome = verify(None if args.json or not sys.stderr.isatty() else _show)
    if args.json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False))
    else:
        _tell(outcome)
    return 0 if outcome.ok else 1


def _show(done: int, total: int) -> None:
    print(f"\r{done:,} / {total:,}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _tell(outcome: Verification) -> None:
    figures = {"events": f"{outcome.events:,}", "seals": outcome.seals, "seconds": f"{outcome.seconds:.3f}"}
    if outcome.ok:
        print(_("台账完整：%(events)s 条记录、%(seals)s 份封存，用时 %(seconds)s 秒。") % figures)
        print(_("各模块的业务表与台账一致，核对用时 %(seconds)s 秒。") % {"seconds": f"{outcome.witness_seconds:.3f}"})
        print(_("其中 %(unsealed)s 条尚未封存。") % {"unsealed": f"{outcome.unsealed:,}"})
        return
    print(_("台账不完整：核验 %(events)s 条记录，发现 %(faults)s 处问题。") % {**figures, "faults": outcome.faults})
    for problem in outcome.problems[:20]:
        place = {"chain": problem.chain or "—", "number": problem.number or "—", "id": problem.event_id or "—"}
        print("  " + _("链 %(chain)s，事项 %(number)s，记录编号 %(id)s：") % place + problem.words)


def _seal(args: Namespace) -> int:
    made = seal(timezone.now())
    if args.json:
        rows = [{"seal": one.pk, "day": one.day.isoformat(), "events": one.events, "hash": one.hash} for one in made]
        print(json.dumps({"seals": rows}, ensure_ascii=False))
        return 0
    for one in made:
        figures = {"day": one.day.isoformat(), "events": f"{one.events:,}", "hash": one.hash}
        print(_("已封存 %(day)s，共 %(events)s 条，封存哈希 %(hash)s") % figures)
    if not made:
        print(_("没有尚未封存的记录。"))
    return 0
