"""Topics: found among fresh requests by ``kernel.insight``, decided by people, told to leaders with one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from rapidfuzz import fuzz

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.insight.stream import Message
from shuniu.kernel.insight.topics import Alert, Crowd, Settings, TopicWatch
from shuniu.kernel.law import labels
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Contact, Request, Topic, TopicMember
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.topics import places_of
from shuniu.public.hotline.roles import LEADER, MANAGER, SUPERVISOR

MEMORY = timedelta(days=150)
MOST = 10_000
"""The newest so many messages of the last months are read: enough past to know what is ordinary, and 300 to 400 MB."""
SAME_TOPIC = timedelta(days=60)
COMPARED = 100
QUOTE = 46
QUOTES = 3
NAMED = 5
RISEN = "hotline.topic"
BRIEFED = "hotline.topic_brief"


@task(atomic=False)
def watch_topics() -> None:
    """Every ten minutes: what rose since the last look.

    The first look of a process takes half a minute, in which nobody else could write on SQLite: what is kept has its own
    transactions, and run twice it knows what it knew.
    """
    now = timezone.now()
    detect(now=now, since=now - timedelta(days=1), lookout=_lookout)


class Lookout:
    """The watch between two looks of one process: it is fed what came since, and all of it only at first.

    Ten thousand messages take half a minute, ten more a tenth of a second and the reading of the past a third of one.
    """

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget everything, so that the next look reads the whole past."""
        self._watch = TopicWatch(Settings(memory=MEMORY))
        self._fed: dict[str, Message] = {}

    def look(self, stream: Sequence[Message]) -> list[Alert]:
        """Alerts raised by what was not fed yet; by all, where the past is no longer what it was."""
        fresh = [message for message in stream if message.id not in self._fed]
        # A letter is entered with yesterday's date, or words in an old request were struck out.
        latest = max((message.time for message in self._fed.values()), default=None)
        entered_later = bool(fresh and latest and fresh[0].time < latest)
        if entered_later or any(self._fed.get(message.id, message) != message for message in stream):
            self.begin_anew()
            fresh = list(stream)
        if stream:
            self._watch.forget_before(stream[0].time)
        self._fed = {message.id: message for message in stream}
        return [alert for alert in map(self._watch.feed, fresh) if alert is not None]

    def crowds(self) -> list[Crowd]:
        """The topics about which a crowd has gone on writing by this look."""
        return self._watch.crowds()


_lookout = Lookout()


def detect(*, now: datetime, since: datetime, lookout: Lookout | None = None) -> list[Topic]:
    """Feed the recent past to the watch, and keep each alert raised after ``since`` as a topic."""
    lookout = lookout or Lookout()
    try:
        found = [alert for alert in lookout.look(messages(now)) if alert.time >= since]
        kept = [topic for topic in map(keep, found) if topic is not None]
        for crowd in lookout.crowds():
            keep_crowd(crowd, now)
        return kept
    except Exception:
        # An alert that could not be kept would never be raised again.
        lookout.begin_anew()
        raise


def messages(now: datetime) -> list[Message]:
    """The newest requests in order of time. A reporter is the fingerprint of their number, never the number."""
    rows = list(
        Matter.objects.filter(kind=HotlineRequest.kind, received_at__gte=now - MEMORY, received_at__lte=now)
        .order_by("-received_at", "-pk")
        .values_list("pk", "received_at", "title")[:MOST]
    )
    ids = [pk for pk, _at, _title in rows]
    texts: dict[int, str] = {}
    people: dict[int, str] = {}
    for begin in range(0, len(ids), 2000):
        part = ids[begin : begin + 2000]
        texts.update(Request.objects.filter(pk__in=part).exclude(type="praise").values_list("pk", "text"))
        people.update(Contact.objects.filter(pk__in=part).values_list("pk", "phone_hash"))
    return [
        Message(str(pk), at, title, texts[pk], people.get(pk, "")) for pk, at, title in reversed(rows) if pk in texts
    ]


