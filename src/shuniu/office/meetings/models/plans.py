"""年度会议计划: one line for each meeting that a unit means to hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Unit
from shuniu.office.meetings.models.meetings import Klass


class PlanLine(models.Model):
    """A meeting of the yearly plan, proposed by a unit and approved by the meetings section."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("计划待审核")
        APPROVED = "approved", _("已列入计划")
        REFUSED = "refused", _("不列入计划")

    year = models.PositiveSmallIntegerField(_("年度"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(_("会议名称"), max_length=200)
    klass = models.CharField(_("会议类别"), max_length=12, choices=Klass.choices)
    month = models.PositiveSmallIntegerField(_("月份"))
    people = models.PositiveIntegerField(_("参会人数"))
    hours = models.DecimalField(_("会期（小时）"), max_digits=5, decimal_places=1)
    budget = models.DecimalField(_("预算（元）"), max_digits=12, decimal_places=2, default=0)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.PROPOSED)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - many rows without a key, none twice

    class Meta:
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["year", "month"], name="plan_of_year")]

    def __str__(self) -> str:
        return self.title
