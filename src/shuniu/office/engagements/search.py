"""What of engagements can be found, and by whom: the desk finds all, a unit its own. Private entries are not in the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import own_units, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, Filter, register_source
from shuniu.office.engagements.models import Engagement
from shuniu.office.engagements.models import Kind as Sort
from shuniu.office.engagements.procedures.engagement import LeaderEngagement

KIND = LeaderEngagement.kind
CHUNK = 2000


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("领导活动"), filters=filters)
    follow(index_passage)


def iterate() -> Iterator[Entry]:
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    rows = Engagement.objects.filter(pk__in=keys, private=False).select_related("matter").order_by("pk")
    return [
        Entry(
            KIND, row.pk, row.about, f"{row.necessity}\n{row.place_note}\n{row.attendees}\n{row.matter.number}",
            row.matter.received_at, (*((f"u{row.unit_id}",) if row.unit_id else ()), f"t:{row.kind}"),
        )
        for row in rows
    ]  # fmt: skip


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    return {
        row.pk: Display(
            str(row.matter.number), row.about, f"{row.necessity}\n{row.place_note}\n{row.attendees}",
            reverse("engagements:engagement", args=[row.matter.number]), _(LeaderEngagement.states[row.matter.state].label),
        )
        for row in Engagement.objects.filter(pk__in=keys, private=False).select_related("matter")
    }  # fmt: skip


def visible(actor: Actor) -> Facets | None:
    if sees_all(LeaderEngagement, actor):
        return EVERYTHING
    units = own_units(LeaderEngagement, actor)
    return [[f"u{unit}" for unit in sorted(units)]] if units else None


def filters() -> Sequence[Filter]:
    return (Filter("kind", _l("活动类别"), {f"t:{kind.value}": kind.label for kind in Sort}),)


def index_passage(passage: Passage) -> None:
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
