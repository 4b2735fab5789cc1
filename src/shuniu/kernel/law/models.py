"""What an installation adds to the packaged law: loaded holiday notices and its own time limits."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import Mark
from shuniu.kernel.workdays.notices import FIRST_YEAR, LAST_YEAR
from shuniu.kernel.workdays.periods import Period, Unit


class Revision(models.Model):
    """One row whose token changes with every change of the law's tables, so that each process can see it cheaply.

    A random token, not a counter: a change that is rolled back must not share its number with the next one.
    """

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("法律数据版本")

    def __str__(self) -> str:
        return self.token


class HolidayNotice(models.Model):
    """节假日安排: a State Council notice loaded at run time. Versions of a year are kept, one of them is active."""

    year = models.PositiveSmallIntegerField(_("年份"))
    version = models.PositiveSmallIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=200)
    data = models.JSONField(_("内容"))
    loaded_by = models.CharField(_("载入人"), max_length=120)
    loaded_at = models.DateTimeField(_("载入时间"))
    active = models.BooleanField(_("有效"), default=True)

    class Meta:
        verbose_name = _("节假日安排")
        ordering: ClassVar = ["year", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "version"], name="law_notice_version_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(active=True), name="law_notice_one_active"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="law_notice_year_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class LocalLimit(models.Model):
    """本地时限: the value of a local rule from a day until a day (both included; no end while it stands)."""

    class Units(models.TextChoices):
        WORKING_DAYS = Unit.WORKING_DAYS.value, _("工作日")
        CALENDAR_DAYS = Unit.CALENDAR_DAYS.value, _("自然日")
        HOURS = Unit.HOURS.value, _("小时")
        MINUTES = Unit.MINUTES.value, _("分钟")

    class Marks(models.TextChoices):
        VERIFIED = Mark.VERIFIED.value, _("已核实")
        SECONDARY = Mark.SECONDARY.value, _("见于转载，待核实")
        RECALLED = Mark.RECALLED.value, _("待核实")
        DOUBTFUL = Mark.DOUBTFUL.value, _("存疑，待核实")

    key = models.CharField(_("规则"), max_length=100)
    value = models.PositiveIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=20, choices=Units.choices)
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    source_title = models.CharField(_("依据"), max_length=200)
    source_number = models.CharField(_("依据文号"), max_length=200, blank=True)
    mark = models.CharField(_("核实程度"), max_length=2, choices=Marks.choices)
    note = models.CharField(_("备注"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("本地时限")
        ordering: ClassVar = ["key", "effective_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "effective_from"], name="law_limit_from_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="law_limit_value_positive"),
            models.CheckConstraint(condition=Q(unit__in=[unit.value for unit in Unit]), name="law_limit_unit_known"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="law_limit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.period}"

    @property
    def period(self) -> Period:
        """The value with its unit."""
        return Period(self.value, Unit(self.unit))
