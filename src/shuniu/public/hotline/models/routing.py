"""派单建议: trained versions of the routing model, each with its measured card. One is in use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Person


class RoutingVersion(models.Model):
    """A model file as ``kernel.insight`` writes it, kept in the database: every machine has it, and so has a backup."""

    version = models.CharField(_("版本"), max_length=64, unique=True)
    trained_at = models.DateTimeField(_("训练时间"))
    trained_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    examples = models.PositiveIntegerField(_("训练件数"))
    card = models.JSONField(default=dict)
    """Measured by cross-validation on requests that the model had not seen."""
    content = models.BinaryField()
    active = models.BooleanField(_("使用中"), default=False)

    class Meta:
        ordering = ["-trained_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_routing_version_in_use")
        ]
