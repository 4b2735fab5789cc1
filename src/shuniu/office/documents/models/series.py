"""发文字号: which words number whose papers, and what became of every number."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person, Unit

PATTERN = "{word}〔{year}〕{value}号"
"""GB/T 9704-2012, 7.2.5: the year in full between six-cornered brackets, the serial without 第 and without leading zeros."""


class Series(models.Model):
    """发文代字, such as 云政办发: whose papers it numbers, from when and until when.

    Rows are data: a word that changes on New Year's Day is a row that ends and a row that begins. Numbers are counted by
    word, so a row that continues a word continues its numbers.
    """

    class Counts(models.TextChoices):
        YEAR = "year", _("每年从1号起")
        EVER = "ever", _("连续编号")

    word = models.CharField(_("发文代字"), max_length=20)
    organ = models.CharField(_("发文机关"), max_length=120)
    """The organ in whose name the papers go out, as it signs."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("所属机构"))
    """Drafters of this unit and of those below it may choose the series."""
    head_post = models.CharField(_("主要负责人职务"), max_length=60, blank=True)
    """Who signs important and upward papers (art. 22), by post in ``head_unit``; blank: the route alone decides."""
    head_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pattern = models.CharField(_("字号样式"), max_length=60, default=PATTERN)
    counts = models.CharField(_("编号方式"), max_length=4, choices=Counts.choices, default=Counts.YEAR)
    active_from = models.DateField(_("启用日期"))
    active_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["unit__position", "word", "active_from"]
        constraints = [
            models.UniqueConstraint(fields=["word", "active_from"], name="a_series_begins_once"),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=models.F("active_from")),
                name="a_series_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.word

    def active_on(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)

    def period_of(self, day: date) -> int:
        """The year in which a number of this day is counted; 0 where numbers go on for ever."""
        return day.year if self.counts == self.Counts.YEAR else 0

    def written(self, value: int, day: date) -> str:
        return self.pattern.format(word=self.word, year=day.year, value=value)


class NumberRecord(models.Model):
    """文号登记: every value that was drawn from a series, and for what. A void one is never given again."""

    class Status(models.TextChoices):
        GIVEN = "given", _("已用")
        RESERVED = "reserved", _("预留")
        VOID = "void", _("作废")

    word = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    """0 where the series counts for ever."""
    value = models.PositiveIntegerField()
    text = models.CharField(_("发文字号"), max_length=60)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=64, blank=True, default="")
    """Idempotency key of the form that reserved it, on the first number of a reservation."""

    class Meta:
        ordering = ["word", "-year", "-value"]
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "value"], name="a_number_is_drawn_once"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="a_reservation_is_made_once"),
        ]
