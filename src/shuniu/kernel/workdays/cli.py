"""`shuniu deadline START LENGTH UNIT [--json] [--notice FILE]`: when a period ends, and why."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuniu.kernel.workdays.calendar import Calendar, packaged_calendar
from shuniu.kernel.workdays.door import deadline, parse_length
from shuniu.kernel.workdays.notices import load_notice

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it


def add_arguments(subparsers: "Subparsers") -> None:
    """Add the command to the product's parser."""
    parser = subparsers.add_parser("deadline", help="计算期限，并说明哪些天计入、哪些天不计入及其原因")
    parser.add_argument("start", metavar="START", help="起算时间：2026-02-12、2026-02-12T09:30 或 2026年2月12日")
    parser.add_argument("length", metavar="LENGTH", help="时限长度，正整数")
    parser.add_argument("unit", metavar="UNIT", help="working_days、calendar_days、hours 或 minutes")
    parser.add_argument("--notice", metavar="FILE", type=Path, action="append", default=[], help="另行载入的节假日安排")
    parser.add_argument("--json", action="store_true", help="以JSON输出")


def run(args: argparse.Namespace, calendar: Calendar | None = None) -> int:
    """Print the deadline. Returns 0, or 2 with the reason on the error stream when the input is bad."""
    calendar = calendar or packaged_calendar()
    try:
        if args.notice:
            calendar = Calendar([*calendar.notices, *map(load_notice, args.notice)])
        result = deadline(args.start, parse_length(args.length), args.unit, calendar)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(result, ensure_ascii=False, indent=2) if args.json else _pretty(result))
    return 0


def _pretty(result: dict[str, Any]) -> str:
    lines = [f"法定到期  {result['legal_due']}{'（暂定）' if result['provisional'] else ''}"]
    if result["safe_due"] != result["legal_due"]:
        lines.append(f"稳妥到期  {result['safe_due']}")
    lines.append("")
    for day in result["explanation"]:
        place = f"第{day['number']}日" if day["number"] else ("计入" if day["counted"] else "不计")
        repeated = day["why"] == day["weekday"]
        lines.append(f"  {day['date']} {day['weekday']}  {place:<6}{'' if repeated else day['why']}".rstrip())
    return "\n".join([*lines, "", *(f"· {note}" for note in result["notes"])])
