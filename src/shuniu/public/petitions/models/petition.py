"""信访事项, and the people who raise it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter


class Way(models.TextChoices):
    """How it came (art. 17)."""

    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    ONLINE = "online", _("网上信访")
    PHONE = "phone", _("电话信访")
    SUPERIOR = "superior", _("上级交办")


class Category(models.TextChoices):
    """The three classes with their paths (arts. 29–31)."""

    SUGGESTION = "suggestion", _("建议意见类")
    ACCUSATION = "accusation", _("检举控告类")
    JUDICIAL = "judicial", _("申诉求决类：诉讼、复议、检察、公安程序")
    ARBITRATION = "arbitration", _("申诉求决类：仲裁")
    PARTY = "party", _("申诉求决类：党员申诉、复审")
    ADMINISTRATIVE = "administrative", _("申诉求决类：行政复议、裁决、确认、许可、处罚等")
    DUTY = "duty", _("申诉求决类：查处违法、履行保护职责")
    GENERAL = "general", _("申诉求决类：其他")


class Standing(models.TextChoices):
    """甄别: whether this person has raised this matter before."""

    FIRST = "first", _("初次")
    REPEATED = "repeated", _("重复")
    IN_PROGRESS = "in_progress", _("下级正在办理且未超期")
    FINAL = "final", _("已经复核终结")


class Result(models.TextChoices):
    """What an opinion decides (art. 32)."""

    SUPPORTED = "supported", _("支持")
    EXPLAINED = "explained", _("解释说明")
    NOT_SUPPORTED = "not_supported", _("不予支持")


class Petition(models.Model):
    """The detail row of ``petitions.petition``. Folded fields are computed from the passages."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    way = models.CharField(_("信访形式"), max_length=10, choices=Way.choices)
    text = models.TextField(_("信访请求、事实和理由"))
    place = models.CharField(_("问题发生地"), max_length=200, blank=True)
    people = models.PositiveIntegerField(_("联名或者来访人数"), default=1)
    representatives = models.PositiveSmallIntegerField(_("代表人数"), default=1)
    query_hash = models.CharField(max_length=64)
    """Fingerprint of the query code; the code itself is shown once."""
    digest = models.CharField(max_length=64)
    """SM3 of the words as they came: it stands in the opening passage, so the ledger vouches for them."""

    # Folded from the passages
    category = models.CharField(_("类别"), max_length=16, choices=Category.choices, blank=True)
    standing = models.CharField(_("初重"), max_length=12, choices=Standing.choices, default=Standing.FIRST)
    accepted_on = models.DateField(_("受理之日"), null=True)
    simple = models.BooleanField(_("简易办理"), default=False)
    result = models.CharField(_("处理结果"), max_length=14, choices=Result.choices, blank=True)
    handled_by = models.PositiveBigIntegerField(null=True)
    """Id of the unit whose opinion a review looks at: the lead changes with each stage."""
    office_satisfaction = models.PositiveSmallIntegerField(null=True)
    organ_satisfaction = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["category", "-matter"], name="petition_of_category"),
            models.Index(fields=["standing", "-matter"], name="petition_of_standing"),
        ]


class Petitioner(models.Model):
    """信访人: apart from the petition, so that it can be masked, sealed and erased. Encrypted."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField(max_length=400)
    identity = models.CharField(max_length=400, blank=True)
    identity_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone = models.CharField(max_length=400, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    address = models.CharField(max_length=900, blank=True)
    others = models.TextField(blank=True)
    """Whoever petitions with them, and of several who come in person their representatives: a name a line. Encrypted."""
    sealed = models.BooleanField(default=False)
    """检举控告 (art. 30): opened only by the step that records who looked and why."""
