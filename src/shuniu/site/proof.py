"""``shuniu proof-of-record NUMBER --out FILE``: one matter's record as a file that anybody can verify off line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.audit.proof import write_proof
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.record import chain_of
from shuniu.kernel.organisation.actor import SYSTEM

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it


def add_arguments(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("proof-of-record", help="导出一件事项的留痕证明")
    parser.add_argument("number", metavar="NUMBER", help="事项编号")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="写到哪个文件")


def run(args: argparse.Namespace) -> int:
    """0 when the file is written, 1 when there is no such matter or the file cannot be written.

    The file shows the record in full, so taking it out is itself an event of the ledger, recorded before it is written.
    """
    try:
        matter = matter_for(SYSTEM, args.number)
    except Http404:
        print(f"没有编号为“{args.number}”的事项。", file=sys.stderr)
        return 1
    now = timezone.now()
    with transaction.atomic():
        append_shared("record", "record.proof", at=now, actor=SYSTEM, body={"number": matter.number})
    try:
        out, verifier = write_proof(
            chain_of(matter.pk), args.out, at=now, number=args.number, issuer=str(settings.CITY)
        )
    except OSError as error:
        print(f"不能写入 {args.out}：{error.strerror}", file=sys.stderr)
        return 1
    print(f"已写出 {out}。核验：python {verifier} {out}（不需要其他软件，不需要网络）")
    return 0
