"""督查通报: praise or criticism made known, and the register that follows from it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Circular(models.Model):
    """通报: the detail row, folded."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    praise = models.BooleanField(_("表扬"), default=True)
    text = models.TextField(_("正文"), blank=True)
    units = models.JSONField(default=list)
    """Ids of the units that are named."""
    assignments = models.JSONField(default=list)
    """Numbers of the assignments that it is about."""
    approved_by = models.CharField(_("批准人"), max_length=120, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.text[:40]


class Mention(models.Model):
    """激励约束台账: one unit in one circular that was issued."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    praise = models.BooleanField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="mentioned_once")]
        indexes = [models.Index(fields=["-on", "-id"], name="mention_newest")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.unit_id}"
