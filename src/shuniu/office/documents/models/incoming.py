"""收文: a paper that came in, and what belongs to it alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person


class Type(models.TextChoices):
    """文种: the fifteen of the regulation's article 8, and what comes in under none of them."""

    RESOLUTION = "resolution", _("决议")
    DECISION = "decision", _("决定")
    ORDER = "order", _("命令（令）")
    COMMUNIQUE = "communique", _("公报")
    PROCLAMATION = "proclamation", _("公告")
    NOTICE_TO_PUBLIC = "notice_to_public", _("通告")
    OPINION = "opinion", _("意见")
    NOTICE = "notice", _("通知")
    CIRCULAR = "circular", _("通报")
    REPORT = "report", _("报告")
    REQUEST = "request", _("请示")
    REPLY = "reply", _("批复")
    BILL = "bill", _("议案")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")
    OTHER = "other", _("其他")


ANSWERED = (Type.REQUEST, Type.LETTER, Type.BILL)
"""文种 whose sender waits for an answer."""


class Nature(models.TextChoices):
    """Article 24 (4) knows two sorts: papers to be read and papers to be handled."""

    READ = "read", _("阅知性公文")
    HANDLE = "handle", _("批办性公文")


class Urgency(models.TextChoices):
    """紧急程度 as papers write it, on the casework's scale."""

    ORDINARY = Matter.Urgency.ORDINARY.value, _("平件")
    URGENT = Matter.Urgency.URGENT.value, _("加急")
    EMERGENCY = Matter.Urgency.EMERGENCY.value, _("特急")


class Channel(models.TextChoices):
    """How a paper came to the register."""

    HAND = "hand", _("手工登记")
    DROP = "drop", _("电子文件")
    SCAN = "scan", _("扫描件")


class Incoming(models.Model):
    """收文: the detail row. The facts above the line were confirmed at registration; those below are folded."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    title = models.CharField(_("标题"), max_length=300)
    """Whole, where the matter's own is cut."""
    organ = models.CharField(_("来文单位"), max_length=120)
    original_number = models.CharField(_("来文字号"), max_length=80, blank=True)
    type = models.CharField(_("文种"), max_length=20, choices=Type.choices, default=Type.OTHER)
    signed_on = models.DateField(_("成文日期"), null=True)
    received_at = models.DateTimeField(_("签收时间"), null=True)
    received_by = models.CharField(_("签收人"), max_length=40, blank=True)
    copies = models.PositiveIntegerField(_("份数"), default=1)
    pages = models.PositiveIntegerField(_("页数"), null=True)
    text = models.TextField(_("正文"), blank=True)
    """What could be read in the file: found by search, compared with papers that come again."""
    number_key = models.CharField(max_length=80, blank=True)
    title_key = models.CharField(max_length=120, blank=True)
    """Number and title without spaces and signs, by which a paper that comes again is recognised."""
    sketch = models.JSONField(default=list)
    """The text in a few numbers (``repeats.sketch_of``)."""
    digest = models.CharField(max_length=64)
    """SM3 of the registered facts; the opening passage carries the same."""

    # --- A projection of the passages, from here on ---
    urgency = models.CharField(_("紧急程度"), max_length=12, choices=Urgency.choices, default=Urgency.ORDINARY)
    nature = models.CharField(_("性质"), max_length=8, choices=Nature.choices, blank=True)
    requested_on = models.DateField(_("来文要求时限"), null=True)
    requested_words = models.CharField(max_length=200, blank=True)
    opinion = models.TextField(_("拟办意见"), blank=True)
    proposed = models.JSONField(default=dict)
    """Units that the opinion names: ``unit`` and ``assisting``."""
    leaders = models.JSONField(default=list)
    """Who is to instruct, in order; with ``text``, ``at`` and ``by`` once they have."""
    leaders_in_order = models.BooleanField(default=True)
    readers = models.JSONField(default=list)
    """Who is to read, in order; with ``read_at`` and ``note`` once they have."""
    readers_in_order = models.BooleanField(default=False)
    follower = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """专人催办: the named person who follows an urgent or important paper."""
    instructed_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    result = models.TextField(_("办理结果"), blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answer_by = models.CharField(max_length=8, blank=True)
    """``unit``: the lead unit answered itself; ``office``: by a paper of the office; ``none``: no answer is due."""
    chases = models.PositiveSmallIntegerField(default=0)
    chased_at = models.DateTimeField(null=True)
    returns = models.PositiveSmallIntegerField(default=0)
    late = models.BooleanField(default=False)
    archive_number = models.CharField(_("档号"), max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["number_key"], name="incoming_number"),
            models.Index(fields=["title_key"], name="incoming_title"),
            models.Index(fields=["organ", "-matter"], name="incoming_of_organ"),
            models.Index(fields=["type", "-matter"], name="incoming_of_type"),
        ]

    def __str__(self) -> str:
        return self.title


class Arrival(models.Model):
    """待登记: a file that was dropped and checked, with what was read from it, until a person has confirmed it."""

    attachment_id = models.BigIntegerField(unique=True)
    """``files.Attachment``: bound to the matter when it is registered."""
    name = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    scanned = models.BooleanField(default=False)
    """Pictures of pages: nothing could be read, and a person looks for secrecy marks."""
    pages = models.PositiveIntegerField(null=True)
    notice = models.CharField(max_length=100, blank=True)
    """What to tell whoever registers it, when not all could be read."""
    offered = models.JSONField(default=list)
    """Fields with their value, the words they were found in, and how sure the reading is."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    dropped_at = models.DateTimeField(null=True)
    """When it was put aside without being registered."""

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="arrival_open", condition=Q(matter__isnull=True, dropped_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """Who opened a paper that was sent to them to read or to instruct, and when first."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.person_id}"


class Phrase(models.Model):
    """A leader's ready words: 同意拟办意见。 ``{unit}`` stands for the unit that the opinion proposes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("批示用语"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text
