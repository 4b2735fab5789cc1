"""Who a leader's row stands for, remembered by the process: a leader's row never changes its person."""

from __future__ import annotations

from shuniu.kernel.remembering import Memory
from shuniu.office.engagements.models import Leader

_people: Memory[int] = Memory(500)


def person_of(leader_id: int) -> int | None:
    """The id of the leader's person."""
    found: int = _people.of(leader_id, lambda: Leader.objects.values_list("person_id", flat=True).get(pk=leader_id))
    return found
