"""What of assignments can be found, and by whom: as ``casework.queries.visible`` has it, in facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter, Party, Passage
from shuniu.kernel.casework.queries import own_units, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, Filter, register_source
from shuniu.office.supervision.models import Assignment, Source
from shuniu.office.supervision.procedures.assignment import Supervised

KIND = Supervised.kind
CHUNK = 1000


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("督查事项"), filters=filters)


def iterate() -> Iterator[Entry]:
    """Every assignment, oldest first."""
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    matters = list(Matter.objects.filter(pk__in=keys).order_by("pk"))
    rows = Assignment.objects.in_bulk(keys)
    seers: dict[int, set[str]] = {one.pk: {f"u{one.unit_id}"} if one.unit_id else set() for one in matters}
    for matter_id, unit in Party.objects.filter(matter_id__in=keys).values_list("matter_id", "unit_id"):
        seers[matter_id].add(f"u{unit}")
    return [_entry(one, rows[one.pk], sorted(seers[one.pk])) for one in matters]


def _entry(matter: Matter, row: Assignment, seers: Sequence[str]) -> Entry:
    facets = (*seers, f"t:{row.origin}", f"p:{matter.phase}")
    return Entry(KIND, matter.pk, matter.title, _text(matter, row), matter.received_at, facets)


def _text(matter: Matter, row: Assignment) -> str:
    parts = (matter.number or "", row.text, row.origin_words, row.result, row.finding, row.conclusion)
    return "\n".join(filter(None, parts))


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    rows = Assignment.objects.select_related("matter").in_bulk(list(keys))
    return {
        pk: Display(
            row.matter.number or "",
            row.matter.title,
            _text(row.matter, row),
            reverse("supervision:matter", args=[row.matter.number]),
            _(Supervised.states[row.matter.state].label),
        )
        for pk, row in rows.items()
    }


def visible(actor: Actor) -> Facets | None:
    if sees_all(Supervised, actor):
        return EVERYTHING
    units = own_units(Supervised, actor)
    return [[f"u{unit}" for unit in sorted(units)]] if units else None


def filters() -> Sequence[Filter]:
    return (Filter("origin", _l("来源"), {f"t:{one.value}": one.label for one in Source}),)


def index_passage(passage: Passage) -> None:
    """After every step the assignment is found under what it says and by whoever may see it now."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
