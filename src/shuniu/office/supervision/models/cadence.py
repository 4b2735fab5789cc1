"""办理节奏: how fast an assignment moves, as the city itself has ordered. Data, never law."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.Model):
    """One version of a cadence. A change is a new row; an assignment keeps the words of the one it began with."""

    code = models.SlugField(_("代码"), max_length=24)
    name = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("出处"), max_length=200)
    confirmed = models.BooleanField(_("已由本市文件确认"), default=False)
    """False: the numbers were taken from elsewhere, and every screen says 待确认."""
    steps = models.JSONField(default=dict)
    """Stage (``stages``) → ``[length, unit]``."""
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="cadence_in_force", condition=models.Q(retired_at=None))
        ]

    def __str__(self) -> str:
        return self.name
