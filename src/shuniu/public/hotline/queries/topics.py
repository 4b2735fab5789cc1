"""Topics for reading: the list, one topic with its requests, places and trend; and the routing model's cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.casework.queries import Light, amber_until, light_of, may_see, url_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.local_time import LocalDay
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Request, RoutingVersion, Topic, TopicInstruction
from shuniu.public.hotline.queries.measures import ANSWERED

PLACES = 12
LEFT_OUT_SHOWN = 100
TREND_DAYS = 30
MEASURED_DAYS = 90


def topics(status: str = "") -> QuerySet[Topic]:
    rows = Topic.objects.annotate(count=Count("members", filter=Q(members__left_out=False))).order_by(
        "-raised_at", "-pk"
    )
    return rows.filter(status=status) if status in Topic.Status.values else rows


def topic(pk: int) -> Topic | None:
    return Topic.objects.select_related("decided_by").filter(pk=pk).first()


# --- Whether those who wrote have been told ------------------------------------------------------------------------

STANDING = {
    "answered": _("已答复"), "closed": _("已办结"), "ended": _("未答复而终结（撤回等）"), "red": _("未答复，已超期"),
    "amber": _("未答复，将到期"), "green": _("未答复，未到期"),
}  # fmt: skip
"""How a request of a topic stands towards whoever wrote it. Those not answered, by the day that they were promised."""
WAITING = ("red", "amber", "green")


def _standing(now: datetime) -> dict[str, Q]:
    """A figure and the list behind it are made of the same condition."""
    waits, ended, amber = (
        Q(answered_at=None, matter__closed_at=None),
        Q(matter__closed_at__isnull=False),
        amber_until(now),
    )
    return {
        "answered": ANSWERED, "closed": ANSWERED & ended, "ended": Q(answered_at=None) & ended,
        "red": waits & Q(promised_at__lt=now), "amber": waits & Q(promised_at__gte=now, promised_at__lte=amber),
        "green": waits & (Q(promised_at__gt=amber) | Q(promised_at=None)),
    }  # fmt: skip


def _requests(topic: Topic) -> QuerySet[Any]:
    promise = Clock.objects.filter(matter_id=OuterRef("pk"), name="answer_clock").values("legal_due")[:1]
    return Request.objects.filter(pk__in=topic.requests).annotate(promised_at=Subquery(promise))


def standing(topic: Topic, now: datetime) -> dict[str, int]:
    """How many there are (``all``), and how many stand in each way."""
    counts = {name: Count("pk", filter=condition) for name, condition in _standing(now).items()}
    found: dict[str, int] = _requests(topic).aggregate(all=Count("pk"), **counts)
    return found


# --- One topic -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A leader's words on a topic, and the assignment that came of them as far as this reader may see it."""

    row: TopicInstruction
    number: str
    url: str
    state: str
    light: Light


def said_on(topic: Topic, actor: Actor, now: datetime) -> list[Said]:
    return [_said(row, actor, now) for row in topic.instructions.select_related("matter")]


def _said(row: TopicInstruction, actor: Actor, now: datetime) -> Said:
    matter = row.matter
    if matter is None:
        return Said(row, "", "", "", Light.NONE)
    state = str(procedure_of(matter.kind, matter.procedure_version).states[matter.state].label)
    if not may_see(matter, actor):
        return Said(row, matter.number or "", "", state, Light.NONE)
    light = Light.NONE if matter.closed_at else light_of(matter.due_at, now)
    return Said(row, matter.number or "", url_of(matter), state, light)


@dataclass(frozen=True, slots=True)
class TopicView:
    """One topic as it stands: its requests counted by place, by day and by how they stand."""

    topic: Topic
    total: int
    places: list[tuple[str, int]]
    days: list[tuple[date, int]]
    standing: list[tuple[str, str, int]]
    """Name, label and number of each way in which its requests stand."""
    said: list[Said]
    left_out: list[Matter]
    """What somebody took out of it, the newest so many first, and how many it is."""
    all_left_out: int

    def counted(self, told: str) -> int:
        """How many the list holds: those who stand in the way of that name, or all."""
        return next((count for name, _label, count in self.standing if name == told), self.total)


def topic_view(found: Topic, actor: Actor, *, now: datetime) -> TopicView:
    counts = standing(found, now)
    left_out = Matter.objects.filter(pk__in=found.members.filter(left_out=True).values("matter_id"))
    shown = list(left_out.order_by("-received_at", "-pk")[:LEFT_OUT_SHOWN])
    return TopicView(
        found,
        counts["all"],
        places_of(found, PLACES),
        _by_day(found, now),
        [(name, str(label), counts[name]) for name, label in STANDING.items()],
        said_on(found, actor, now),
        shown,
        len(shown) if len(shown) < LEFT_OUT_SHOWN else left_out.count(),
    )


def members_of(topic: Topic, *, told: str = "", now: datetime) -> QuerySet[Matter]:
    """Its requests; with the name of a way to stand, those that do."""
    members = Matter.objects.filter(pk__in=topic.requests)
    if told in STANDING:
        return members.filter(pk__in=_requests(topic).filter(_standing(now)[told]).values("pk"))
    return members


def places_of(topic: Topic, most: int) -> list[tuple[str, int]]:
    """The places that most of its requests name."""
    named = Request.objects.filter(pk__in=topic.requests).exclude(place="")
    counted = named.values_list("place").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "place")[:most])


def _by_day(topic: Topic, now: datetime) -> list[tuple[date, int]]:
    """How many came on each day of the month that ends with the last of them."""
    members = members_of(topic, now=now)
    days = members.annotate(day=LocalDay("received_at")).values_list("day").annotate(count=Count("pk"))
    counted: dict[date, int] = dict(days)
    last = max(counted, default=local_day(now))
    return [(day, counted.get(day, 0)) for day in (last - timedelta(days=back) for back in reversed(range(TREND_DAYS)))]


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
