"""会议: the detail row of a meeting, and the series that some meetings belong to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Klass(models.TextChoices):
    """会议类别. What each class may cost and how large it may be is local data (``Cap``)."""

    PLENARY = "plenary", _("全体会议")
    EXECUTIVE = "executive", _("常务会议")
    TOPIC = "topic", _("专题会议")
    CITY = "city", _("全市性会议")
    SYSTEM = "system", _("本系统会议")
    SEMINAR = "seminar", _("研讨座谈评审")


class NotAPaper(models.TextChoices):
    """能否以发文代替: what a meeting does that a paper could not."""

    DECIDE = "decide", _("需要集体审议决定")
    DISCUSS = "discuss", _("需要当面协商")
    LEARN = "learn", _("需要现场培训或观摩")
    TELL = "tell", _("只传达布置")


class Series(models.Model):
    """会议系列: meetings that follow each other, such as the executive meetings of the government."""

    name = models.CharField(_("系列名称"), max_length=80, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    klass = models.CharField(_("会议类别"), max_length=12, choices=Klass.choices)
    mark = models.CharField(_("纪要标志"), max_length=80, blank=True)
    """发文机关标志 of its minutes, such as 云州市人民政府常务会议纪要."""

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """The detail row. What was asked for may be changed until it is approved, so nearly all of it is folded."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who asked for it. A unit that is merged passes the matter on; the count of the year stays with who asked."""
    code = models.CharField(max_length=16, blank=True)
    """Stands in the sign-in code of the room; whoever has not been there does not know it."""

    # --- A projection of the passages, from here on ---
    title = models.CharField(_("会议名称"), max_length=200, blank=True)
    klass = models.CharField(_("会议类别"), max_length=12, choices=Klass.choices, blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    session = models.PositiveIntegerField(_("届次"), null=True)
    plan_line = models.BigIntegerField(null=True)
    purpose = models.TextField(_("会议目的"), blank=True)
    not_a_paper = models.CharField(_("能否以发文代替"), max_length=8, choices=NotAPaper.choices, blank=True)
    why = models.TextField(_("开会的理由"), blank=True)
    people = models.PositiveIntegerField(_("参会人数"), default=0)
    starts_at = models.DateTimeField(_("开始"), null=True)
    ends_at = models.DateTimeField(_("结束"), null=True)
    day = models.DateField(null=True)
    """The day on which it begins, in China: the calendar and the count of the year ask by it."""
    other_times = models.CharField(_("备选时间"), max_length=300, blank=True)
    wishes = models.JSONField(default=list)
    """What the room must have."""
    budget = models.DecimalField(_("预算（元）"), max_digits=12, decimal_places=2, default=0)
    exemption = models.CharField(_("例外理由"), max_length=300, blank=True)
    """Why it may be held in a week without meetings, or on a day off."""
    counted = models.BooleanField(default=True)
    """Whether it uses up one of the year's meetings: until it is refused, withdrawn or cancelled."""
    facilities = models.JSONField(default=list)
    """Ids of its room and equipment; the slots are what holds them."""
    place = models.CharField(_("地点"), max_length=120, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    """SEQUENCE of RFC 5545: raised by every change that those invited must know."""
    noticed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    items_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cost = models.DecimalField(_("实际支出（元）"), max_digits=12, decimal_places=2, null=True)
    attended = models.PositiveIntegerField(_("到会人数"), null=True)
    person_hours = models.DecimalField(_("参会人时"), max_digits=9, decimal_places=1, null=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    """Number of the version of the minutes that stands."""
    minutes_number = models.CharField(_("纪要编号"), max_length=40, blank=True)
    minutes_on = models.DateField(_("纪要成文日期"), null=True)
    sent_at = models.DateTimeField(null=True)
    decisions = models.PositiveSmallIntegerField(default=0)
    settled = models.PositiveSmallIntegerField(default=0)
    """Decisions, and how many of them have been given on or set aside with a reason."""
    late = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["day"], name="meeting_day"),
            models.Index(fields=["unit", "day"], name="meeting_of_unit"),
            models.Index(fields=["klass", "day"], name="meeting_of_class"),
            models.Index(fields=["series", "-day"], name="meeting_of_series"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def hours(self) -> float:
        if self.starts_at is None or self.ends_at is None:
            return 0.0
        return (self.ends_at - self.starts_at).total_seconds() / 3600
