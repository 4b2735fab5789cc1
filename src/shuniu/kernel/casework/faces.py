"""A matter as lists show it: plain values instead of model instances, which cost a third and can be remembered."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from shuniu.kernel.casework.models import Matter


class Face(NamedTuple):
    """What lists show of a matter, under the names that the model has."""

    pk: int
    number: str | None
    title: str
    kind: str
    state: str
    phase: str
    unit_id: int | None
    owner_id: int | None
    source: str
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    urgency: str
    sealed: bool

    @property
    def id(self) -> int:
        return self.pk

    def get_urgency_display(self) -> str:
        return str(Matter.Urgency(self.urgency).label)


def face_fields(prefix: str = "", *, pk: str = "", received_at: str = "") -> tuple[str, ...]:
    """The fields of a face for a query over matters, or over rows that lead to one (``matter__``).

    ``pk`` is the name of the key for a detail row, whose own key is the matter's; ``received_at`` that of a column which
    says the same and is in the index.
    """
    others = {"pk": pk, "received_at": received_at}
    return tuple(others.get(name) or f"{prefix}{name}" for name in Face._fields)


_values = attrgetter("pk", *Face._fields[1:])


def face_of(matter: Matter) -> Face:
    """The face of a matter in hand. Two instances of one matter count as the same whatever they say; two faces do not."""
    return Face(*_values(matter))


class Waiting(NamedTuple):
    """An open task with the face of its matter: a line of a worklist."""

    pk: int
    matter_id: int
    label: str
    opened_at: datetime
    due_at: datetime | None
    matter: Face


WAITING_FIELDS = ("pk", "matter_id", "label", "opened_at", "due_at", *face_fields("matter__"))


def waiting(
    pk: int, matter_id: int, label: str, opened_at: datetime, due_at: datetime | None, *face: object
) -> Waiting:
    """A line of a worklist from the values of ``WAITING_FIELDS``."""
    return Waiting(pk, matter_id, label, opened_at, due_at, Face._make(face))
