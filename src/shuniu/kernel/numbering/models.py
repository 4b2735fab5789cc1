"""The counters behind every number (编号): one row for a series in a period."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """The last value given out in a series during a period; no row means that none was."""

    pk = models.CompositePrimaryKey("series", "period")
    series = models.CharField(max_length=120)
    period = models.CharField(max_length=10)
    value = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="numbering_counter_positive", condition=models.Q(value__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.period}: {self.value}"
