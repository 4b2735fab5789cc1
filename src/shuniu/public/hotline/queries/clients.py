"""Programs admitted to the open interface, with what they filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from shuniu.public.hotline.models import ApiClient, Request

RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ClientLine:
    """``filed`` counts the last thirty days; ``last`` is the newest request of all."""

    client: ApiClient
    filed: int
    last: datetime | None


def clients(now: datetime) -> list[ClientLine]:
    """All programs, the active ones first. Two queries."""
    counted: dict[int, tuple[int, datetime | None]] = {
        row["client"]: (row["filed"], row["last"])
        for row in Request.objects.filter(client__isnull=False)
        .values("client")
        .annotate(filed=Count("pk", filter=Q(matter__received_at__gte=now - RECENT)), last=Max("matter__received_at"))
        .order_by()
    }
    nobody: tuple[int, datetime | None] = (0, None)
    return [
        ClientLine(one, *counted.get(one.pk, nobody)) for one in ApiClient.objects.order_by("-active", "name", "pk")
    ]


def client_of(pk: int) -> ApiClient | None:
    return ApiClient.objects.filter(pk=pk).first()
