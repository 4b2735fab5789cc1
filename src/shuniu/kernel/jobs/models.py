"""The queue's rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work to be done later. ``arguments`` is JSON and holds ids, not personal data."""

    class State(models.TextChoices):
        READY = "ready", _("等待")
        RUNNING = "running", _("执行中")
        DONE = "done", _("完成")
        DEAD = "dead", _("失败")

    task = models.CharField(_("任务"), max_length=200)
    arguments = models.TextField(_("参数"))
    queue = models.CharField(_("队列"), max_length=40)
    priority = models.SmallIntegerField(_("优先级"))
    key = models.CharField(_("去重键"), max_length=160, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices)
    run_after = models.DateTimeField(_("不早于"))
    attempts = models.PositiveSmallIntegerField(_("已尝试"))
    worker = models.CharField(_("执行者"), max_length=60, blank=True)
    leased_until = models.DateTimeField(_("租期至"), null=True)
    enqueued_at = models.DateTimeField(_("登记时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    result = models.TextField(_("结果"), blank=True)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("后台任务")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="jobs_job_one_waiting", fields=["key"], condition=models.Q(state="ready") & ~models.Q(key="")
            )
        ]
        indexes: ClassVar = [
            models.Index(
                name="jobs_job_ready",
                fields=["-priority", "run_after", "id"],
                condition=models.Q(state="ready"),
            ),
            models.Index(name="jobs_job_leased", fields=["leased_until"], condition=models.Q(state="running")),
            models.Index(name="jobs_job_done", fields=["finished_at"], condition=models.Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.task} {self.state}"


class Beat(models.Model):
    """When something is due next: a line of the timetable, or a worker's sign of life."""

    name = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.next_at}"
