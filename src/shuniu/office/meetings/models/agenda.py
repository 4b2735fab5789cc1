"""议题: what units bring to a meeting, and of which units items were asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class AgendaItem(models.Model):
    """An item. Its papers are files of the meeting with this item's role, and only those of the item may open them."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("待单位审签")
        ENDORSED = "endorsed", _("待会务审核")
        ACCEPTED = "accepted", _("已列入议程")
        REFUSED = "refused", _("不列入")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(_("议题名称"), max_length=200)
    summary = models.TextField(_("议题说明"), blank=True)
    length = models.PositiveSmallIntegerField(_("时长（分钟）"), default=15)
    reporter = models.CharField(_("汇报人"), max_length=60, blank=True)
    units = models.JSONField(_("列席单位"), default=list)
    """Ids of the units that are called in for this item alone."""
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.PROPOSED)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - many rows without a key, none twice
    """The submission's own: a double click brings one item."""

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def file_role(self) -> str:
        """The role of its papers among the files of the meeting."""
        return f"item:{self.pk}"


class Call(models.Model):
    """征集: a unit that was asked for items of this meeting, and so may see that it is being prepared."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="called_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.unit_id}"
