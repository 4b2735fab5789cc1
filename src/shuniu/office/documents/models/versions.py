"""文稿的版本: every wording that a paper has had, and what somebody is typing now."""

from __future__ import annotations

from django.db import models

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person


class Version(models.Model):
    """One wording of a paper, whole. Append-only; its digest stands in the passage, so the ledger vouches for the words."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    no = models.PositiveIntegerField()
    content = models.JSONField()
    """``paper.data_of`` of the draft, without seals and pictures."""
    digest = models.CharField(max_length=64)
    """SM3 of the content (``digest.digest_of``)."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["matter", "no"]
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.matter_id} v{self.no}"


class DraftKept(models.Model):
    """What one person is typing into one paper: kept while they type, gone when it is saved as a version."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    """None while the paper has never been saved."""
    content = models.JSONField()
    base = models.PositiveIntegerField(default=0)
    """The version that was open when typing began."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "matter"], name="one_kept_draft", nulls_distinct=False),
        ]
