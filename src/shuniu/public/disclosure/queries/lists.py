"""The lists of requests: what waits for me, and all that I may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, amber_until, light_of, visible
from shuniu.kernel.casework.queues import PHASE_TONES
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.disclosure.models import InformationRequest
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.replies import REPLIES

CHUNK = 500
KIND = InformationRequestProcedure.kind


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    request: InformationRequest
    light: Light
    task: str = ""

    @property
    def url(self) -> str:
        return reverse("disclosure:matter", args=[self.matter.number])

    @property
    def state(self) -> tuple[str, str]:
        state = InformationRequestProcedure.states[self.matter.state]
        return _(state.label), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def way(self) -> str:
        return self.request.get_way_display()

    @property
    def kind(self) -> str:
        return self.request.get_applicant_kind_display()

    @property
    def reply(self) -> str:
        """How it was answered, once the answer is signed."""
        reply = REPLIES.get(self.request.reply_kind) if self.request.answered_on else None
        return _(reply.label) if reply else ""

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What stands out, in words with a tone."""
        return [(_("重新答复"), "warn")] if self.request.reopened else []


def rows_of(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """The lines for matters in hand: one query for the requests' own rows."""
    kept = list(matters)
    details, amber = _details([one.pk for one in kept]), amber_until(now)
    return [Row(one, details[one.pk], light_of(one.due_at, now, amber)) for one in kept]


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept = list(tasks)
    details, amber = _details([one.matter_id for one in kept]), amber_until(now)
    return [Row(one.matter, details[one.matter_id], light_of(one.due_at, now, amber), _(one.label)) for one in kept]


def _details(ids: list[int]) -> dict[int, InformationRequest]:
    return InformationRequest.objects.defer("text", "reply", "correction").in_bulk(ids) if ids else {}


# --- All that I may see --------------------------------------------------------------------------------------------


def _of_request(**conditions: Any) -> Q:
    return Q(pk__in=InformationRequest.objects.filter(**conditions).values("pk"))


NARROWINGS: dict[str, Any] = {
    "q": lambda text: Q(number=text.strip().upper()) | Q(title__icontains=text.strip()),
    "state": lambda name: Q(state=name),
    "way": lambda way: _of_request(way=way),
    "kind": lambda kind: _of_request(applicant_kind=kind),
    "reply": lambda reply: _of_request(reply_kind=reply, answered_on__isnull=False),
    "ground": lambda ground: _of_request(ground=ground, answered_on__isnull=False),
    "reopened": lambda asked: _of_request(reopened__gt=0),
    "since": lambda day: Q(received_at__gte=datetime.combine(day, time(), SHANGHAI)),
    "until": lambda day: Q(received_at__lt=datetime.combine(day + timedelta(days=1), time(), SHANGHAI)),
}


def numbered(actor: Actor, ids: Iterable[int]) -> QuerySet[Matter]:
    """The requests behind a figure, among those that this person may see."""
    return visible(InformationRequestProcedure, actor).filter(pk__in=list(ids))


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list, in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)
