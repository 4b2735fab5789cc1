"""Copying a whole database out and in again, by each engine's own means."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from shuniu.site.maintenance.trouble import Trouble

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
HOURS = 6 * 3600


def file_name() -> str:
    """How the copy of this installation's database is called."""
    return NAMES[connection.vendor]


def bytes_in_database() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def copy_out(to: Path) -> None:
    """Write a consistent copy while the office goes on working. Raises Trouble."""
    if connection.vendor == "postgresql":
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}"], _name())
    else:
        _copy_sqlite(to)


def copy_in(copy: Path) -> None:
    """Put a copy in the place of this installation's database. Nobody else may be using it. Raises Trouble."""
    connection.close()
    if connection.vendor == "postgresql":
        options = ["--no-owner", "--no-privileges", "--clean", "--if-exists", "--single-transaction", "--exit-on-error"]
        _run(["pg_restore", *options, f"--dbname={_name()}", str(copy)])
    else:
        _replace_sqlite(copy)


def _copy_sqlite(to: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(to)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # One file, without a log beside it.
            answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        full = "full" in str(error)
        words = _("磁盘已满，数据库未能复制。") if full else _("数据库未能复制：%(why)s") % {"why": error}
        raise Trouble(words) from error
    if answer != "ok":
        raise Trouble(_("数据库文件已损坏（%(why)s）。请停止服务，保留现场，用上一次备份恢复。") % {"why": answer})


def _replace_sqlite(copy: Path) -> None:
    place = Path(str(connection.settings_dict["NAME"]))
    incoming = place.with_name(place.name + ".restoring")
    try:
        shutil.copyfile(copy, incoming)
        for leftover in ("-wal", "-shm"):  # The old database's log must not be played into the new one.
            place.with_name(place.name + leftover).unlink(missing_ok=True)
        os.replace(incoming, place)
    finally:
        incoming.unlink(missing_ok=True)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(command: list[str], *more: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, where other users cannot read it."""
    if shutil.which(command[0]) is None:
        raise Trouble(
            _("没有找到 %(program)s。请安装与服务器版本相同的 PostgreSQL 客户端，例如 apt install postgresql-client。")
            % {"program": command[0]}
        )
    place = connection.settings_dict
    env = {**os.environ, "PGPASSWORD": str(place["PASSWORD"]), "LC_MESSAGES": "C"}
    options = [("--host", place["HOST"]), ("--port", place["PORT"]), ("--username", place["USER"])]
    where = [f"{option}={value}" for option, value in options if value]
    done = subprocess.run(  # noqa: S603 - a fixed program, no shell, arguments from our own settings
        [command[0], *where, "--no-password", *command[1:], *more],
        env=env,
        capture_output=True,
        text=True,
        timeout=HOURS,
        check=False,
    )
    if done.returncode:
        raise Trouble(_("%(program)s 未能完成：%(why)s") % {"program": command[0], "why": _first_error(done.stderr)})


def _first_error(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if re.search("error|fatal|mismatch|No space", line, re.I)]
    return (lines or text.strip().splitlines() or ["?"])[0]
