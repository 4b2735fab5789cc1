"""Typed readers of environment variables that fail loudly.

A wrong value stops the process at start-up with one sentence, instead of surfacing as a strange
behaviour at three in the morning.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """A variable of the environment cannot be read; the message says which and what it should be."""


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise BadSetting(f"Set the environment variable {name}.")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} must be one of 1/0, true/false, yes/no, on/off; it is {value!r}.")


def integer(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = os.environ.get(name, "").strip()
    if value == "":
        return default
    if not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name} must be a whole number from {least} to {most}; it is {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    path = Path(os.environ.get(name) or default).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"{name}: the folder {path} cannot be made ({error.strerror}).") from error
    return path


def secret(name: str, keep_in: Path) -> str:
    """A secret from the environment, else one made once and kept in a private file beside the data."""
    value = os.environ.get(name)
    if value:
        if len(value) < 32:
            raise BadSetting(f"{name} must have at least 32 characters.")
        return value
    file = keep_in / f"{name.lower()}.key"
    if not file.exists():
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # Two processes started together: the other one has just made it.
        else:
            with os.fdopen(handle, "w") as out:
                out.write(os.urandom(40).hex())
    return file.read_text().strip()


SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA mmap_size=268435456;"
    "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
)


def database(name: str, default_file: Path) -> dict[str, Any]:
    """Django's database settings from ``sqlite:///FILE`` or ``postgres://USER:PASSWORD@HOST:PORT/NAME``."""
    url = os.environ.get(name, "")
    if not url:
        return sqlite(default_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(f"{name} must begin with sqlite:/// or postgres://; it begins with {parts.scheme!r}.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    size = int(options.pop("pool", 8))
    if size:
        options["pool"] = {"min_size": 2, "max_size": size, "timeout": 20}
    options["prepare_threshold"] = int(options.get("prepare_threshold", 5)) or None
    # PostgreSQL's own 4 is made for disks that turn: it would rather read a whole table than look a thousand rows up.
    options.setdefault("options", "-c random_page_cost=1.1")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite as measured best: WAL, IMMEDIATE transactions, a persistent connection, full synchronisation."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }
