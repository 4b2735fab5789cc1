"""归档: papers that were filed, what was set aside, packages that were handed over, and explanations of a growing load."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Retention(models.TextChoices):
    """保管期限: 永久, 定期30年, 定期10年 (国家档案局令第8号, art. 6)."""

    PERMANENT = "permanent", _("永久")
    THIRTY_YEARS = "thirty_years", _("30年")
    TEN_YEARS = "ten_years", _("10年")


class RetentionCategory(models.Model):
    """A line of the organ's own 保管期限表, where it differs from the packaged one."""

    code = models.SlugField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("归档范围"), max_length=120)
    retention = models.CharField(_("保管期限"), max_length=14, choices=Retention.choices)
    source = models.CharField(_("依据"), max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Shelf(models.Model):
    """One run of 件号: a year and a retention. Its row is locked while numbers are given out or taken back."""

    year = models.PositiveSmallIntegerField()
    retention = models.CharField(max_length=14, choices=Retention.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "retention"], name="one_shelf")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_retention_display()}"


class TransferPackage(models.Model):
    """移交包: what was handed to the archive, with the checksums by which it is recognised."""

    year = models.PositiveSmallIntegerField()
    retention = models.CharField(max_length=14, choices=Retention.choices)
    attachment_id = models.BigIntegerField(unique=True)
    items = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    size = models.BigIntegerField()
    sm3 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.year} {self.get_retention_display()} {self.sm3[:8]}"


class ArchiveItem(models.Model):
    """归档文件: one filed paper with its number on the shelf."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="+")
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, related_name="items", db_index=False)
    item = models.PositiveIntegerField(_("件号"))
    number = models.CharField(_("档号"), max_length=80, unique=True)
    category = models.CharField(max_length=12)
    category_name = models.CharField(_("归档范围"), max_length=120)
    title = models.CharField(_("题名"), max_length=300)
    organ = models.CharField(_("责任者"), max_length=120)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    signed_on = models.DateField(_("日期"), null=True)
    files = models.PositiveIntegerField(_("文件数"), default=0)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    filed_at = models.DateTimeField(_("归档时间"))
    package = models.ForeignKey(
        TransferPackage, on_delete=models.PROTECT, null=True, related_name="filed", db_index=False
    )
    """The package in which it was handed over; from then on it stays where it is."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "item"], name="one_item_at_a_place")]
        indexes = [models.Index(fields=["-filed_at", "-id"], name="archive_newest")]

    def __str__(self) -> str:
        return self.number


class NotKept(models.Model):
    """不归档: a closed paper that the archivist set aside, and why."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class LoadExplanation(models.Model):
    """超过上年度的说明: why a unit issued more than last year. Each new text stands beside the earlier ones."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(_("说明"))
    this_year = models.PositiveIntegerField()
    last_year = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["kind", "year", "unit"], name="explained")]

    def __str__(self) -> str:
        return self.text[:40]
