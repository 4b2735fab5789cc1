"""Many assignments, meetings and engagements for ``bench.boards``: copies of the demo city's lives, made in SQL.

``python -m bench.boards_fill 50000 2000 20000 20000``: assignments, how many of them are open, meetings, engagements.
Matters, their own rows, parties, passages, clocks, tasks, invitations and booked quarters are copied in full; ledger
events and the search index are not. Copies are moved by whole weeks, so that any week or month is as full as any other;
what would stand in a taken room or hour is left out.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import django
from django.apps import apps
from django.db import connection, models
from django.db.models import Max

ROWS = ("casework_party", "casework_passage", "casework_clock", "casework_task")
KINDS = {
    "supervision.assignment": ("supervision_assignment", *ROWS),
    "meetings.meeting": ("meetings_meeting", "meetings_invitation", "meetings_slot", *ROWS),
    "engagements.engagement": ("engagements_engagement", *ROWS),
}
QUARTERS, MINUTES = 24 * 4, 24 * 60


def model_of(table: str) -> type[models.Model]:
    return next(one for one in apps.get_models() if one._meta.db_table == table)


def _value(field: Any) -> str:
    """What a column of a copy is, from the row ``s`` that is copied and the line ``c`` of ``copies``."""
    name, postgres = f's."{field.column}"', connection.vendor == "postgresql"
    if field.column in ("matter_id", "number", "parent"):
        return {"matter_id": "c.target", "number": "c.number", "parent": "c.parent"}[field.column]
    if field.column == "children":
        return f"coalesce(c.children, {name}::text)::jsonb" if postgres else f"coalesce(c.children, {name})"
    if field.column == "key":
        return "NULL"
    if field.column == "quarter":
        return f"{name} + {QUARTERS} * c.days"
    if field.column.startswith("occupied_"):
        return f"{name} + {MINUTES} * c.days"
    if isinstance(field, models.DateTimeField):
        return f"{name} + interval '1 day' * c.days" if postgres else f"datetime({name}, c.days || ' days')"
    if isinstance(field, models.DateField):
        return f"{name} + c.days" if postgres else f"date({name}, c.days || ' days')"
    return name


def _copy(table: str) -> None:
    model = model_of(table)
    matters = table == "casework_matter"
    fields = [one for one in model._meta.concrete_fields if matters or one.column != "id"]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join("c.target" if one.column == "id" else _value(one) for one in fields)
    link = "id" if matters else "matter_id"
    statement = f"INSERT INTO {table} ({columns}) SELECT {values} FROM copies c JOIN {table} s ON s.{link} = c.source"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {'ON CONFLICT DO NOTHING' if table == 'meetings_slot' else ''}")


class Life(NamedTuple):
    """One copy: of which matter, its numbers, and how many days from it."""

    source: int
    number: str
    parent: str
    children: str | None
    days: int


def _lives(kind: str, wanted: int, still_open: int | None) -> Iterator[Life]:
    """The copies of all lives, or so many of the open ones and the rest of the closed ones; the nearest in time first."""
    matters = model_of("casework_matter")._default_manager.filter(kind=kind)
    trees = model_of("supervision_assignment")._default_manager.values_list("matter__number", "parent", "children")
    family = {number: (parent, children) for number, parent, children in trees}
    groups = [(matters, wanted - matters.count(), 10_000)]
    if still_open is not None:
        left, closed = still_open - matters.filter(closed_at=None).count(), matters.filter(closed_at__isnull=False)
        groups = [(matters.filter(closed_at=None), left, NEAR), (closed, groups[0][1] - left, 10_000)]
    serial = 10_000_000
    for rows, count, near in groups:
        known = list(rows.order_by("pk").values_list("pk", "number"))
        for copy in range(-(-count // len(known))):
            names = [number for _pk, number in known]
            fresh = {name: f"{re.sub('[0-9]{4,5}$', '', name)}{serial + at}" for at, name in enumerate(names)}
            serial += len(known)
            away = copy % near // 2 + 1
            days = 7 * STRIDE[kind] * (away if copy % 2 else -away)
            for pk, number in known[: count - copy * len(known)]:
                parent, children = family.get(number, ("", {}))
                below = json.dumps({fresh[one]: done for one, done in children.items() if one in fresh})
                yield Life(pk, fresh[number], fresh.get(parent, ""), below if children else None, days)


NEAR = 16
"""Copies of open assignments stand at most so many half weeks from the life that they were copied from."""
STRIDE = {"supervision.assignment": 1, "meetings.meeting": 1, "engagements.engagement": 3}
"""Weeks between two copies: about sixty meetings and seventy engagements of six leaders in a week."""


def _without_clashes(lives: Iterable[Life]) -> list[Life]:
    """Engagements whose leader is free at that time: the database lets in no other."""
    model = model_of("engagements_engagement")
    spans = {pk: rest for pk, *rest in model._default_manager.values_list("pk", "leader_id", "starts_at", "ends_at")}
    taken: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)

    def free(pk: int, days: int) -> bool:
        leader, starts, ends = spans[pk]
        if leader is None or starts is None:
            return True
        starts, ends = (one + timedelta(days=days) for one in (starts, ends))
        near = taken[leader, starts.date()]
        if any(one < ends and starts < other for one, other in near):
            return False
        near.append((starts, ends))
        return True

    for pk in spans:
        free(pk, 0)
    return [one for one in lives if free(one.source, one.days)]


def fill(kind: str, wanted: int, still_open: int | None = None) -> None:
    begun = time.perf_counter()
    matters = model_of("casework_matter")._default_manager
    lives = list(_lives(kind, wanted, still_open))
    if kind == "engagements.engagement":
        lives = _without_clashes(_lives(kind, 2 * wanted, None))[: len(lives)]
    base = (matters.aggregate(most=Max("pk"))["most"] or 0) + 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copies")
        cursor.execute(
            "CREATE TEMPORARY TABLE copies "
            "(target bigint, source bigint, number text, parent text, children text, days int)"
        )
        rows = [(base + at, *one) for at, one in enumerate(lives)]
        cursor.executemany("INSERT INTO copies VALUES (%s, %s, %s, %s, %s, %s)", rows)
    for table in ("casework_matter", *KINDS[kind]):
        _copy(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # The next matter must not meet the keys given out here.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('casework_matter', 'id'), max(id)) FROM casework_matter"
            )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    found = matters.filter(kind=kind)
    held = found.filter(closed_at=None).count()
    print(f"{kind}: {found.count():,}, of them {held:,} open, in {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
    django.setup()
    assignments, still_open, meetings, engagements = map(int, sys.argv[1:])
    fill("supervision.assignment", assignments, still_open)
    fill("meetings.meeting", meetings)
    fill("engagements.engagement", engagements)
