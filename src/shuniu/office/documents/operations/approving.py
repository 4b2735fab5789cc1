"""审批: sending a draft on its route, and what those who sit on it do. The route itself is ``kernel.routes``' affair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked, take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.routes.operations import act
from shuniu.kernel.routes.run import load
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.operations.refusing import refuse_secrets
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.series import heads_of


def submit(
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    note: str = "",
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """送审 on the plan in ``data["route"]`` (``routes.resolving.resolve``), with the version that is sent."""
    with transaction.atomic():
        version = load_locked(matter.pk).detail.version
        said = {**data, "version": version}
        return take(OutgoingPaper.submit, matter, actor=actor, at=at, data=said, note=note, expected=expected, key=key)


def sign(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    note: str = "",
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """同意, 会签 or 签发, on the version that is signed. Where art. 22 wants the head, one of the signers must be it."""
    refuse_secrets(dict(data))
    with transaction.atomic():
        case = load_locked(matter.pk)
        said = {**data, "version": case.detail.version}
        if name == "sign" and case.detail.needs_head:
            said["head"] = _head_signs(case.detail, actor, at)
        return act(
            OutgoingPaper.steps[name], matter, actor=actor, at=at, data=said, note=note, expected=expected, key=key
        )


def _head_signs(detail: Outgoing, actor: Actor, at: datetime) -> bool:
    """Whether this signature, or one before it, is that of the organ's head, given in person or by whoever acts for them.

    Where the series names no post, the route alone decides.
    """
    heads = heads_of(detail.series, local_day(at))
    if detail.series is None or not detail.series.head_post:
        return True
    lent = {grant.for_id for grant in actor.grants if grant.for_id is not None}
    acting = {actor.person_id, *lent, *(one["person"] for one in detail.signers)}
    return any(head in acting for head in heads)


def back_to_the_signers(
    matter: Matter, *, reason: str, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """退回签发人: a change of substance, found at the check, goes back to whoever signed (art. 25)."""
    refuse_secrets(reason)
    route = load(Outgoing.objects.values_list("route", flat=True).get(pk=matter.pk))
    walked = [leg.key for leg in route.legs if leg.skipped is None]
    data = {"to": walked[-1] if walked else "", "reason": reason}
    return take(OutgoingPaper.return_to_signer, matter, actor=actor, at=at, data=data, expected=expected, key=key)
