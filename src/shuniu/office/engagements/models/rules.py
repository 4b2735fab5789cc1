"""Local data of the screening: values with their source and the days from which they hold, places, and the way between."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RuleValue(models.Model):
    """A value of a rule of ``rules.py`` from a day on, with the paper that says so. Without one its default holds."""

    key = models.CharField(max_length=40)
    value = models.PositiveIntegerField(_("数值"))
    effective_from = models.DateField(_("施行日期"))
    source_title = models.CharField(_("依据文件"), max_length=120)
    source_number = models.CharField(_("文号"), max_length=60, blank=True)

    class Meta:
        ordering = ["key", "-effective_from"]
        constraints = [models.UniqueConstraint(fields=["key", "effective_from"], name="one_value_of_a_rule_from_a_day")]


class Place(models.Model):
    """地点: where leaders go."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    """From this day on it is no longer offered; what takes place there stays."""

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Travel(models.Model):
    """路程: minutes between two places, the same both ways."""

    a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="one_way_between_two_places"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="a_way_is_kept_once"),
        ]
