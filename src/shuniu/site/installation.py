"""Django, started for a command; what the database refuses is told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection


class CannotStart(SystemExit):
    """The installation cannot do what was asked; the message says why and what to do. Exit code 1."""


@contextmanager
def started() -> Iterator[None]:
    """Set Django up and run the block; a database that is absent or empty ends it with a sentence."""
    try:
        django.setup()
        yield
    except ImproperlyConfigured as error:
        raise CannotStart(f"设置有误：{error}") from error
    except (OperationalError, ProgrammingError) as error:
        raise CannotStart(why(error)) from error


def why(error: Exception) -> str:
    """The refusal of the database as advice. The address is told without user and password."""
    told = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in told or ("does not exist" in told and "relation" in told):
        return f"数据库中还没有所需的表（{told}）。请先运行：shuniu migrate"
    place = settings.DATABASES["default"]
    where = f"{place.get('HOST') or ''}{':' + place['PORT'] if place.get('PORT') else ''}/{place['NAME']}"
    if connection.vendor == "sqlite":
        where = str(place["NAME"])
    return f"数据库不能使用（{where}）：{told}\n运行 shuniu doctor 可查看原因和解决办法。"
