"""`shuniu proof FILE [--json] [--text] [--kind KIND] [--title TITLE]`: what is to be looked at in a document."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from shuniu.office.documents.proofing.checking import proof
from shuniu.office.documents.proofing.finding import ERROR, HINT, WARNING, Finding
from shuniu.office.documents.proofing.model import missing
from shuniu.office.documents.proofing.reading import Unreadable, read

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it

_SEVERITIES = {ERROR: "错误", WARNING: "疑误", HINT: "提示"}


def add_arguments(subparsers: Subparsers) -> None:
    """Add the command to the product's parser."""
    parser = subparsers.add_parser("proof", help="校对一份公文（txt、docx、pdf）")
    parser.add_argument("file", metavar="FILE", type=Path, help="文件；文本可以是UTF-8或GB18030编码")
    parser.add_argument("--kind", default="", help="文种，例如 通知；给出时核对标题")
    parser.add_argument("--title", default="", help="标题；标题不在正文里时给出")
    parser.add_argument("--json", action="store_true", help="以JSON输出")
    parser.add_argument("--text", action="store_true", help="只输出读到的文字；JSON里的位置按它计算")


def run(args: argparse.Namespace) -> int:
    """Print the findings. Returns 0 when nothing but hints was found, 1 when something was, 2 when it cannot be read."""
    try:
        text, source = read(args.file)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    if args.text:
        sys.stdout.write(text)
        return 0
    if lacking := missing():
        print(lacking, file=sys.stderr)
    findings = proof(text, kind=args.kind, title=args.title, context={"source": source})
    if args.json:
        print(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2))
    else:
        print(_pretty(text, findings))
    return 1 if any(one.severity != HINT for one in findings) else 0


def _pretty(text: str, findings: list[Finding]) -> str:
    lines = []
    for one in findings:
        number = text.count("\n", 0, one.start) + 1
        column = one.start - (text.rfind("\n", 0, one.start) + 1) + 1
        change = "" if one.suggestion is None else (f" → {one.suggestion}" if one.suggestion else " → 删去")
        shown = one.text if len(one.text) <= 40 else one.text[:39] + "…"
        lines.append(f"{number}行{column}字  {_SEVERITIES[one.severity]}  “{shown}”{change}  {one.message}")
    counts = {name: sum(one.severity == key for one in findings) for key, name in _SEVERITIES.items()}
    total = "，".join(f"{name}{count}处" for name, count in counts.items() if count)
    return "\n".join([*lines, total or "没有发现问题。"])
