"""``shuniu rebuild`` and ``shuniu calendar``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.casework import rerunning
from shuniu.kernel.casework.rebuilding import Difference, differences, mend
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.workdays import NoticeError, local_day

if TYPE_CHECKING:
    from argparse import _SubParsersAction

SHOWN = 50
OK, DIFFERS, WRONG = 0, 1, 2


def add_arguments(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    rebuild = subparsers.add_parser("rebuild", help=_("按留痕重算全部事项，与现存的比较"))
    rebuild.add_argument("--check", action="store_true", help=_("只比较，不改正"))
    rebuild.add_argument("--kind", default="", help=_("只看一类事项，例如 hotline.request"))
    rebuild.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    rebuild.set_defaults(run=run_rebuild)
    calendar = subparsers.add_parser("calendar", help=_("载入年度节假日安排"))
    verbs = calendar.add_subparsers(dest="verb", required=True)
    for verb, words in (("preview", _("列出会变动的日子和期限，不写入")), ("load", _("载入并调整在办期限"))):
        one = verbs.add_parser(verb, help=words)
        one.add_argument("file", type=Path, metavar="FILE", help=_("节假日安排文件（JSON）"))
        one.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    calendar.set_defaults(run=run_calendar)


def run(args: Namespace) -> int:
    """Each of the two words names its own function; this one only answers the table's promise."""
    return run_rebuild(args) if args.command == "rebuild" else run_calendar(args)


def run_rebuild(args: Namespace) -> int:
    """0 when every stored value is what the passages say, 1 when one was not (mended, unless ``--check``)."""
    found = list(differences(kind=args.kind))
    numbers = list(dict.fromkeys(one.number for one in found))
    mended = [] if args.check else [number for number in numbers if mend(number, at=timezone.now())]
    if args.json:
        rows = [{"number": d.number, "where": d.where, "stored": d.stored, "rebuilt": d.rebuilt} for d in found]
        print(json.dumps({"ok": not found, "differences": rows, "mended": mended}, ensure_ascii=False))
    else:
        _tell_differences(found, numbers, mended, check=args.check)
    return DIFFERS if found else OK


def _tell_differences(found: list[Difference], numbers: list[str], mended: list[str], *, check: bool) -> None:
    for one in found[:SHOWN]:
        print(f"{one.number}  {one.where}: {one.stored} ≠ {one.rebuilt}")
    if not found:
        print(_("全部事项与留痕一致。"))
        return
    print(_("%(matters)s件事项有%(count)s处与留痕不一致。") % {"matters": len(numbers), "count": len(found)})
    if not check:
        print(_("已按留痕改正%(mended)s件。") % {"mended": len(mended)})
        left = [number for number in numbers if number not in set(mended)]
        if left:
            print(_("无法按留痕重算，请先核验台账：%(numbers)s") % {"numbers": "、".join(left[:SHOWN])})


def run_calendar(args: Namespace) -> int:
    """0 when the file is right; 2, with the reason in words, when it is not."""
    try:
        content = args.file.read_bytes()
        found = _load(content) if args.verb == "load" else rerunning.preview(content)
    except (NoticeError, OSError) as error:
        print(str(error), file=sys.stderr)
        return WRONG
    moved = [one for one in found.clocks if one.moved]
    if args.json:
        print(json.dumps(_as_json(found, moved), ensure_ascii=False))
    else:
        _tell_rerun(found, moved, loaded=args.verb == "load")
    return OK


def _load(content: bytes) -> rerunning.Rerun:
    return rerunning.put_in_force(content, actor=SYSTEM, at=timezone.now())


def _as_json(found: rerunning.Rerun, moved: list[rerunning.MovedDue]) -> dict[str, Any]:
    return {
        "year": found.year,
        "unchanged": found.unchanged,
        "days": [{"day": one.day.isoformat(), "was": one.was, "now": one.now} for one in found.days],
        "clocks": [
            {"number": one.number, "clock": one.label, "old": one.old.isoformat(), "new": one.new.isoformat()}
            for one in moved
        ],
    }


def _tell_rerun(found: rerunning.Rerun, moved: list[rerunning.MovedDue], *, loaded: bool) -> None:
    print(f"{found.notice.title}（{found.notice.number}）")
    for day in found.days:
        print(f"  {day.day.isoformat()}  {day.was} → {day.now}")
    for one in moved:
        print(f"  {one.number}  {one.label}  {local_day(one.old)} → {local_day(one.new)}")
    counted = {"days": len(found.days), "clocks": len(moved)}
    print((_("已载入：") if loaded else _("如果载入：")) + _("%(days)s天、%(clocks)s个在办期限变动。") % counted)
