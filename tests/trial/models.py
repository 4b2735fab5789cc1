"""The detail row of the trial procedures."""

from __future__ import annotations

from django.db import models

from shuniu.kernel.casework.models import Matter


class Paper(models.Model):
    """A paper that wants signatures: ``places`` for the bare seats of casework, ``route`` for an approval route."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    weight = models.CharField(max_length=20, default="ordinary")
    text = models.TextField(blank=True)
    places = models.JSONField(default=list)
    route = models.JSONField(default=dict)
