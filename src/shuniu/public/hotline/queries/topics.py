"""Topics for reading: the list, one topic with its requests, places and trend; and the routing model's cards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Request, RoutingVersion, Topic
from shuniu.public.hotline.queries.lists import Row, whole_rows

SHOWN = 100
TREND_DAYS = 30
MEASURED_DAYS = 90


def topics(status: str = "") -> QuerySet[Topic]:
    rows = Topic.objects.annotate(count=Count("members")).order_by("-raised_at", "-pk")
    return rows.filter(status=status) if status in Topic.Status.values else rows


def topic(pk: int) -> Topic | None:
    return Topic.objects.select_related("decided_by").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class TopicView:
    """One topic as it stands: its requests newest first, counted by place and by day."""

    topic: Topic
    rows: list[Row[Request]]
    total: int
    places: list[tuple[str, int]]
    points: list[tuple[str, float, float]]
    days: list[tuple[date, int]]


def topic_view(found: Topic, *, now: datetime) -> TopicView:
    members = Matter.objects.filter(pk__in=found.members.values("matter_id")).order_by("-received_at", "-pk")
    rows = whole_rows(members[:SHOWN], now)
    places = Counter(row.request.place for row in rows if row.request.place)
    counted = Counter(local_day(at) for at in members.values_list("received_at", flat=True))
    last = max(counted, default=local_day(now))
    days = [last - timedelta(days=back) for back in range(TREND_DAYS - 1, -1, -1)]
    return TopicView(
        found,
        rows,
        sum(counted.values()),
        places.most_common(12),
        [(row.request.place, row.request.latitude, row.request.longitude) for row in rows
         if row.request.latitude is not None and row.request.longitude is not None],
        [(day, counted.get(day, 0)) for day in days],
    )  # fmt: skip


def versions() -> list[RoutingVersion]:
    return list(RoutingVersion.objects.defer("content").select_related("trained_by")[:20])


def card_of(version: RoutingVersion | None) -> dict[str, Any]:
    """A card's classes with the units' names of today, the most frequent first."""
    card = version.card if version else {}
    ids = tree().by_code
    classes = [{**one, "unit": tree().name(ids.get(one["label"]))} for one in card.get("per_class", [])]
    left_out = [tree().name(ids.get(label)) for label in card.get("left_out", {})]
    return {"per_class": sorted(classes, key=lambda one: -one["support"]), "left_out": list(filter(None, left_out))}


@dataclass(frozen=True, slots=True)
class InUse:
    """How the suggestions fared with people: given at intake, followed at the first dispatch, right in the end."""

    given: int
    followed: int
    right: int
    dispatched: int
    abstained: int


def in_use(now: datetime) -> InUse:
    """Of the last ninety days' dispatched requests."""
    rows = Request.objects.filter(
        matter__received_at__gte=now - timedelta(days=MEASURED_DAYS), first_unit__isnull=False
    ).aggregate(
        dispatched=Count("pk"),
        given=Count("pk", filter=Q(suggested_unit__isnull=False)),
        followed=Count("pk", filter=Q(suggested_unit=F("first_unit"))),
        right=Count("pk", filter=Q(suggested_unit=F("matter__unit"))),
    )
    return InUse(rows["given"], rows["followed"], rows["right"], rows["dispatched"], rows["dispatched"] - rows["given"])
