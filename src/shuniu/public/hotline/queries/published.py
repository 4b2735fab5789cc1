"""What everybody may read: released answers, the public knowledge base, promises against measured figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import ResolvedLimit, limit
from shuniu.kernel.search import find
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Article, Request
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.figures import unanswered_and_overdue

PROMISE_DAYS = 90
KEEP_SECONDS = 600
FOUND_MOST = 200
ARTICLES = "hotline.article"
HINTS = 3
HINT_SHARE = 0.4
"""A guide with less than this share of the best one's score is about something else."""


def published(query: str = "") -> QuerySet[Request]:
    """Requests whose question and answer were released, newest answer first."""
    rows = Request.objects.filter(reply_public=True).select_related("matter", "subject").order_by("-answered_at", "-pk")
    if not query:
        return rows
    # By the index, never by reading two million texts; what was withdrawn a moment ago is kept out by the row itself.
    hits = find(query, kinds=[HotlineRequest.kind], any_of=[["public"]], limit=FOUND_MOST).hits
    return rows.filter(pk__in=[hit.key for hit in hits])


def published_request(number: str) -> Request | None:
    return published().filter(matter__number=number).first()


def public_articles(query: str = "", *, limit: int = 20) -> list[Article]:
    """Public knowledge articles: those that answer the query, else the ones most used."""
    rows = Article.objects.filter(status=Article.Status.PUBLISHED, public=True).select_related("unit", "subject")
    if not query:
        return list(rows.order_by("-used", "pk")[:limit])
    hits = find(query, kinds=[ARTICLES], any_of=[["public"]], limit=limit).hits
    found = {row.pk: row for row in rows.filter(pk__in=[hit.key for hit in hits])}
    return [found[hit.key] for hit in hits if hit.key in found]


def guides_for(said: str) -> list[dict[str, Any]]:
    """Code and title of the public guides that may answer what a citizen is writing, best first. Two queries."""
    hits = find(said, kinds=[ARTICLES], any_of=[["public"]], limit=HINTS).hits
    keys = [hit.key for hit in hits if hit.score >= hits[0].score * HINT_SHARE]
    rows = Article.objects.filter(pk__in=keys, status=Article.Status.PUBLISHED, public=True)
    found = {row["pk"]: dict(row) for row in rows.values("pk", "code", "title")} if keys else {}
    return [found[key] for key in keys if key in found]


def public_article(code: str) -> Article | None:
    rows = Article.objects.filter(status=Article.Status.PUBLISHED, public=True)
    return rows.select_related("unit", "subject").filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Promise:
    """One service promise and how it was kept in the last ninety days.

    ``on_time`` counts what is open and overdue as not kept: on time = answered in time ÷ (answered + open and overdue).
    """

    type: str
    promised: ResolvedLimit
    answered: int
    late: int
    overdue: int
    average_days: float | None

    @property
    def label(self) -> str:
        """Made when shown: what is remembered serves readers of every language."""
        return str(Type(self.type).label)

    @property
    def period(self) -> str:
        return labels.period(self.promised.value)

    @property
    def on_time(self) -> float | None:
        whole = self.answered + self.overdue
        return (self.answered - self.late) / whole if whole else None


def promises(now: datetime) -> Sequence[Promise]:
    """Promises by type, measured; remembered for ten minutes, because every citizen's visit asks for them."""
    known: list[Promise] | None = cache.get("hotline.promises")
    if known is None:
        known = _measured(now)
        cache.set("hotline.promises", known, KEEP_SECONDS)
    return known


def _measured(now: datetime) -> list[Promise]:
    since = now - timedelta(days=PROMISE_DAYS)
    answered: dict[str, dict[str, Any]] = {
        row["type"]: dict(row)
        for row in Request.objects.filter(answered_at__gte=since, answered_at__lte=now)
        .values("type")
        .annotate(answered=Count("pk"), late=Count("pk", filter=Q(late=True)))
    }
    waited = _average_days(since, now)
    overdue = dict(Request.objects.filter(unanswered_and_overdue(now)).values_list("type").annotate(count=Count("pk")))
    return [
        Promise(
            kind.value,
            limit(f"hotline.answer.{kind.value}", local_day(now)),
            answered.get(kind.value, {}).get("answered", 0),
            answered.get(kind.value, {}).get("late", 0),
            overdue.get(kind.value, 0),
            waited.get(kind.value),
        )
        for kind in Type
    ]


def _average_days(since: datetime, now: datetime) -> dict[str, float]:
    """Calendar days from receipt to answer, on the average, by type."""
    waited = ExpressionWrapper(F("answered_at") - F("matter__received_at"), output_field=DurationField())
    rows = (
        Request.objects.filter(answered_at__gte=since, answered_at__lte=now).values("type").annotate(mean=Avg(waited))
    )
    return {row["type"]: row["mean"].total_seconds() / 86_400 for row in rows if row["mean"] is not None}
