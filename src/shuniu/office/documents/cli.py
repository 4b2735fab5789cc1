"""``shuniu archive-check 移交包.zip``: whether a transfer package is whole. Needs no installation of ours, only the file."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from shuniu.office.documents.packages import check


def add_arguments(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("archive-check", help="核验档案移交包")
    parser.add_argument("file", type=Path, help="移交包（ZIP）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    if not args.file.is_file():
        print(f"没有这个文件：{args.file}", file=sys.stderr)
        return 2
    found = check(args.file)
    if args.json:
        print(json.dumps({"whole": found.whole, **asdict(found)}, ensure_ascii=False))
    elif found.whole:
        print(f"核验通过：{found.files} 个文件的大小、SM3 和 SHA-256 都与清单一致。")
    else:
        print("核验不通过：", *found.faults, sep="\n")
    return 0 if found.whole else 1
