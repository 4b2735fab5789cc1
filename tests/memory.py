"""A city and its cast without a database: for procedures, which are pure."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from shuniu.kernel.casework.case import Rules
from shuniu.kernel.law.limits import default_limit, rule_of
from shuniu.kernel.organisation import tree as tree_module
from shuniu.kernel.organisation.actor import SYSTEM, Actor, Grant, citizen
from shuniu.kernel.organisation.tree import Node, Tree
from shuniu.kernel.workdays.calendar import packaged_calendar
from tests.world import PEOPLE, UNITS

IDS = {code: position + 1 for position, (code, _name, _kind, _parent) in enumerate(UNITS)}
MATTER_ID = 1


def in_memory_tree() -> Tree:
    nodes = {
        IDS[code]: Node(IDS[code], code, name, "", kind, IDS[parent] if parent else None, "", False)
        for code, name, kind, parent in UNITS
    }
    below = {unit: frozenset(other for other in nodes if unit in set(_up(other, nodes))) for unit in nodes}
    return Tree(nodes, dict(IDS), below)


def _up(unit: int, nodes: dict[int, Node]) -> Iterator[int]:
    here: int | None = unit
    while here is not None:
        yield here
        here = nodes[here].parent_id


@contextmanager
def city() -> Iterator[dict[str, Actor]]:
    """The cast of ``tests/world.py`` plus a citizen and the system, while the tree is the one in memory."""
    before = tree_module._kept
    tree_module._kept = (time.monotonic() + 1e9, in_memory_tree())
    cast = {
        username: Actor(
            kind="staff",
            name=name,
            person_id=number + 1,
            post=title,
            unit_id=IDS[unit],
            grants=tuple(Grant(role, IDS[scope]) for role, scope in roles),
        )
        for number, (username, name, unit, title, roles) in enumerate(PEOPLE)
    }
    try:
        yield {**cast, "citizen": citizen(MATTER_ID), "system": SYSTEM}
    finally:
        tree_module._kept = before


def rules() -> Rules:
    """Packaged calendars and the defaults of the local limits."""
    return Rules(packaged_calendar(), lambda key, on: default_limit(rule_of(key)))


DAY = date(2026, 11, 23)
