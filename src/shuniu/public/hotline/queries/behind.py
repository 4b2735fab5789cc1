"""What a figure opens: the very matters that it counted, by the same condition, for whoever may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractIsoWeekDay
from django.http import Http404
from django.urls import reverse

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import own_units, sees_all, visible
from shuniu.kernel.local_time import LocalHour
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.figures import Dimension, received_in
from shuniu.public.hotline.queries.measures import LISTED
from shuniu.public.hotline.queries.periods import Period

NOBODY = 0
"""In an address: no subject yet, no unit yet."""
_PATHS = {"type": "type", "subject": "subject", "lead": "matter__unit", "channel": "matter__source", "place": "place"}
_NAMES = {Dimension.TYPE: "type", Dimension.SUBJECT: "subject", Dimension.UNIT: "lead", Dimension.CHANNEL: "channel"}


def units_of(actor: Actor, unit: int | None = None) -> frozenset[int] | None:
    """Whose figures the actor reads: None for the whole city, else some units. A stranger's unit is 404."""
    below = tree().subtree(unit) if unit else None
    if sees_all(HotlineRequest, actor):
        if below is not None and not below:
            raise Http404
        return below
    own = own_units(HotlineRequest, actor)
    if below is not None and not below & own:
        raise Http404
    return own if below is None else below & own


def units_offered(actor: Actor) -> list[tuple[Node, int]]:
    """The units that the actor may choose among, in the order of the tree, with their depth."""
    everything = sees_all(HotlineRequest, actor)
    own = own_units(HotlineRequest, actor)
    return [(node, depth) for node, depth in tree().walk() if everything or node.id in own]


@dataclass(frozen=True, slots=True)
class Cut:
    """A period's requests in some units, narrowed by what a figure stands for."""

    period: Period
    unit: int | None = None
    """The unit chosen for the whole page, with all below it."""
    narrowed: tuple[tuple[str, Any], ...] = ()

    def narrow(self, **more: Any) -> Cut:
        return replace(self, narrowed=(*self.narrowed, *more.items()))

    def by(self, dimension: Dimension, key: Any) -> Cut:
        """Narrowed to one line of a table of figures."""
        return self.narrow(**{_NAMES[dimension]: NOBODY if key is None else key})

    def url(self, measure: str = "received") -> str:
        """The list behind a figure."""
        words = {"since": self.period.first.isoformat(), "until": self.period.last.isoformat()}
        if self.unit:
            words["unit"] = str(self.unit)
        if measure != "received":
            words["measure"] = measure
        return f"{reverse('hotline:behind')}?{urlencode({**words, **dict(self.narrowed)})}"


def matters_behind(actor: Actor, cut: Cut, measure: str, *, now: datetime) -> QuerySet[Matter]:
    """The matters that a figure counted, in no order. Units that are not the actor's are 404."""
    requests = received_in(cut.period, units_of(actor, cut.unit)).filter(LISTED[measure].where(now))
    wanted = dict(cut.narrowed)
    requests = requests.filter(_narrowing(wanted))
    if wanted.get("weekday"):
        requests = requests.annotate(
            weekday=ExtractIsoWeekDay("matter__received_at", tzinfo=SHANGHAI),
            hour=LocalHour("matter__received_at"),
        ).filter(weekday=wanted["weekday"], hour=wanted.get("hour") or 0)
    return visible(HotlineRequest, actor).filter(
        received_at__gte=cut.period.since, received_at__lt=cut.period.until, pk__in=requests.values("pk")
    )


def _narrowing(wanted: Mapping[str, Any]) -> Q:
    narrowed = Q()
    for name, path in _PATHS.items():
        value = wanted.get(name)
        if value is not None and value != "":
            narrowed &= Q(**{f"{path}__isnull": True}) if value == NOBODY else Q(**{path: value})
    return narrowed
