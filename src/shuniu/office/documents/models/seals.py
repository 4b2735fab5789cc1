"""印章: the pictures of seals that are registered, and the register of every time that one was used."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person, Unit


class Seal(models.Model):
    """印模: the picture of one organ's seal, or of a leader's signature seal, and the days on which it is valid."""

    class Kind(models.TextChoices):
        ORGAN = "organ", _("单位印章")
        SIGNATURE = "signature", _("签名章")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.ORGAN)
    organ = models.CharField(_("单位全称或姓名"), max_length=120)
    """As it stands in the signature: the full name of the organ, or of the person whose signature it is."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("所属机构"))
    post = models.CharField(_("职务"), max_length=60, blank=True)
    """Before a signature seal."""
    attachment = models.PositiveBigIntegerField()
    """The picture among the checked files: a plain number, because files know no documents."""
    digest = models.CharField(max_length=64)
    """SM3 of the picture."""
    active_from = models.DateField(_("启用日期"))
    active_to = models.DateField(_("停用日期"), null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=64, blank=True, default="")
    """Idempotency key of the form that registered it."""

    class Meta:
        ordering = ["organ", "-active_from"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="a_seal_is_registered_once"),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=models.F("active_from")),
                name="a_seal_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.organ

    def active_on(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


class SealUse(models.Model):
    """用印登记: which seal was put on what, by whom, on how many copies. Append-only."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=120)
    copies = models.PositiveIntegerField(_("份数"))
    service = models.CharField(_("签章服务"), max_length=60)
    certified = models.BooleanField(default=False)
    """Whether a certified seal service signed the file; a picture alone is no electronic seal."""
    digest = models.CharField(_("版式文件摘要"), max_length=64)
    """SM3 of the sealed PDF."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["seal", "-id"], name="seal_uses_of_seal")]
