"""主动公开: what is published, in every version, with the review that let it out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter

OPEN, DROPPED = "open", "dropped"
"""Roles of files: published with the text, or taken out of it (kept, and shown to staff alone)."""


class Publication(models.Model):
    """The detail row of ``disclosure.publication``. Folded fields are computed from the passages."""

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", _("有效")
        REPEALED = "repealed", _("已废止")
        EXPIRED = "expired", _("已失效")

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    formed_on = models.DateField(_("形成或者变更之日"))
    """The twenty working days of article 26 begin here."""
    explains = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    """The policy that this one interprets (政策解读)."""

    # Folded from the passages
    category = models.CharField(_("公开类别"), max_length=12)
    """A key of ``lists.py``: ``20.3``, ``21.works``."""
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    index_number = models.CharField(_("索引号"), max_length=40, blank=True)
    published_on = models.DateField(null=True)
    validity = models.CharField(max_length=10, choices=Validity.choices, default=Validity.IN_FORCE)
    repealed_on = models.DateField(null=True)
    version = models.PositiveSmallIntegerField(default=0)
    public_from = models.PositiveSmallIntegerField(null=True)
    """The version that was released first: what came before it was never public."""
    changed_at = models.DateTimeField(null=True)
    """When what the public reads last changed: released, amended, repealed or expired."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index_number"], name="one_index_number", condition=~models.Q(index_number="")
            )
        ]
        indexes = [
            models.Index(
                fields=["-published_on", "-matter"],
                name="publication_newest",
                condition=models.Q(published_on__isnull=False),
            ),
            models.Index(
                fields=["category", "-published_on"],
                name="publication_by_category",
                condition=models.Q(published_on__isnull=False),
            ),
            models.Index(
                fields=["-changed_at"], name="publication_changed", condition=models.Q(changed_at__isnull=False)
            ),
        ]


class PublicationText(models.Model):
    """One version of a publication's words. Only ever added; the passage that released it holds its digest."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "version"], name="one_text_of_a_version")]
