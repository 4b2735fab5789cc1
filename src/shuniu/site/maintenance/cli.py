"""``shuniu backup``, ``shuniu restore`` and ``shuniu doctor``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.site.maintenance.backup import backup
from shuniu.site.maintenance.doctor import doctor, verdict
from shuniu.site.maintenance.restore import restore
from shuniu.site.maintenance.trouble import Trouble

if TYPE_CHECKING:
    from argparse import _SubParsersAction

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


def add_arguments(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add the three commands to the command line."""
    one = subparsers.add_parser("backup", help=_("备份数据库和附件"))
    one.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path(settings.DATA) / "backups",
        metavar=_("文件夹"),
        help=_("备份放在此文件夹下的新文件夹中（默认在数据文件夹的 backups 下，请再复制到别的机器）"),
    )
    one.set_defaults(run=run_backup)
    two = subparsers.add_parser("restore", help=_("从备份恢复，并核验台账"))
    two.add_argument("backup", type=Path, metavar=_("备份"), help=_("备份所在的文件夹"))
    two.add_argument("--force", action="store_true", help=_("本机已有数据时，改名保留后替换"))
    two.add_argument("--without-key", action="store_true", help=_("个人信息的密钥已丢失，仍要恢复其余内容"))
    two.set_defaults(run=run_restore)
    three = subparsers.add_parser("doctor", help=_("检查安装是否正常，说明如何修复"))
    three.set_defaults(run=run_doctor)
    for parser in (one, two, three):
        parser.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run(args: Namespace) -> int:
    """Do what the words asked for; 0 when all is well."""
    code: int = args.run(args)
    return code


def run_backup(args: Namespace) -> int:
    try:
        made = backup(args.folder, at=timezone.now())
    except Trouble as trouble:
        return _refused(trouble)
    if args.json:
        print(json.dumps({"backup": str(made)}))
        return 0
    print(_("备份完成：%(made)s") % {"made": made})
    print(
        _("密钥不在备份之中：请把 %(data)s 下的 .key 文件（或相应环境变量）另存他处，缺了它个人信息无法读取。")
        % {"data": settings.DATA}
    )
    return 0


def run_restore(args: Namespace) -> int:
    """0 when the installation is back and its ledger in order, 1 when refused or the ledger is broken."""
    try:
        done = restore(args.backup, at=timezone.now(), force=args.force, without_key=args.without_key)
    except Trouble as trouble:
        return _refused(trouble)
    if args.json:
        kept = [str(one) for one in done.kept]
        print(json.dumps({"kept": kept, "ledger": done.ledger.as_json()}, ensure_ascii=False))
        return 0 if done.ledger.ok else 1
    print(_("已从 %(made_at)s 的备份恢复。") % {"made_at": done.manifest.made_at})
    for place in done.kept:
        print(_("原有数据改名保留在 %(place)s") % {"place": place})
    if done.ledger.ok:
        print(_("台账核验完整，共 %(events)s 条记录。") % {"events": f"{done.ledger.events:,}"})
        return 0
    print(_("台账不完整。请运行 shuniu ledger verify 查看。"))
    return 1


def run_doctor(args: Namespace) -> int:
    """0 when nothing is broken (warnings allowed), 1 otherwise."""
    findings = doctor(at=timezone.now())
    worst = verdict(findings)
    if args.json:
        print(json.dumps({"verdict": worst, "checks": [asdict(one) for one in findings]}, ensure_ascii=False))
        return 1 if worst == "bad" else 0
    for finding in findings:
        print(MARKS[finding.state], finding.words)
        if finding.mend:
            print("   →", finding.mend)
    closing = {"ok": _("一切正常。"), "warn": _("可以使用，有待改进。"), "bad": _("有必须修复的问题。")}
    print(closing[worst])
    return 1 if worst == "bad" else 0


def _refused(trouble: Trouble) -> int:
    print(trouble, file=sys.stderr)
    return 1
