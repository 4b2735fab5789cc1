"""Local limits on meetings, as rows with a source and effective dates; and the weeks without meetings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Unit
from shuniu.office.meetings.models.meetings import Klass


class Cap(models.Model):
    """会议限额: how many a year, how large, how long, how dear. An empty unit or class means all of them, each for itself."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    klass = models.CharField(_("会议类别"), max_length=12, choices=Klass.choices, blank=True)
    per_year = models.PositiveSmallIntegerField(_("每年次数"), null=True, blank=True)
    people = models.PositiveIntegerField(_("参会人数上限"), null=True, blank=True)
    hours = models.DecimalField(_("会期上限（小时）"), max_digits=5, decimal_places=1, null=True, blank=True)
    daily_cost = models.DecimalField(_("每人每天费用上限（元）"), max_digits=8, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(_("废止日期"), null=True, blank=True)

    class Meta:
        ordering = ["klass", "unit", "effective_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="cap_dates"
            )
        ]

    def __str__(self) -> str:
        return self.source


class QuietPeriod(models.Model):
    """无会周: days in which no meeting is called, by the city's own paper."""

    title = models.CharField(_("名称"), max_length=60)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["until"], name="quiet_until")]

    def __str__(self) -> str:
        return self.title
