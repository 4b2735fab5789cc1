"""发送: one copy of a dispatched paper on its way to one unit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Delivery(models.Model):
    """The detail row of a delivery. The receiving unit sees this matter, never the paper's own course."""

    class Role(models.TextChoices):
        TO = "to", _("主送")
        COPY = "copy", _("抄送")

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    paper = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(_("发送方式"), max_length=4, choices=Role.choices, default=Role.TO)
    copies = models.PositiveIntegerField(_("份数"), default=1)
    number = models.CharField(_("发文字号"), max_length=60)
    urgency = models.CharField(_("紧急程度"), max_length=12, default=Matter.Urgency.ORDINARY)

    # --- A projection of the passages, from here on ---
    received_at = models.DateTimeField(_("签收时间"), null=True)
    received_by = models.CharField(_("签收人"), max_length=120, blank=True)
    chases = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(_("说明"), blank=True)
    """Why it was returned or withdrawn, or what became of the paper."""
    standing = models.CharField(max_length=10, blank=True, default="")
    """``Standing`` of the paper as the receiver was told."""

    class Meta:
        indexes = [
            models.Index(fields=["paper", "matter"], name="delivery_of_paper"),
            models.Index(fields=["to", "-matter"], name="delivery_to_unit"),
        ]
        constraints = [models.UniqueConstraint(fields=["paper", "to"], name="one_delivery_to_a_unit")]
