"""What of the publications can be found: all of them by those who may see them, the published ones by everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter, Party, Passage
from shuniu.kernel.casework.queries import own_units, sees_all, url_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, register_source
from shuniu.public.disclosure.models import Publication, PublicationText
from shuniu.public.disclosure.procedures import PublicationProcedure
from shuniu.public.disclosure.queries.open import FACET

KIND = PublicationProcedure.kind
CHUNK = 1000


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("主动公开信息"))


def iterate() -> Iterator[Entry]:
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    """By the words of the newest version, the index number and the document number."""
    facets: dict[int, list[str]] = {key: [] for key in keys}
    for matter_id, unit in Party.objects.filter(matter_id__in=keys).values_list("matter_id", "unit_id"):
        facets[matter_id].append(f"u{unit}")
    texts = _newest(keys)
    found = []
    for one in Publication.objects.filter(pk__in=keys).select_related("matter").order_by("pk"):
        if one.published_on is not None:
            facets[one.pk].append(FACET)
        text = f"{texts.get(one.pk, '')}\n{one.index_number}\n{one.document_number}"
        found.append(Entry(KIND, one.pk, one.matter.title, text, one.matter.received_at, tuple(facets[one.pk])))
    return found


def _newest(keys: Sequence[int]) -> dict[int, str]:
    version = Subquery(Publication.objects.filter(pk=OuterRef("matter_id")).values("version")[:1])
    rows = PublicationText.objects.filter(matter_id__in=keys).annotate(newest=version).filter(version=F("newest"))
    return dict(rows.values_list("matter_id", "text"))


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    texts = _newest(keys)
    return {
        matter.pk: Display(
            str(matter.number), matter.title, texts.get(matter.pk, ""), url_of(matter),
            _(PublicationProcedure.states[matter.state].label),
        )
        for matter in Matter.objects.filter(pk__in=keys)
    }  # fmt: skip


def visible(actor: Actor) -> Facets | None:
    if sees_all(PublicationProcedure, actor):
        return EVERYTHING
    units = own_units(PublicationProcedure, actor)
    return [[f"u{unit}" for unit in sorted(units)]] if units else None


def index_passage(passage: Passage) -> None:
    """After every step it is found under what it says now."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
