"""Stored routes, version by version, and who has opened a matter that waits for them.

A running matter does not need its definition's row: the resolved stages stand in the passage that submitted it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person, Unit


class RouteDefinition(models.Model):
    """流程: one version of a route. A draft may be edited; once active its stages never change again."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        ACTIVE = "active", _("使用中")
        RETIRED = "retired", _("已停用")

    key = models.SlugField(max_length=40)
    label = models.CharField(_("流程名称"), max_length=60)
    kind = models.CharField(_("事项类别"), max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    """Whose route it is: of this unit and all below it; without one, everybody's."""
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    stages = models.JSONField(default=list)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField()
    edits = models.PositiveIntegerField(default=0)
    """How often the draft was saved: an editor drawn at the third is stale once a fourth is there."""
    active_from = models.DateTimeField(null=True)
    active_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "version"], name="one_route_of_a_version"),
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(status="active"), name="one_active_route"),
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(status="draft"), name="one_draft_of_a_route"),
        ]

    def __str__(self) -> str:
        return f"{self.label} v{self.version}"


class Reading(models.Model):
    """已阅: somebody who sits in the present stage has opened the matter. Written once for each seat."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "seat", "person"], name="a_seat_is_read_once")]
