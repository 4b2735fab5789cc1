"""话题: fresh requests about one thing, found by ``kernel.insight``; a person decides what becomes of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person

HARDLY_EVER = 50.0


class Topic(models.Model):
    class Status(models.TextChoices):
        RISING = "rising", _("上升中")
        WATCHED = "watched", _("关注中")
        REPORTED = "reported", _("已呈报")
        DISMISSED = "dismissed", _("已排除")

    title = models.CharField(_("话题"), max_length=120)
    words = models.JSONField(default=list)
    places = models.JSONField(default=list)
    growth = models.FloatField()
    """How many times its own past rate the topic has reached when the alert was raised."""
    people = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RISING)
    first_at = models.DateTimeField()
    raised_at = models.DateTimeField(db_index=True)
    brief = models.TextField(blank=True)
    """What a leader reads: made by one click, then edited by a person."""
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]

    @property
    def requests(self) -> models.QuerySet[Any, Any]:
        """The keys of those that belong to it, for ``pk__in``."""
        return self.members.filter(left_out=False).values("matter_id")

    @property
    def growth_words(self) -> str:
        """How much more than usual. Against a past of nearly nothing a number of times says nothing."""
        if self.growth >= HARDLY_EVER:
            return _now("平时几乎没有")
        return _now("是平时的%(times)s倍") % {"times": f"{self.growth:.1f}"}


class TopicMember(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="members")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    left_out = models.BooleanField(default=False)
    """Somebody said that it is about something else: it is no more of the topic, and the watch does not put it back."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "matter"], name="in_a_topic_once")]


class TopicInstruction(models.Model):
    """批示: a leader's words on a topic, and the supervised assignment that came of them."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="instructions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=120)
    """Name and post on that day, as the record of a matter keeps them."""
    text = models.CharField(_("批示"), max_length=500)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)
    """Of the form: a double click is one instruction."""
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]
