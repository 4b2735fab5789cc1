"""发文: the detail row of an outgoing paper. Above the line what was given when it was opened, below what its passages say."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit
from shuniu.office.documents.models.series import Series
from shuniu.office.documents.models.types import Direction, DocumentType, Release, Retention


class Standing(models.TextChoices):
    """效力: what became of an issued paper afterwards. 撤销 and 废止 are different things (art. 36)."""

    IN_FORCE = "", _("有效")
    RECALLED = "recalled", _("已撤回")
    ANNULLED = "annulled", _("已撤销")
    REPEALED = "repealed", _("已废止")


class Outgoing(models.Model):
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    """拟稿单位: the unit whose drafter opened it."""

    # --- A projection of the passages, from here on ---
    kind_of_document = models.CharField(_("文种"), max_length=20, choices=DocumentType.choices)
    form = models.CharField(_("版式"), max_length=10, default="ordinary")
    """``kernel.typesetting.paper.Form``."""
    direction = models.CharField(_("行文方向"), max_length=8, choices=Direction.choices, default=Direction.DOWN)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    organs: Any = models.JSONField(_("发文机关"), default=list)
    """As they sign, the lead organ first; several are a joint paper."""
    urgency = models.CharField(_("紧急程度"), max_length=12, default=Matter.Urgency.ORDINARY)
    """As the matter has it: what the limits are chosen by."""
    important = models.BooleanField(_("重要公文"), default=False)
    release = models.CharField(_("公开属性"), max_length=12, choices=Release.choices, default=Release.ON_REQUEST)
    release_reason = models.CharField(_("不予公开的理由"), max_length=200, blank=True)
    retention = models.CharField(_("保管期限"), max_length=14, choices=Retention.choices, default=Retention.TEN_YEARS)
    to_units: Any = models.JSONField(_("主送单位"), default=list)
    copy_units: Any = models.JSONField(_("抄送单位"), default=list)
    """Ids of the units to which the paper is dispatched here; the paper's own words may name others."""
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    route: Any = models.JSONField(default=dict)
    """Where the paper stands on its approval route (``kernel.routes``)."""
    signers: Any = models.JSONField(_("签发人"), default=list)
    """Who has signed: ``{"person", "by", "on"}``, in the order of signing."""
    signed_version = models.PositiveIntegerField(default=0)
    signed_on = models.DateField(_("成文日期"), null=True)
    """The day of the last signature."""
    number = models.CharField(_("发文字号"), max_length=60, blank=True)
    number_year = models.PositiveIntegerField(null=True)
    sealed_at = models.DateTimeField(_("用印时间"), null=True)
    sealed_digest = models.CharField(max_length=64, blank=True)
    """SM3 of the sealed PDF."""
    copies = models.PositiveIntegerField(_("印制份数"), default=0)
    dispatched_at = models.DateTimeField(_("印发时间"), null=True)
    deliveries = models.PositiveIntegerField(default=0)
    standing = models.CharField(
        _("效力"), max_length=10, choices=Standing.choices, default=Standing.IN_FORCE, blank=True
    )
    standing_on = models.DateField(null=True)
    standing_reason = models.TextField(blank=True)
    standing_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind_of_document", "-matter"], name="outgoing_of_type"),
            models.Index(fields=["series", "-matter"], name="outgoing_of_series"),
            models.Index(fields=["number_year", "-matter"], name="outgoing_of_year"),
            models.Index(fields=["-matter"], name="outgoing_not_in_force", condition=~Q(standing="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_number_names_one_paper", condition=~Q(number="")),
        ]

    @property
    def joint(self) -> bool:
        """联合行文."""
        return len(self.organs) > 1

    @property
    def needs_head(self) -> bool:
        """Whether the head of the organ must sign it (art. 22)."""
        return self.important or self.direction == Direction.UP
