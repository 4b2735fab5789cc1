"""What of incoming papers can be found, and by whom: as ``casework.queries.visible`` has it, in facets."""

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
from shuniu.office.documents.models.incoming import Incoming, Type
from shuniu.office.documents.procedures.incoming import IncomingPaper

KIND = IncomingPaper.kind
CHUNK = 1000


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("收文"), filters=filters)


def iterate() -> Iterator[Entry]:
    """Every paper, oldest first."""
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    matters = list(Matter.objects.filter(pk__in=keys).order_by("pk"))
    papers = Incoming.objects.in_bulk(keys)
    seers: dict[int, set[str]] = {one.pk: {f"u{one.unit_id}"} if one.unit_id else set() for one in matters}
    for matter_id, unit in Party.objects.filter(matter_id__in=keys).values_list("matter_id", "unit_id"):
        seers[matter_id].add(f"u{unit}")
    took = Passage.objects.filter(matter_id__in=keys, person__isnull=False).values_list("matter_id", "person_id")
    waits = Task.objects.filter(matter_id__in=keys, person__isnull=False).values_list("matter_id", "person_id")
    for matter_id, person in [*took, *waits]:
        seers[matter_id].add(f"w{person}")
    return [_entry(one, papers[one.pk], sorted(seers[one.pk])) for one in matters]


def _entry(matter: Matter, paper: Incoming, seers: Iterable[str]) -> Entry:
    facets = (*seers, f"t:{paper.type}", f"p:{matter.phase}")
    return Entry(KIND, matter.pk, paper.title, _text(matter, paper), matter.received_at, facets)


def _text(matter: Matter, paper: Incoming) -> str:
    """What the paper says, what it is called, what was written on it, and where it was filed."""
    instructed = "\n".join(str(one.get("text", "")) for one in paper.leaders)
    parts = (
        matter.number or "", paper.original_number, paper.organ, paper.archive_number, paper.text, paper.opinion,
        instructed, paper.result, paper.answer,
    )  # fmt: skip
    return "\n".join(filter(None, parts))


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    papers = Incoming.objects.select_related("matter").in_bulk(list(keys))
    return {
        pk: Display(
            paper.matter.number or "",
            paper.title,
            _text(paper.matter, paper),
            reverse("documents:incoming", args=[paper.matter.number]),
            _(IncomingPaper.states[paper.matter.state].label),
        )
        for pk, paper in papers.items()
    }


def visible(actor: Actor) -> Facets | None:
    if sees_all(IncomingPaper, actor):
        return EVERYTHING
    if not actor.is_staff:
        return None
    units = own_units(IncomingPaper, actor)
    return [[*(f"u{unit}" for unit in sorted(units)), f"w{actor.person_id}"]]


def filters() -> Sequence[Filter]:
    return (Filter("type", _l("文种"), {f"t:{kind.value}": kind.label for kind in Type}),)


def index_passage(passage: Passage) -> None:
    """After every step the paper is found under what it says and by whoever may see it now."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
