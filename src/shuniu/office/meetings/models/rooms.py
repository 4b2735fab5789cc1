"""会议室和设备, and the quarters of an hour in which they are taken."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Facility(models.Model):
    """A room, or a piece of equipment that is carried to one. Both can be in one place at a time only."""

    class Kind(models.TextChoices):
        ROOM = "room", _("会议室")
        EQUIPMENT = "equipment", _("设备")

    class Feature(models.TextChoices):
        SCREEN = "screen", _("投影或大屏")
        VIDEO = "video", _("视频会议")
        SOUND = "sound", _("扩音")
        RECORD = "record", _("录音录像")
        ACCESS = "access", _("无障碍")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices, default=Kind.ROOM)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    place = models.CharField(_("位置"), max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who looks after it."""
    seats = models.PositiveIntegerField(_("座位数"), default=0)
    columns = models.PositiveSmallIntegerField(_("每排座位数"), default=10)
    features = models.JSONField(_("设施"), default=list)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["-kind", "-seats", "id"]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """A quarter of an hour in which a facility is taken.

    That a room is never booked twice is this table's unique constraint, on both engines alike: whoever is second to
    write a quarter is refused by the database, whatever the program thought.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+", db_index=False)
    quarter = models.PositiveIntegerField()
    """Quarters of an hour since 1970-01-01 UTC."""
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "quarter"], name="one_meeting_at_a_time")]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.quarter}"
