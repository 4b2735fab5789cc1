"""What stands beside a matter, in one look: its parties, who keeps out of it, and whether it has links and files.

Most matters have no link and no file; those that have are asked for them afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shuniu.kernel.casework.models import Clock, Link, Party, Passage, Recusal
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.reading import fetched, rows_of_each

PARTY, RECUSED, LINK, FILE = "party", "recused", "link", "file"
LOOK = " UNION ALL ".join(
    [
        f"SELECT '{PARTY}', unit_id, assisting FROM {Party._meta.db_table} WHERE matter_id = %s",  # noqa: S608 - our own tables
        f"SELECT '{RECUSED}', person_id, NULL FROM {Recusal._meta.db_table} WHERE matter_id = %s",  # noqa: S608 - as above
        f"SELECT '{LINK}', id, NULL FROM {Link._meta.db_table} WHERE source_id = %s",  # noqa: S608 - as above
        f"SELECT '{LINK}', id, NULL FROM {Link._meta.db_table} WHERE target_id = %s",  # noqa: S608 - as above
        f"SELECT '{FILE}', id, NULL FROM {Attachment._meta.db_table} WHERE matter_id = %s",  # noqa: S608 - as above
    ]
)


@dataclass(frozen=True, slots=True)
class Beside:
    parties: dict[int, bool]
    """unit id → whether it is (only) assisting."""
    recused: frozenset[int]
    linked: bool
    files: bool


def beside(matter_id: int) -> Beside:
    return _made(fetched(LOOK, [matter_id] * 5))


def passages_clocks_and(matter_id: int) -> tuple[list[Passage], list[Clock], Beside]:
    """For a page: the passages in their order and the clocks as well."""
    tables = ((Passage, "matter_id", "seq"), (Clock, "matter_id", ""))
    passages, clocks, found = rows_of_each(matter_id, tables, (LOOK, [matter_id] * 5))
    return passages, clocks, _made(found)


def _made(found: list[Any]) -> Beside:
    kinds = {kind for kind, _id, _assisting in found}
    return Beside(
        {unit: bool(assisting) for kind, unit, assisting in found if kind == PARTY},
        frozenset(person for kind, person, _nothing in found if kind == RECUSED),
        LINK in kinds,
        FILE in kinds,
    )
