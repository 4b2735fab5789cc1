"""Doors for machines: clients of the open interface, and runs of the spreadsheet import."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Person


class ApiClient(models.Model):
    """A program that may file requests through Open311; its key is stored as a keyed fingerprint only."""

    name = models.CharField(_("名称"), max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    contact = models.CharField(_("联系人"), max_length=120, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    per_minute = models.PositiveIntegerField(_("每分钟上限"), default=60)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One spreadsheet: its dry run, its errors by row, and the matters that it made."""

    class State(models.TextChoices):
        CHECKED = "checked", _("已核对")
        RUNNING = "running", _("导入中")
        DONE = "done", _("已导入")
        FAILED = "failed", _("未导入")

    file = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    rows = models.TextField(blank=True)
    """The rows that are right, encrypted (they name people); wiped when they have become matters."""
    errors = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
