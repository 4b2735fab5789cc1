"""Lists of facts about the language, one entry a line; a line that begins with # explains."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of one list."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of a list of several columns, parted by tabs."""
    return tuple(tuple(line.split("\t")) for line in lines(name))
