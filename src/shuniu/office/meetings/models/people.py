"""参会: who is invited, what they answered, where they sit, whether they came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Unit


class Invitation(models.Model):
    """One seat: a person by name, or a unit that names somebody with its answer.

    The time stands here again because the question "is this person free?" is asked of one index.
    """

    class Part(models.TextChoices):
        HOST = "host", _("主持")
        PRESENT = "present", _("出席")
        ATTENDING = "attending", _("列席")

    class Reply(models.TextChoices):
        NONE = "", _("未回复")
        YES = "yes", _("参加")
        SUBSTITUTE = "substitute", _("由他人代为参加")
        NO = "no", _("请假")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(_("参会身份"), max_length=10, choices=Part.choices, default=Part.PRESENT)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    """The post on the day of the invitation: a seat list of last year does not change with a promotion."""
    reply = models.CharField(_("回复"), max_length=10, choices=Reply.choices, default=Reply.NONE, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    attendee = models.CharField(_("参会人"), max_length=60, blank=True)
    """Name and post of the substitute, or of whom the unit sends."""
    attendee_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(_("签到时间"), null=True)
    signed_how = models.CharField(max_length=6, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    live = models.BooleanField(default=False)
    """Whether the meeting has been called: before its notice and after its cancelling nobody is held by it."""
    told = models.BooleanField(default=False)
    """Whether they have ever been told; from then on they see the meeting, also when it is called off."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "person"], name="invited_once", condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["matter", "unit"], name="unit_invited_once", condition=Q(person__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="invitation_of_person"),
            models.Index(
                fields=["attendee_person", "starts_at"],
                name="invitation_of_attendee",
                condition=Q(attendee_person__isnull=False),
            ),
            models.Index(fields=["unit", "starts_at"], name="invitation_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.person_id or self.unit_id}"
