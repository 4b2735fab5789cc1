"""The lists of petitions: what waits for me, and all that I may see."""

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
from shuniu.kernel.casework.queries import Light, amber_until, light_of
from shuniu.kernel.casework.queues import PHASE_TONES
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.models.petition import Category, Standing
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.wording import RATINGS

CHUNK = 500
STANDING_TONES = {Standing.REPEATED.value: "plain", Standing.IN_PROGRESS.value: "warn", Standing.FINAL.value: "plain"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    petition: Petition
    light: Light
    task: str = ""
    opened_at: datetime | None = None

    @property
    def url(self) -> str:
        return reverse("petitions:matter", args=[self.matter.number])

    @property
    def number(self) -> str:
        return self.matter.number or ""

    @property
    def state(self) -> tuple[str, str]:
        state = PetitionProcedure.states[self.matter.state]
        return _(state.label), PHASE_TONES.get(self.matter.phase, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def way(self) -> str:
        return str(self.petition.get_way_display())

    @property
    def category(self) -> str:
        return str(self.petition.get_category_display())

    @property
    def standing(self) -> str:
        return str(self.petition.get_standing_display())

    @property
    def office(self) -> str:
        return str(RATINGS.get(self.petition.office_satisfaction or 0, ""))

    @property
    def organ(self) -> str:
        return str(RATINGS.get(self.petition.organ_satisfaction or 0, ""))

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What stands out, in words with a tone."""
        matter, petition = self.matter, self.petition
        found = [(matter.get_urgency_display(), "bad")] if matter.urgency != Matter.Urgency.ORDINARY else []
        if matter.sealed:
            found.append((_("身份保密"), "bad"))
        if petition.standing != Standing.FIRST:
            found.append((self.standing, STANDING_TONES.get(petition.standing, "plain")))
        if petition.people > 1:
            found.append((_("%(people)s人") % {"people": petition.people}, "warn"))
        if petition.simple:
            found.append((_("简易办理"), "plain"))
        return found


def rows_of(matters: Iterable[Matter], now: datetime) -> list[Row]:
    """The lines for matters in hand: one query for the petitions' own rows."""
    kept = list(matters)
    petitions = _petitions([matter.pk for matter in kept])
    amber = amber_until(now)
    return [Row(matter, petitions[matter.pk], light_of(matter.due_at, now, amber)) for matter in kept]


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept = list(tasks)
    petitions = _petitions([task.matter_id for task in kept])
    amber = amber_until(now)
    return [
        Row(task.matter, petitions[task.matter_id], light_of(task.due_at, now, amber), _(task.label), task.opened_at)
        for task in kept
    ]


def _petitions(ids: list[int]) -> dict[int, Petition]:
    return Petition.objects.defer("text").in_bulk(ids) if ids else {}


# --- All that I may see --------------------------------------------------------------------------------------------


def _of_petition(**conditions: Any) -> Q:
    return Q(pk__in=Petition.objects.filter(**conditions).values("pk"))


def _in_class(name: str) -> Q:
    """One of the three classes as a whole, or one of their paths."""
    if name == "appeal":
        return _of_petition(category__in=[one.value for one in Category if one.label.startswith("申诉求决类")])
    return _of_petition(category=name)


def _said(text: str) -> Q:
    """By number, by words of the title, and by a telephone of whoever is under no seal."""
    found = Q(number=text.strip().upper()) | Q(title__icontains=text.strip())
    digits = "".join(filter(str.isdigit, text))
    if 7 <= len(digits) <= 13:
        own = Petitioner.objects.filter(phone_hash=fingerprint(digits), sealed=False).values("pk")
        found |= Q(pk__in=own, sealed=False)
    return found


NARROWINGS: dict[str, Any] = {
    "q": _said,
    "state": lambda name: Q(state=name),
    "category": _in_class,
    "standing": lambda name: _of_petition(standing=name),
    "way": lambda name: _of_petition(way=name),
    "unit": lambda unit: Q(unit_id__in=tree().subtree(unit)),
    "since": lambda day: Q(received_at__gte=datetime.combine(day, time(), SHANGHAI)),
    "until": lambda day: Q(received_at__lt=datetime.combine(day + timedelta(days=1), time(), SHANGHAI)),
}


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list, in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)
