"""纪要, and the decisions in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Minutes(models.Model):
    """One version of the minutes. The passage that brought it carries its digest."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    no = models.PositiveSmallIntegerField()
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("正文"))
    present = models.TextField(_("出席"), blank=True)
    absent = models.TextField(_("请假"), blank=True)
    attending = models.TextField(_("列席"), blank=True)
    copies = models.CharField(_("抄送"), max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="minutes_version")]

    def __str__(self) -> str:
        return self.title


class Resolution(models.Model):
    """议定事项: what was decided, who leads, by when; and what became of it."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    no = models.PositiveSmallIntegerField()
    text = models.CharField(_("议定事项"), max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    assisting = models.JSONField(default=list)
    due_on = models.DateField(_("完成时限"), null=True)
    assignment = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The supervised assignment that it became."""
    assigned_at = models.DateTimeField(null=True)
    aside = models.CharField(_("不另交办的理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="resolution_number")]

    def __str__(self) -> str:
        return self.text
