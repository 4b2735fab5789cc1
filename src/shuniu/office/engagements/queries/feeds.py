"""What a diary's feed says: fixed and placed engagements, and those that are off, so that a client takes them away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import ics
from shuniu.office.engagements.models import Engagement, Feed, Leader, Serving
from shuniu.office.engagements.roles import LEADER, SECRETARY

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
SHOWN = ("proposed", "arranged", "held", "cancelled")
MOST = 2000


@dataclass(frozen=True, slots=True)
class Diary:
    """Whose days a feed shows. ``several``: the leader's name goes before each title."""

    feed: Feed
    name: str
    leaders: tuple[int, ...]
    several: bool


def diary(digest: str) -> Diary | None:
    """The diary behind a secret; None when there is none, or its owner works here no more."""
    feed = Feed.objects.select_related("person").filter(digest=digest, person__is_active=True).first()
    if feed is None:
        return None
    own = list(Leader.objects.filter(person_id=feed.person_id).values_list("pk", flat=True))
    served = list(Serving.objects.filter(person_id=feed.person_id).values_list("leader_id", flat=True))
    held = RoleHolding.objects.filter(person_id=feed.person_id, role__in=(LEADER, SECRETARY), until=None).exists()
    ids = tuple(sorted({*own, *served})) if held else ()
    return Diary(feed, feed.person.name, ids, several=bool(served)) if ids else None


def _rows(found: Diary, now: datetime) -> QuerySet[Engagement]:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Engagement.objects.filter(
        leader_id__in=found.leaders, starts_at__gte=day - BACK, starts_at__lt=day + AHEAD, matter__state__in=SHOWN,
        told_at__isnull=False,
    )  # fmt: skip


def mark_of(found: Diary, now: datetime) -> str:
    """The feed's ETag from three sums, so that a client that polls every second costs no calendar."""
    summed = _rows(found, now).aggregate(
        many=Count("pk"), last=Max("told_at"), changes=Sum("sequence"), seen=Sum("matter__seq")
    )
    text = f"{found.feed.digest}:{found.leaders}:{now.date()}:{sorted(summed.items(), key=str)}"
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def text_of(found: Diary, *, now: datetime, host: str) -> str:
    """The whole feed. UIDs name this office and not the address by which it was asked for."""
    rows = _rows(found, now).select_related("matter", "place", "leader__person").order_by("starts_at", "pk")[:MOST]
    events = tuple(_event(row, found, host) for row in rows)
    return ics.text_of(ics.Calendar(_("领导活动·%(name)s") % {"name": found.name}, "Shuniu//engagements", events))


def _event(row: Engagement, found: Diary, host: str) -> ics.Event:
    assert row.starts_at
    assert row.ends_at
    assert row.told_at
    assert row.leader
    title = _("已有安排") if row.private else row.about
    return ics.Event(
        uid=f"{row.matter.number}@engagements.shuniu", begins=row.starts_at, ends=row.ends_at, stamp=row.told_at,
        summary=f"{row.leader.person.name}：{title}" if found.several else title, sequence=row.sequence,
        location="" if row.private else " ".join(filter(None, (row.place.name if row.place else "", row.place_note))),
        description="" if row.private else _described(row), url=f"{host}/engagements/{row.matter.number}/",
        cancelled=row.matter.state == "cancelled", tentative=row.matter.state == "proposed",
    )  # fmt: skip


def _described(row: Engagement) -> str:
    unit = tree().name(row.unit_id)
    lines = [
        _("申请单位：%(unit)s") % {"unit": unit} if unit else "",
        _("参加人员：%(people)s") % {"people": row.attendees} if row.attendees else "",
        row.necessity,
    ]
    return "\n".join(filter(None, lines))


def of_person(person: int | None) -> Feed | None:
    return Feed.objects.filter(person_id=person).first() if person else None
