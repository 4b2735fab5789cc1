"""送审: choosing the route of a draft and sending it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.routes.definition import Route
from shuniu.kernel.routes.planning import Unplanned, begin
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.routing import OnTheDay, facts_of
from shuniu.office.documents.roles import HEAD


def submit(
    matter: Matter,
    route: Route,
    chosen: Mapping[str, Sequence[int]],
    *,
    actor: Actor,
    at: datetime,
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """送审 on a route, with whom the drafter picked for its open places. Raises StepRefused in words."""
    detail = Outgoing.objects.select_related("matter", "series", "unit").get(pk=matter.pk)
    unit = detail.matter.unit_id or detail.unit_id
    try:
        plan = begin(route, facts_of(detail), chosen, unit=unit, ask=OnTheDay(local_day(at)), heads=(HEAD,))
    except Unplanned as fault:
        raise StepRefused(str(fault)) from fault
    data = {"route": plan, "version": detail.version}
    return take(OutgoingPaper.submit, matter, actor=actor, at=at, data=data, expected=expected, key=key)
