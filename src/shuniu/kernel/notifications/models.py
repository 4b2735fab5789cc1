"""Notices to staff, how each person wants them, and what was sent to citizens."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """通知: one sentence to one person with the way to what it is about.

    The sentence is made from ``kind`` and ``context`` when it is read, so that each reader has it in their language.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(_("紧急"), default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_a_person"),
            models.Index(fields=["person", "-id"], condition=Q(read_at__isnull=True), name="unread_notices"),
        ]


class Delivery(models.Model):
    """投递: one notice on its way through one channel outside the product."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="a_notice_goes_once_per_channel")]


class Wish(models.Model):
    """接收方式: the channels a person chose for one kind of notice; without a row the kind's own default holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channels = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_wish_per_kind")]


class QuietHours(models.Model):
    """免打扰时段: nothing but the bell between these times, except what is urgent. May pass midnight."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.TimeField(_("起"))
    until = models.TimeField(_("止"))


class CitizenMessage(models.Model):
    """给群众的短信或邮件: what was to be sent, and what became of it.

    Address and text are encrypted, and emptied once the message has left: what was sent is known by its template.
    """

    channel = models.CharField(_("渠道"), max_length=20)
    address = models.TextField(_("接收号码或地址"), blank=True)
    template = models.CharField(_("模板"), max_length=60)
    text = models.TextField(_("内容"), blank=True)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