def keep(alert: Alert) -> Topic | None:
    """The topic of an alert: a known one that grew, or a new one that supervisors are told of."""
    ids = [int(member) for member in alert.members]
    # Before the transaction: on SQLite nobody else writes from its beginning to its end.
    return _kept(alert, ids, _title(ids))


@transaction.atomic
def _kept(alert: Alert, ids: list[int], title: str) -> Topic | None:
    known = _known(ids, alert.time)
    if known is not None:
        known.growth, known.words, known.places = alert.growth, list(alert.words), list(alert.places)
        _grow(known, alert.people, ids)
        return known
    topic = Topic.objects.create(
        title=title,
        words=list(alert.words),
        places=list(alert.places),
        growth=alert.growth,
        people=alert.people,
        first_at=alert.since,
        raised_at=alert.time,
    )
    TopicMember.objects.bulk_create([TopicMember(topic=topic, matter_id=pk) for pk in ids])
    context = {"title": topic.title, "people": topic.people}
    notify(_holders(MANAGER, SUPERVISOR, at=alert.time), RISEN, context, f"/hotline/topics/{topic.pk}/", alert.time)
    return topic


def _known(ids: Sequence[int], at: datetime) -> Topic | None:
    """A topic of the last weeks that shares at least a third of the smaller one's members."""
    shared = Counter(
        TopicMember.objects.filter(matter_id__in=ids, topic__raised_at__gte=at - SAME_TOPIC).values_list(
            "topic_id", flat=True
        )
    )
    for topic_id, count in shared.most_common(3):
        smaller = min(len(ids), TopicMember.objects.filter(topic_id=topic_id).count())
        if count * 3 >= smaller:
            return Topic.objects.get(pk=topic_id)
    return None


@transaction.atomic
def keep_crowd(crowd: Crowd, now: datetime) -> None:
    """Whoever went on writing about a topic belongs to it, also before it has doubled."""
    ids = [int(member) for member in crowd.members]
    known = _known(ids, now)
    if known is not None:
        _grow(known, crowd.people, ids)


def _grow(topic: Topic, people: int, ids: Iterable[int]) -> None:
    fresh = set(ids) - set(topic.members.values_list("matter_id", flat=True))
    TopicMember.objects.bulk_create([TopicMember(topic=topic, matter_id=pk) for pk in sorted(fresh)])
    topic.people = min(max(topic.people, people), topic.requests.count())  # Of whom some may have been left out.
    topic.save(update_fields=["people", "growth", "words", "places"])


def _title(ids: Sequence[int]) -> str:
    """The members' own words: the title that is most like all the others, of the first ``COMPARED``.

    When the water fails in a whole district thousands write the same, and each is compared with each.
    """
    titles = list(Matter.objects.filter(pk__in=ids).order_by("pk").values_list("title", flat=True)[:COMPARED])
    return max(titles, key=lambda one: sum(fuzz.ratio(one, other) for other in titles))[:60]


def _holders(*roles: str, at: datetime) -> list[int]:
    """Who holds one of the roles on that day, also those whose time has an end."""
    day = local_day(at)
    held = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    return list(RoleHolding.objects.filter(held, role__in=roles).values_list("person_id", flat=True))


# --- Deciding ------------------------------------------------------------------------------------------------------


