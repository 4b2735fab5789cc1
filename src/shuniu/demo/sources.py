"""Reads the hand-written texts of the demo city (``data/*.toml``). Everything in them is invented for this project."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One file of ``data/`` by its path without the ending, for example ``knowledge/police``. Callers must not change it."""
    path = files("shuniu.demo").joinpath("data", *f"{name}.toml".split("/"))
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def folder(name: str) -> tuple[str, ...]:
    """The names of all files in a folder of ``data/``, sorted, in the form that ``table`` takes."""
    names = (entry.name for entry in files("shuniu.demo").joinpath("data", name).iterdir())
    return tuple(sorted(f"{name}/{one.removesuffix('.toml')}" for one in names if one.endswith(".toml")))
