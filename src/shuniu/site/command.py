"""The command ``shuniu``: a table from a word to the module that answers it.

Only the module that is asked for is imported, and Django starts only where the table says so:
``shuniu deadline`` answers in a fraction of a second. A module that answers offers
``add_arguments(subparsers)``, which adds the parser of the same name, and ``run(args) -> int``,
whose number is the exit code (0 done, 1 found something wrong, 2 asked wrongly); one that answers several
words may name the function for each with ``set_defaults(run=...)``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from shuniu import __version__

INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 + the number of the signal, as shells count


@dataclass(frozen=True, slots=True)
class Command:
    """Which module answers, whether Django must be running before it is imported, and one line of help."""

    module: str
    django: bool
    help: str
    demo: bool = False
    """Whether the pages shall say that everything is invented and offer the invented accounts."""


COMMANDS = {
    "demo": Command("shuniu.demo.cli", True, "建立并打开示范城市云州", demo=True),
    "serve": Command("shuniu.site.serve", True, "启动网站（默认同时处理后台任务）"),
    "worker": Command("shuniu.kernel.jobs.cli", True, "只处理后台任务和定时任务"),
    "jobs": Command("shuniu.kernel.jobs.cli", True, "查看后台任务，重试失败的任务"),
    "migrate": Command("shuniu.site.migrate", True, "建立或升级数据库"),
    "doctor": Command("shuniu.site.maintenance.cli", True, "检查安装，说明缺什么、怎样补"),
    "backup": Command("shuniu.site.maintenance.cli", True, "备份数据库和附件"),
    "restore": Command("shuniu.site.maintenance.cli", True, "从备份恢复"),
    "deadline": Command("shuniu.kernel.workdays.cli", False, "计算期限，并逐日说明理由"),
    "rebuild": Command("shuniu.kernel.casework.cli", True, "按留痕重算全部事项，找出不一致"),
    "calendar": Command("shuniu.kernel.casework.cli", True, "预览、载入年度节假日安排，调整在办期限"),
    "ledger": Command("shuniu.kernel.audit.cli", True, "核验台账、每日封存"),
    "proof-of-record": Command("shuniu.site.proof", True, "导出一件事项的留痕证明"),
    "insight": Command("shuniu.kernel.insight.cli", False, "训练和使用派单建议、相似诉求、热点预警"),
    "train": Command("shuniu.public.hotline.cli", True, "用本办已答复的诉求训练派单建议"),
    "search": Command("shuniu.kernel.search.cli", True, "以某人的权限搜索"),
    "proof": Command("shuniu.office.documents.proofing.cli", False, "校对一份公文（txt、docx、pdf）"),
    "manage": Command("django.core.management", True, "运行Django的管理命令"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return dispatch(words)
    except KeyboardInterrupt:
        print("\n已停止。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # `shuniu ... | head`: the reader has gone. Point stdout nowhere, or the interpreter complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def dispatch(words: list[str]) -> int:
    name = words[0] if words else ""
    command = COMMANDS.get(name)
    if command is None:
        return refuse(words)
    if command.demo:
        os.environ.setdefault("SHUNIU_DEMO", "1")  # read once, when the settings are loaded
    with installation() if command.django else contextlib.nullcontext():
        module = importlib.import_module(command.module)
        if name == "manage":
            module.execute_from_command_line(["shuniu manage", *words[1:]])
            return 0
        parser = argparse.ArgumentParser(prog="shuniu")
        module.add_arguments(parser.add_subparsers(dest="command", required=True))
        args = parser.parse_args(words)
        code: int = getattr(args, "run", module.run)(args)
        return code


def refuse(words: list[str]) -> int:
    """Answer ``--help`` and ``--version``; anything else that is no command ends with code 2."""
    parser = overview()
    if not words:
        parser.print_help(sys.stderr)
        return 2
    if not words[0].startswith("-"):
        parser.error(f"没有“{words[0]}”这个命令。运行 shuniu --help 查看全部命令。")
    parser.parse_args(words)
    return 2


def installation() -> contextlib.AbstractContextManager[None]:
    """Django, started; imported here by name because it costs more than all of ``shuniu deadline``."""
    started: contextlib.AbstractContextManager[None] = importlib.import_module("shuniu.site.installation").started()
    return started


def overview() -> argparse.ArgumentParser:
    """The parser that knows the names only, for ``--help``, ``--version`` and unknown words."""
    width = max(map(len, COMMANDS)) + 2
    table = "\n".join(f"  {name:<{width}}{command.help}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="shuniu",
        description="枢纽：政府办公厅的运行中枢。",
        epilog=f"命令：\n{table}\n\n“shuniu 命令 --help” 说明一个命令的用法。",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="shuniu 命令 [选项]",
    )
    parser.add_argument("--version", action="version", version=f"shuniu {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
