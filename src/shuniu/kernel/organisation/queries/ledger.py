"""The ledger as the audit administrator reads it: filtered by type, person and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from shuniu.kernel.organisation.record import WHILE_WAITING, Event, Seal, kinds, sentence_of, verify

WINDOW_DAYS = 30


def types() -> list[tuple[str, str]]:
    return sorted(((kind.type, str(kind.label)) for kind in kinds()), key=lambda one: one[1])


def events(*, type: str, person_id: int | None, since: date | None, until: date | None, on: date) -> QuerySet[Event]:
    """Events by when they were recorded, the last 30 days unless asked otherwise.

    A person's events have no index of their own (every matter's step would pay for it); the daily seals give the range
    of ids to look through instead.
    """
    since = since or on - timedelta(days=WINDOW_DAYS)
    found = Event.objects.filter(recorded_at__gte=_start(since))
    before = Seal.objects.filter(day__lt=since).order_by("-id").values_list("last_id", flat=True).first()
    if before is not None:
        found = found.filter(id__gt=before)
    if until is not None:
        found = found.filter(recorded_at__lt=_start(until + timedelta(days=1)))
        after = Seal.objects.filter(day__gt=until).order_by("day", "-id").values_list("last_id", flat=True).first()
        found = found.filter(id__lte=after) if after is not None else found
    if type:
        found = found.filter(type=type)
    return found.filter(actor_id=person_id) if person_id is not None else found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def sentence(event: Event) -> str:
    """The event told; one whose module is no longer installed is shown by its type."""
    try:
        return sentence_of(event)
    except LookupError:
        return event.type


@dataclass(frozen=True, slots=True)
class Standing:
    """How much there is, and whether it can be verified while one waits."""

    events: int
    small: bool


def standing() -> Standing:
    """Counts no further than it must: on a large ledger counting alone takes seconds."""
    events = Event.objects.order_by()[:WHILE_WAITING].count()
    return Standing(events, events < WHILE_WAITING)


def verified() -> Any:
    return verify()
