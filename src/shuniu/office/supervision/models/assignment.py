"""督查事项: something that was decided and must happen, and what belongs to it alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person


class Source(models.TextChoices):
    """Where the decision stands that is followed up."""

    RESOLUTION = "resolution", _("会议议定")
    INSTRUCTION = "instruction", _("领导批示")
    WORK_REPORT = "work_report", _("工作报告")
    SUPERIOR = "superior", _("上级文件")
    HOTLINE = "hotline", _("热线话题")
    PROPOSAL = "proposal", _("督查建议")


class Shape(models.TextChoices):
    """督查形式: the five forms of article 14."""

    DAILY = "daily", _("日常督办")
    SPECIAL = "special", _("专项督查")
    GENERAL = "general", _("综合督查")
    EVENT = "event", _("事件调查")
    CLUE = "clue", _("线索核查")


class Colour(models.TextChoices):
    """三色督查单: what was sent when an assignment fell behind."""

    NONE = "", _("未催办")
    BLUE = "blue", _("蓝色提醒单")
    ORANGE = "orange", _("橙色警告单")
    RED = "red", _("红色督查单")


class Grade(models.TextChoices):
    """办理评价, by the supervisor when the assignment is closed."""

    GOOD = "good", _("好")
    FAIR = "fair", _("较好")
    PLAIN = "plain", _("一般")
    POOR = "poor", _("差")


class Assignment(models.Model):
    """督查事项: the detail row. Everything in it is folded from the passages, the wording too."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    parent = models.CharField(_("上级事项"), max_length=40, blank=True)
    """Number of the assignment that this one was split from."""
    path = models.CharField(max_length=200, blank=True)
    """Numbers from the root down, each followed by ``/``: its ancestors without a query."""
    text = models.TextField(_("督查要求"), blank=True)
    origin = models.CharField(_("来源"), max_length=12, choices=Source.choices, default=Source.RESOLUTION)
    origin_words = models.CharField(_("来源说明"), max_length=200, blank=True)
    """The meeting, the paper or the instruction, as the supervisor named it."""
    shape = models.CharField(_("督查形式"), max_length=8, choices=Shape.choices, default=Shape.DAILY)
    decided_by = models.CharField(_("决定机关或者批准人"), max_length=120, blank=True)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """牵头领导."""
    important = models.BooleanField(_("重要事项"), default=False)
    complex = models.BooleanField(_("复杂事项"), default=False)
    cadence = models.JSONField(default=dict)
    """办理节奏 as it stood when the assignment was registered: a later change of the rule is not this one's."""
    proposed_unit = models.BigIntegerField(null=True)
    proposed_assisting = models.JSONField(default=list)
    deadline = models.DateField(_("办结日期"), null=True)
    milestones = models.JSONField(default=list)
    """节点: ``key``, ``title``, ``due``, and ``done`` once it was reached."""
    milestone_on = models.DateField(null=True)
    """Day of the first milestone that was not reached."""
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    reported_at = models.DateTimeField(null=True)
    result = models.TextField(_("办理结果"), blank=True)
    finding = models.TextField(_("核查情况"), blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    colour = models.CharField(_("三色督查"), max_length=8, choices=Colour.choices, blank=True)
    chases = models.JSONField(default=list)
    """每次催办: ``at``, ``colour``, ``by``, ``told``, ``note``."""
    chased_at = models.DateTimeField(null=True)
    excused_until = models.DateField(null=True)
    """A reason for the delay was accepted until this day: no colour is raised before."""
    conclusion = models.TextField(_("督查结论"), blank=True)
    grade = models.CharField(_("评价"), max_length=8, choices=Grade.choices, blank=True)
    told_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    """结论签收日: the term of an objection begins with it."""
    children = models.JSONField(default=dict)
    """Number of each assignment split from this one → whether it is closed."""
    parts = models.PositiveSmallIntegerField(default=0)
    """How many there are of them."""
    late = models.BooleanField(default=False)
    unit_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """These three are the matter's, repeated: the board counts what is open in one index."""

    class Meta:
        indexes = [
            models.Index(fields=["parent"], name="assignment_parent", condition=~Q(parent="")),
            models.Index(fields=["-matter"], name="assignment_divided", condition=Q(parts__gte=1)),
            models.Index(
                fields=["unit_id", "leader", "origin", "colour", "due_at"],
                name="assignment_open",
                condition=Q(closed_at=None),
            ),
            models.Index(fields=["leader", "-matter"], name="assignment_leader"),
            models.Index(fields=["origin", "-matter"], name="assignment_origin"),
            models.Index(fields=["colour", "-matter"], name="assignment_colour", condition=~Q(colour="")),
            models.Index(fields=["milestone_on"], name="assignment_milestone", condition=Q(milestone_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text[:40]
