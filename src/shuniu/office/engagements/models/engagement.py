"""活动: one request for a leader's time, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit
from shuniu.office.engagements.models.leaders import Leader
from shuniu.office.engagements.models.rules import Place


class Kind(models.TextChoices):
    """活动类别."""

    MEETING = "meeting", _("会议")
    RESEARCH = "research", _("调研检查")
    VISITORS = "visitors", _("会见接待")
    CITIZENS = "citizens", _("接访下访")
    PROJECT = "project", _("项目协调")
    CEREMONY = "ceremony", _("节庆仪式")
    STUDY = "study", _("学习培训")
    OTHER = "other", _("其他公务")


class Rank(models.TextChoices):
    """Which leader is asked for, when no name is given."""

    NAMED = "named", _("指定领导")
    PRINCIPAL = "principal", _("主要领导")
    DEPUTY = "deputy", _("分管领导")


class Need(models.TextChoices):
    """必要程度, as the arranger judged it."""

    HIGH = "high", _("必须出席")
    MIDDLE = "middle", _("可以出席")
    LOW = "low", _("可不出席")


class Why(models.TextChoices):
    """未安排的原因."""

    TIME = "time", _("时间冲突")
    RANK = "rank", _("规格不符")
    NEED = "need", _("必要性不足")
    FREQUENCY = "frequency", _("同类活动过密")
    PAPER = "paper", _("可以书面汇报")
    OTHER = "other", _("其他")


class Engagement(models.Model):
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Which unit asks; none for what a leader or secretary enters for themselves."""
    kind = models.CharField(_("活动类别"), max_length=12, choices=Kind.choices)
    about = models.CharField(_("活动名称"), max_length=200)
    """What for. Of a private entry these words stand here alone: its matter is called 已有安排."""
    necessity = models.CharField(_("必要性"), max_length=300, blank=True)
    place_note = models.CharField(_("具体地点"), max_length=120, blank=True)
    attendees = models.CharField(_("其他参加人员"), max_length=300, blank=True)
    headcount = models.PositiveIntegerField(_("人数"), default=0)
    rank = models.CharField(_("拟请"), max_length=12, choices=Rank.choices, default=Rank.NAMED)
    wanted = models.ForeignKey(Leader, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    earliest = models.DateTimeField(_("最早"))
    latest = models.DateTimeField(_("最晚"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"), default=60)
    private = models.BooleanField(_("不公开内容"), default=False)
    screening = models.JSONField(default=list)
    """What the rules said on the day of asking."""

    # Folded from the passages.
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    leader_person = models.BigIntegerField(null=True)
    """Who that leader is: a plain number, so that the procedure needs no database to know whose word it waits for."""
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    fixed = models.BooleanField(default=False)
    """已排定: the time is taken, and the database lets nobody take it twice."""
    occupied_from = models.BigIntegerField(null=True)
    occupied_until = models.BigIntegerField(null=True)
    """Leader and minute in one number: two fixed engagements of a leader may not overlap (``guarding.py``)."""
    need = models.CharField(_("必要程度"), max_length=8, choices=Need.choices, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    """The leader's own word: accepted, refused or none yet."""
    offered_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    result = models.CharField(max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    """How often time or place have changed since they were first told: SEQUENCE of the feed."""
    told_at = models.DateTimeField(null=True)
    """When what a feed says of it last changed."""
    state = models.CharField(max_length=40, blank=True)
    """The matter's, repeated: an index gives the requests that wait in the order in which they were asked for."""

    class Meta:
        indexes = [
            models.Index(
                fields=["leader", "starts_at"], name="engagement_by_time", condition=Q(starts_at__isnull=False)
            ),
            models.Index(fields=["unit", "starts_at"], name="engagement_of_unit", condition=Q(starts_at__isnull=False)),
            models.Index(fields=["-earliest", "-matter"], name="engagement_newest"),
            models.Index(fields=["earliest", "matter"], name="engagement_requested", condition=Q(state="requested")),
            models.Index(fields=["starts_at"], name="engagement_in_week", condition=Q(starts_at__isnull=False)),
        ]
