"""What of petitions can be found, and by whom: the petition office finds all, an organ what it is or was party to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter, Party, Passage, Task
from shuniu.kernel.casework.queries import own_units, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, Filter, register_source
from shuniu.public.petitions.models import Petition
from shuniu.public.petitions.models.petition import Way
from shuniu.public.petitions.procedures import PetitionProcedure

KIND = PetitionProcedure.kind
CHUNK = 1000


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("信访"), filters=filters)


def iterate() -> Iterator[Entry]:
    """Every petition, oldest first."""
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    matters = list(Matter.objects.filter(pk__in=keys).order_by("pk"))
    details = Petition.objects.in_bulk(keys)
    units: dict[int, set[int]] = {matter.pk: {matter.unit_id} if matter.unit_id else set() for matter in matters}
    # Under seal nobody finds it but who handles it now: the organ that it was first sent to may be the one accused.
    parties = Party.objects.filter(matter_id__in=keys, matter__sealed=False).values_list("matter_id", "unit_id")
    assists = Task.objects.filter(matter_id__in=keys, assisting=True).values_list("matter_id", "unit_id")
    for matter_id, unit_id in [*parties, *assists]:
        units[matter_id].add(unit_id)
    return [_entry(matter, details[matter.pk], sorted(units[matter.pk])) for matter in matters]


def _entry(matter: Matter, petition: Petition, units: Iterable[int]) -> Entry:
    """What was petitioned and where; never by whom."""
    facets = (*(f"u{unit}" for unit in units), f"w:{petition.way}", f"p:{matter.phase}")
    text = f"{petition.text}\n{petition.place}\n{matter.number}"
    return Entry(KIND, matter.pk, matter.title, text, matter.received_at, facets)


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    rows = Petition.objects.select_related("matter").in_bulk(list(keys))
    return {
        pk: Display(
            row.matter.number or "",
            row.matter.title,
            f"{row.text}\n{row.place}",
            reverse("petitions:matter", args=[row.matter.number]),
            _(PetitionProcedure.states[row.matter.state].label),
        )
        for pk, row in rows.items()
    }


def visible(actor: Actor) -> Facets | None:
    if sees_all(PetitionProcedure, actor):
        return EVERYTHING
    units = own_units(PetitionProcedure, actor)
    return [[f"u{unit}" for unit in sorted(units)]] if units else None


def filters() -> Sequence[Filter]:
    return (Filter("way", _l("信访形式"), {f"w:{way.value}": way.label for way in Way}),)


def index_passage(passage: Passage) -> None:
    """After every step the petition is found by whoever may see it now."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
