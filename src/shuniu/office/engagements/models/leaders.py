"""Whose time it is: leaders, who serves them, when they are away, what they want their time to go to, and their feeds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Person


class Leader(models.Model):
    """领导: a row of the week's sheet. Whoever leaves keeps the row, with the last day on it."""

    class Level(models.TextChoices):
        PRINCIPAL = "principal", _("主要领导")
        DEPUTY = "deputy", _("分管领导")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("职务"), max_length=60)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices, default=Level.DEPUTY)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    until = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.person.name}（{self.title}）"


class Serving(models.Model):
    """领导秘书 and the leader whose diary they keep."""

    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="served_by")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leader", "person"], name="a_secretary_serves_a_leader_once")]


class Absence(models.Model):
    """外出、休假: whole days on which nothing is arranged for a leader."""

    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="absences")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    reason = models.CharField(_("事由"), max_length=100)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="an_absence_ends_after_it_begins")
        ]


class Priority(models.Model):
    """时间分配意愿: what share of the time a leader wants to go to a kind of activity, in parts of the sum."""

    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="priorities")
    kind = models.CharField(max_length=12)
    weight = models.PositiveSmallIntegerField(_("比重"))
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "kind", "since"], name="one_weight_of_a_kind_at_a_time")
        ]


class Feed(models.Model):
    """日历订阅: a secret address by which a calendar reads a diary. Only a digest of the secret is kept."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    """Exact to an hour: a client that polls does not write each time."""
