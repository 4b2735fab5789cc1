"""忽略的校对意见: what a drafter decided to leave as it is, and why. The reviewer reads it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person


class KeptFinding(models.Model):
    """Everywhere in this paper these words may break this rule. ``matter`` is empty while the paper was never saved."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    rule = models.CharField(_("规则"), max_length=60)
    words = models.CharField(_("文字"), max_length=300)
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "rule", "words"], name="a_finding_is_kept_once"),
            models.UniqueConstraint(
                fields=["by", "rule", "words"], condition=Q(matter=None), name="a_finding_is_kept_once_before_saving"
            ),
        ]
