"""``shuniu migrate``: build the tables, or bring those of an earlier version forward."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shuniu.kernel import statistics

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it


def add_arguments(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("migrate", help="建立或升级数据库")
    parser.add_argument("--check", action="store_true", help="只检查：有未执行的升级时以 1 退出")


def run(args: argparse.Namespace) -> int:
    waiting = pending()
    if args.check:
        print("\n".join(waiting) if waiting else "数据库已是最新。")
        return 1 if waiting else 0
    call_command("migrate", interactive=False, verbosity=1)
    statistics.gather()
    return 0


def pending() -> list[str]:
    """The names of the migrations that this database has not seen yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
