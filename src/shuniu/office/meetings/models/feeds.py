"""日历订阅: whose calendar has which secret address."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shuniu.office.meetings.models.rooms import Facility


class FeedKey(models.Model):
    """The address is signed over this row and its version; raising the version makes every earlier address a 404."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    facility = models.OneToOneField(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id or self.facility_id}"
