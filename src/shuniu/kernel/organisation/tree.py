"""The organisation tree, remembered by each process.

A city has a few thousand units and asks "is this unit below that one?" on every page, so the whole tree is
kept in memory and read again every minute, or at once by the process that made a change.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from shuniu.kernel.organisation.models import Unit

RECHECK_SECONDS = 60.0
_stamps = count(1)


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as the tree remembers it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    remit: str
    closed: bool
    position: int = 0

    def __str__(self) -> str:
        return self.short_name or self.name


@dataclass(slots=True)
class Tree:
    nodes: dict[int, Node]
    by_code: dict[str, int]
    below: dict[int, frozenset[int]] = field(default_factory=dict)
    """unit id → the ids of the unit and of everything below it."""
    stamp: int = field(default_factory=_stamps.__next__)
    """Another tree has another stamp; a tree that was read again and found the same keeps its own."""

    def __getitem__(self, unit_id: int) -> Node:
        return self.nodes[unit_id]

    def get(self, unit_id: int | None) -> Node | None:
        return self.nodes.get(unit_id) if unit_id is not None else None

    def subtree(self, unit_id: int) -> frozenset[int]:
        return self.below.get(unit_id, frozenset())

    def code(self, code: str) -> Node:
        return self.nodes[self.by_code[code]]

    def name(self, unit_id: int | None) -> str:
        node = self.get(unit_id)
        return node.name if node else ""

    def walk(self) -> Iterator[tuple[Node, int]]:
        """Every unit in the order of the tree, with its depth below the top."""
        children: dict[int | None, list[Node]] = {}
        for node in self.nodes.values():
            children.setdefault(node.parent_id, []).append(node)
        waiting = [(node, 0) for node in reversed(children.get(None, []))]
        while waiting:
            node, depth = waiting.pop()
            yield node, depth
            waiting.extend((child, depth + 1) for child in reversed(children.get(node.id, [])))

    def department_of(self, unit_id: int) -> Node:
        """The unit itself, or for a section the department, district or office that it belongs to."""
        node = self.nodes[unit_id]
        while node.kind in {Unit.Kind.SECTION, Unit.Kind.WINDOW} and node.parent_id is not None:
            node = self.nodes[node.parent_id]
        return node


_kept: tuple[float, Tree] | None = None


def _build() -> Tree:
    nodes = {
        unit.id: Node(
            unit.id,
            unit.code,
            unit.name,
            unit.short_name,
            unit.kind,
            unit.parent_id,
            unit.remit,
            unit.closed_on is not None,
            unit.position,
        )
        for unit in Unit.objects.order_by("position", "id")
    }
    children: dict[int, list[int]] = {}
    for node in nodes.values():
        if node.parent_id is not None:
            children.setdefault(node.parent_id, []).append(node.id)
    tree = Tree(nodes, {node.code: node.id for node in nodes.values()})

    def collect(unit_id: int) -> frozenset[int]:
        found = frozenset({unit_id}).union(*(collect(child) for child in children.get(unit_id, [])))
        tree.below[unit_id] = found
        return found

    for node in nodes.values():
        if node.parent_id is None:
            collect(node.id)
    return tree


def tree() -> Tree:
    """The tree as it stands; at most ``RECHECK_SECONDS`` behind a change made by another process."""
    global _kept
    now = time.monotonic()
    if _kept is not None and now - _kept[0] < RECHECK_SECONDS:
        return _kept[1]
    built = _build()
    if _kept is not None and _kept[1].nodes == built.nodes:
        built = _kept[1]
    _kept = (now, built)
    return built


def forget() -> None:
    """Called by whoever changed a unit, so that the same process sees it at once."""
    global _kept
    _kept = None
