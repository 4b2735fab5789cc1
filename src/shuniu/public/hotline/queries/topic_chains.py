"""A topic in the chain of what came of it: its head, what leaders said on it, and how many who wrote have been told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.origins import Origin, Station, Told
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline.models import Topic, TopicInstruction
from shuniu.public.hotline.queries.topics import STANDING, WAITING, standing
from shuniu.public.hotline.roles import TOPIC_READERS

NAME = "topic-"


def name_of(topic: Topic) -> str:
    """What stands for it in the address of its chain."""
    return f"{NAME}{topic.pk}"


def may_read(actor: Actor) -> bool:
    return actor.is_staff and actor.holds_any(TOPIC_READERS)


def behind(actor: Actor, ids: Sequence[int], now: datetime) -> list[Origin]:
    """The topics that some matters came from: one query, and for whoever reads topics one more for each."""
    rows = TopicInstruction.objects.filter(matter_id__in=ids).select_related("topic")
    by_topic: dict[int, list[TopicInstruction]] = {}
    for row in rows:
        by_topic.setdefault(row.topic_id, []).append(row)
    if not may_read(actor):
        return [Origin(Station(_("热线话题"), said[0].topic.raised_at), []) for said in by_topic.values()]
    return [_origin(said[0].topic, said, now) for said in by_topic.values()]


def named(actor: Actor, name: str, now: datetime) -> Origin | None:
    """The topic of a chain's address, with all that leaders have said on it."""
    pk = name.removeprefix(NAME)
    if not name.startswith(NAME) or not (pk.isdecimal() and pk.isascii()) or len(pk) > 9 or not may_read(actor):
        return None
    topic = Topic.objects.filter(pk=int(pk)).first()
    return _origin(topic, list(topic.instructions.all()), now) if topic is not None else None


def _origin(topic: Topic, said: list[TopicInstruction], now: datetime) -> Origin:
    url, counts = reverse("hotline:topic", args=[topic.pk]), standing(topic, now)
    about = _("%(people)s 人反映，%(count)s 件") % {"people": topic.people, "count": counts["all"]}
    head = Station(_("热线话题"), topic.raised_at, topic.title, about, topic.get_status_display(), url)
    words = [
        Station(_("领导批示"), one.at, one.text, one.by, "", f"{url}#instructions", (one.matter_id,) if one.matter_id else ())
        for one in said
    ]  # fmt: skip
    done = [
        (str(STANDING[name]), counts[name], f"{url}?told={name}#requests") for name in STANDING if name not in WAITING
    ]
    waiting = [(name, str(STANDING[name]), counts[name], f"{url}?told={name}#requests") for name in WAITING]
    return Origin(head, words, Told(_("群众诉求"), counts["all"], done, waiting))
