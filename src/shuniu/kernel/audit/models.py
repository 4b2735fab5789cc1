"""Events and seals. Both tables only ever grow: the database itself refuses to change or delete a row."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """留痕: one thing that happened. ``hash`` covers every other column but ``id``; see ``encoding``."""

    chain = models.CharField(_("链"), max_length=64)
    seq = models.PositiveBigIntegerField(_("序号"))
    at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"))
    type = models.CharField(_("类别"), max_length=60)
    actor_id = models.BigIntegerField(_("人员编号"), null=True)
    actor = models.CharField(_("行为人"), max_length=200)
    subject = models.BigIntegerField(_("事项编号"), null=True)
    body = models.TextField(_("内容"))
    prev = models.CharField(_("前一条哈希"), max_length=64)
    hash = models.CharField(_("哈希"), max_length=64)

    class Meta:
        verbose_name = _("留痕")
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(name="audit_event_chain_seq", fields=["chain", "seq"])]
        indexes: ClassVar = [models.Index(name="audit_event_type_recorded", fields=["type", "recorded_at"])]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.type}"

    @cached_property
    def particulars(self) -> dict[str, Any]:
        """The body, read."""
        return dict(json.loads(self.body))


class Seal(models.Model):
    """封存: the Merkle root over all events with ids from ``first_id`` to ``last_id``, chained to the seal before it.

    ``first_id`` is always one more than the ``last_id`` of the seal before, so no event can be slipped in between.
    ``prev`` is unique: the chain of seals cannot fork.
    """

    day = models.DateField(_("日期"))
    first_id = models.BigIntegerField(_("起"))
    last_id = models.BigIntegerField(_("止"))
    events = models.PositiveIntegerField(_("条数"))
    root = models.CharField(_("根哈希"), max_length=64)
    prev = models.CharField(_("前一封存哈希"), max_length=64, unique=True)
    hash = models.CharField(_("封存哈希"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))
    signer = models.CharField(_("签名者"), max_length=120, blank=True)
    signature = models.TextField(_("签名"), blank=True)

    class Meta:
        verbose_name = _("封存")
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.day} {self.first_id}–{self.last_id}"
