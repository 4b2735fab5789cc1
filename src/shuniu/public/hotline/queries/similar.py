"""Requests that may be about the same event: hints for joining, confirmed by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import visible
from shuniu.kernel.insight.duplicates import similarity
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.procedures import HotlineRequest

WITHIN, READ, SHOWN, LEAST = timedelta(days=14), 300, 6, 0.35


@dataclass(frozen=True, slots=True)
class Similar:
    """``score`` is the share of the text that is the same, in percent."""

    number: str
    title: str
    place: str
    state: str
    score: int


def candidates(matter: Matter, actor: Actor, *, now: datetime) -> list[Similar]:
    """The most similar open requests of the last fortnight, at most 300 read: a bounded cost whatever the city."""
    newest = (
        visible(HotlineRequest, actor, open_only=True)
        .filter(received_at__gte=now - WITHIN)
        .exclude(pk=matter.pk)
        .exclude(state="joined")
        .order_by("-received_at", "-pk")[:READ]
    )
    others = {other.pk: other for other in newest}
    details = Request.objects.filter(pk__in=[*others, matter.pk]).only("text", "place").in_bulk()
    own = details.pop(matter.pk)
    scored = [(_score(own, detail), others[pk], detail) for pk, detail in details.items() if pk in others]
    best = sorted((one for one in scored if one[0] >= LEAST), key=lambda one: -one[0])[:SHOWN]
    return [
        Similar(
            other.number or "",
            other.title,
            detail.place,
            str(HotlineRequest.states[other.state].label),
            round(score * 100),
        )
        for score, other, detail in best
    ]


def _score(one: Request, other: Request) -> float:
    score = similarity(one.text[:1000], other.text[:1000])
    if one.place and one.place == other.place:
        score = max(score, 0.5 + score / 2)  # The same place weighs as much as half of the words.
    return score
