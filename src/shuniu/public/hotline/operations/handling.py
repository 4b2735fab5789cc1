"""Moving a request: one verb for all steps, and what some of them bring with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.public.hotline.models import Precedent, Request
from shuniu.public.hotline.operations import evidence
from shuniu.public.hotline.operations.intake import refuse_secrets
from shuniu.public.hotline.operations.joining import answer_joined_again, settle_joined
from shuniu.public.hotline.procedures import HotlineRequest


def act(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step ``name`` on a request, with all that follows from it in the same transaction.

    ``data`` holds what the step's form asked for (unit ids as numbers). Raises ``StepRefused`` in words.
    """
    step = HotlineRequest.steps[name]
    refuse_secrets(note, *(value for value in (data or {}).values() if isinstance(value, str)))
    with transaction.atomic():
        done = take(step, matter, actor=actor, at=at, data=_named(data or {}), note=note, expected=expected, key=key)
        follow_up = _FOLLOW_UPS.get(name)
        if follow_up is not None:
            follow_up(done, actor, at)
    return done


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """Units by id for the machine and by their name of this day for the record."""
    named = dict(data)
    for field in ("unit", "right_unit"):
        if named.get(field):
            named[f"{field}_name"] = tree().name(named[field])
    if named.get("assisting"):
        named["assisting_names"] = [tree().name(unit) for unit in named["assisting"]]
    return named


def _keep_precedent(matter: Matter, actor: Actor, at: datetime) -> None:
    passage = matter.passages.filter(step="rule").latest("seq")
    request = Request.objects.get(pk=matter.pk)
    before = matter.passages.filter(step__in=("dispatch", "redispatch")).order_by("-seq").first()
    refused = before.data.get("unit") if before else None
    Precedent.objects.update_or_create(
        matter=matter,
        defaults={
            "unit_id": passage.data["unit"],
            "refused_unit_id": refused if refused != passage.data["unit"] else None,
            "subject_id": request.subject_id,
            "ruling": passage.data["ruling"],
            "at": at,
        },
    )


def _answered(matter: Matter, actor: Actor, at: datetime) -> None:
    evidence.show(matter, actor, at)
    answer_joined_again(matter, actor, at)


_FOLLOW_UPS: dict[str, Callable[[Matter, Actor, datetime], None]] = {
    "rule": _keep_precedent,
    "approve": _answered,
    "answer_at_once": settle_joined,
    "explain_path": settle_joined,
    "pass_on_emergency": settle_joined,
    "withdraw": settle_joined,
}
