"""What of requests can be found, and by whom: as ``casework.queries.visible`` has it, in facets. No applicant is indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter, Party, Passage
from shuniu.kernel.casework.queries import own_units, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, Filter, register_source
from shuniu.public.disclosure.models import InformationRequest
from shuniu.public.disclosure.models.request import Way
from shuniu.public.disclosure.procedures import InformationRequestProcedure

KIND = InformationRequestProcedure.kind
CHUNK = 1000


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("依申请公开"), filters=filters)


def iterate() -> Iterator[Entry]:
    """Every request, oldest first."""
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    details = InformationRequest.objects.select_related("matter").in_bulk(list(keys))
    units: dict[int, set[int]] = {
        pk: {row.matter.unit_id} if row.matter.unit_id is not None else set() for pk, row in details.items()
    }
    for matter_id, unit in Party.objects.filter(matter_id__in=keys).values_list("matter_id", "unit_id"):
        units[matter_id].add(unit)
    return [_entry(details[pk], sorted(units[pk])) for pk in sorted(details)]


def _entry(row: InformationRequest, units: Iterable[int]) -> Entry:
    facets = (*(f"u{unit}" for unit in units), f"t:{row.way}", f"p:{row.matter.phase}")
    return Entry(KIND, row.pk, row.matter.title, _text(row), row.matter.received_at, facets)


def _text(row: InformationRequest) -> str:
    """What was asked and answered; who asked is nobody's to find."""
    return "\n".join(filter(None, (row.matter.number, row.text, row.correction, row.reply if row.answered_on else "")))


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    rows = InformationRequest.objects.select_related("matter").in_bulk(list(keys))
    return {
        pk: Display(
            row.matter.number or "",
            row.matter.title,
            _text(row),
            reverse("disclosure:matter", args=[row.matter.number]),
            _(InformationRequestProcedure.states[row.matter.state].label),
        )
        for pk, row in rows.items()
    }


def visible(actor: Actor) -> Facets | None:
    if sees_all(InformationRequestProcedure, actor):
        return EVERYTHING
    units = own_units(InformationRequestProcedure, actor)
    return [[f"u{unit}" for unit in sorted(units)]] if units else None


def filters() -> Sequence[Filter]:
    return (Filter("way", _l("申请方式"), {f"t:{way.value}": way.label for way in Way}),)


def index_passage(passage: Passage) -> None:
    """After every step the request is found under what it says and whose it is now."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
