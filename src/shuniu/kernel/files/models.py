"""附件: one file that somebody sent, as it is kept. The matter and its role in it are set by casework and the wings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    class Verdict(models.TextChoices):
        UNSCANNED = "unscanned", _("未查毒")
        CLEAN = "clean", _("已查毒")

    matter_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    """The matter it belongs to: a plain number, because files lie below casework. Null until it is attached."""
    role = models.CharField(max_length=40, blank=True)
    """What it is in the matter, in the caller's words: ``citizen_photo``, ``reply``."""
    name = models.CharField(_("文件名"), max_length=160)
    kind = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)
    encoding = models.CharField(max_length=10, blank=True)
    """Of texts: ``utf-8`` or ``gb18030``."""
    size = models.BigIntegerField(_("大小"))
    """Octets as kept."""
    sha256 = models.CharField(max_length=64, db_index=True)
    """Of the file as kept, which is what is handed out."""
    received_sha256 = models.CharField(max_length=64)
    """Of the file as it came: pictures are drawn anew, so the two differ."""
    storage_key = models.CharField(max_length=200, db_index=True)
    preview_key = models.CharField(max_length=200, blank=True)
    """A small picture of it; blank when there is none."""
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The member of staff; null for a citizen."""
    uploaded_at = models.DateTimeField(_("上传时间"))
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.UNSCANNED)

    class Meta:
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_preview(self) -> bool:
        return bool(self.preview_key)