def brief_of(topic: Topic, *, now: datetime, places: Sequence[tuple[str, int]] | None = None) -> str:
    """What a leader reads in half a minute, from the requests as they stand; a person edits it before it goes.

    ``places`` are its ``places_of`` where they are known already.
    """
    matters = Matter.objects.filter(pk__in=topic.requests)
    open_ = Q(closed_at=None)
    counts = matters.aggregate(
        all=Count("pk"), open=Count("pk", filter=open_), late=Count("pk", filter=open_ & Q(due_at__lt=now)),
        first=Min("received_at"), last=Max("received_at"),
    )  # fmt: skip
    if not counts["all"]:
        return ""
    named = places_of(topic, NAMED) if places is None else places
    units = matters.filter(unit__isnull=False).values_list("unit_id").annotate(count=Count("pk"))
    newest = Request.objects.filter(pk__in=topic.requests, matter__sealed=False)
    texts = newest.order_by("-matter__received_at", "-pk").values_list("text", flat=True)[:QUOTES]
    quotes = [text[:QUOTE] for text in reversed(texts)]
    return "\n".join([
        _("%(first)s至%(last)s，%(people)s人反映“%(title)s”，共%(count)s件，%(growth)s。") % {
            "first": labels.day(local_day(counts["first"])),
            "last": labels.day(local_day(counts["last"])),
            "people": topic.people, "title": topic.title, "count": counts["all"], "growth": topic.growth_words,
        },
        _("地点：%(places)s。") % {"places": _named(named[:NAMED]) or _("未集中")},
        _("群众反映：%(quotes)s") % {"quotes": "；".join(f"“{quote}……”" for quote in quotes)},
        _("办理情况：在办%(open)s件（超期%(late)s件），已办结%(closed)s件。承办单位：%(units)s。") % {
            "open": counts["open"], "late": counts["late"], "closed": counts["all"] - counts["open"],
            "units": _named([(tree().name(pk), count) for pk, count in units.order_by("-count", "unit_id")[:NAMED]])
            or _("未派单"),
        },
        _("建议："),
    ])  # fmt: skip


def _named(counted: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{name}（{count}）" for name, count in counted)


def watch(topic: Topic, *, actor: Actor, at: datetime) -> None:
    """Keep an eye on it: it stays on the desk."""
    _decide(topic, Topic.Status.WATCHED, actor, at, "")


def dismiss(topic: Topic, *, actor: Actor, at: datetime, reason: str) -> None:
    """Not a topic, or nothing to tell; the reason is kept, because the watch is measured by it."""
    if not reason.strip():
        raise StepRefused(_("请写明排除的理由。"))
    _decide(topic, Topic.Status.DISMISSED, actor, at, reason)


def report(topic: Topic, *, actor: Actor, at: datetime, brief: str) -> None:
    """呈报: the edited brief goes to the leaders."""
    if len(brief.strip()) < 20:
        raise StepRefused(_("呈报内容太短，请补充后再呈报。"))
    with transaction.atomic():
        topic.brief = brief
        topic.save(update_fields=["brief"])
        _decide(topic, Topic.Status.REPORTED, actor, at, "")
        notify(
            _holders(LEADER, "secretary", at=at), BRIEFED, {"title": topic.title}, f"/hotline/topics/{topic.pk}/", at
        )


@transaction.atomic
def leave_out(topic: Topic, numbers: Sequence[str], *, actor: Actor, at: datetime, back: bool = False) -> int:
    """Take requests that are about something else out of a topic, or put them ``back``. Answers how many it were."""
    found = topic.members.filter(matter__number__in=numbers, left_out=back)
    named = sorted(map(str, found.values_list("matter__number", flat=True)))
    if named:
        found.update(left_out=not back)
        topic.people = min(topic.people + (len(named) if back else 0), topic.requests.count())
        topic.save(update_fields=["people"])
        said = _("放回%(count)s件") if back else _("移出%(count)s件")
        after = f"{said % {'count': len(named)}}：{'、'.join(named[:NAMED])}{'……' if len(named) > NAMED else ''}"
        body = {"what": f"话题 {topic.pk}", "before": "", "after": after}
        append_shared("system", "configuration.changed", at=at, actor=actor, body=body)
    return len(named)


@transaction.atomic
def _decide(topic: Topic, status: Topic.Status, actor: Actor, at: datetime, reason: str) -> None:
    before = topic.get_status_display()
    topic.status, topic.decided_by_id, topic.decided_at, topic.reason = status, actor.person_id, at, reason[:200]
    topic.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    body = {"what": f"话题 {topic.pk}", "before": str(before), "after": str(topic.get_status_display())}
    append_shared("system", "configuration.changed", at=at, actor=actor, body=body)
