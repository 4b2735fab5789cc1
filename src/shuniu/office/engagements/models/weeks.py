"""一周领导活动安排: what was published of a week, version by version."""

from __future__ import annotations

from django.db import models

from shuniu.kernel.organisation.models import Person


class WeekVersion(models.Model):
    """A week as it was published. Append-only: the next version says what changed."""

    monday = models.DateField()
    version = models.PositiveSmallIntegerField()
    rows = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=120)
    key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique: two absent ones must not collide

    class Meta:
        ordering = ["monday", "version"]
        constraints = [models.UniqueConstraint(fields=["monday", "version"], name="one_version_of_a_week")]
