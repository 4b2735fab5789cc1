"""What of the hotline can be found, and by whom: the centre finds all, a unit what it is or was party to."""

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
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.procedures import HotlineRequest

KIND = HotlineRequest.kind
CHUNK = 2000
PUBLIC = "public"
"""Marks requests whose question and answer were released for everybody."""


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("市长公开电话"), filters=filters)


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
    matters = Matter.objects.filter(pk__in=keys).order_by("pk")
    details = {row.pk: row for row in Request.objects.filter(pk__in=keys)}
    units: dict[int, set[int]] = {matter.pk: {matter.unit_id} if matter.unit_id else set() for matter in matters}
    # Who is or was party finds it; under seal only who handles it now or still owes a part (``casework.queries``).
    parties = Party.objects.filter(matter_id__in=keys, matter__sealed=False).values_list("matter_id", "unit_id")
    assists = Task.objects.filter(matter_id__in=keys, assisting=True).values_list("matter_id", "unit_id")
    for matter_id, unit_id in [*parties, *assists]:
        units[matter_id].add(unit_id)
    return [_entry(matter, details[matter.pk], sorted(units[matter.pk])) for matter in matters]


def _entry(matter: Matter, detail: Request, units: Iterable[int]) -> Entry:
    released = (PUBLIC,) if detail.reply_public else ()
    facets = (*(f"u{unit}" for unit in units), f"t:{detail.type}", f"p:{matter.phase}", *released)
    text = f"{detail.text}\n{detail.place}\n{detail.reply}\n{matter.number}"
    return Entry(KIND, matter.pk, matter.title, text, matter.received_at, facets)


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    details = {row.pk: row for row in Request.objects.filter(pk__in=keys).only("pk", "text", "place", "reply")}
    return {
        matter.pk: Display(
            str(matter.number),
            matter.title,
            f"{details[matter.pk].text}\n{details[matter.pk].place}\n{details[matter.pk].reply}",
            reverse("hotline:matter", args=[matter.number]),
            _(HotlineRequest.states[matter.state].label),
        )
        for matter in Matter.objects.filter(pk__in=keys)
    }


def visible(actor: Actor) -> Facets | None:
    if sees_all(HotlineRequest, actor):
        return EVERYTHING
    units = own_units(HotlineRequest, actor)
    return [[f"u{unit}" for unit in sorted(units)]] if units else None


def filters() -> Sequence[Filter]:
    return (
        Filter("type", _l("类型"), {f"t:{kind.value}": kind.label for kind in Type}),
        Filter(
            "phase",
            _l("办理阶段"),
            {"p:waiting": _l("待处理"), "p:working": _l("办理中"), "p:suspended": _l("并案"), "p:closed": _l("已办结")},
        ),
    )


def index_passage(passage: Passage) -> None:
    """After every step the request is found under what it says and whose it is now."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
