"""诉求: a citizen's request, and what belongs to it alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter, MatterKey
from shuniu.kernel.organisation.models import Unit
from shuniu.public.hotline.models.channels import ApiClient

JOINED = Q(joined_to__gt="")
"""To be said with every question for what is joined to a request: SQLite then uses the index of those that are."""


class Type(models.TextChoices):
    """诉求类型, as Beijing's regulation names them in its article 2."""

    CONSULTATION = "consultation", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")


class Channel(models.TextChoices):
    PHONE = "phone", _("电话")
    WEB = "web", _("网页")
    API = "api", _("接口")
    IMPORT = "import", _("表格导入")
    LETTER = "letter", _("信函")


class Satisfaction(models.IntegerChoices):
    VERY_BAD = 1, _("非常不满意")
    BAD = 2, _("不满意")
    FAIR = 3, _("基本满意")
    GOOD = 4, _("满意")
    VERY_GOOD = 5, _("非常满意")


class Subject(models.Model):
    """事项分类: what a request is about, the city's own list; the services of the open interface."""

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    group = models.CharField(_("大类"), max_length=60)
    description = models.CharField(_("说明"), max_length=300, blank=True)
    keywords = models.CharField(_("关键词"), max_length=300, blank=True)
    default_type = models.CharField(max_length=20, choices=Type.choices, default=Type.HELP)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The unit that the dispatch catalogue (派单目录) names for it."""
    open = models.BooleanField(_("启用"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """诉求: the detail row of a hotline matter.

    The facts above the line were given at intake. Those below are a projection of the passages (``Intake.fold``),
    kept so that lists, rates and reports need no reading of histories.
    """

    matter = MatterKey(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    text = models.TextField(_("内容"))
    place = models.CharField(_("地点"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    query_hash = models.CharField(max_length=64, blank=True)
    """Keyed fingerprint of the query code; the code itself is shown once and never stored."""
    digest = models.CharField(max_length=64)
    """SM3 of text and place; the opening passage carries the same, so a changed text is found by the ledger."""
    media_url = models.URLField(max_length=500, blank=True)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The program that filed it through the open interface: it may read its own requests back."""
    suggested_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    suggested_confidence = models.FloatField(null=True)

    # --- A projection of the passages, from here on ---
    type = models.CharField(_("类型"), max_length=20, choices=Type.choices)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    first_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    dispatched_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    """Whether the citizen was answered after the promised day."""
    returns = models.PositiveSmallIntegerField(default=0)
    redos = models.PositiveSmallIntegerField(default=0)
    chases = models.PositiveSmallIntegerField(default=0)
    overseen = models.BooleanField(default=False)
    instructed = models.BooleanField(default=False)
    excluded = models.BooleanField(default=False)
    """Left out of the rates by a recorded, reviewable act."""
    responded = models.BooleanField(null=True)
    resolved = models.BooleanField(null=True)
    satisfaction = models.PositiveSmallIntegerField(_("满意度"), choices=Satisfaction.choices, null=True)
    rated_at = models.DateTimeField(null=True)
    reply = models.TextField(_("答复"), blank=True)
    reply_public = models.BooleanField(default=False)
    """Whether the centre has released question and answer, without persons, for others to read."""
    joined_to = models.CharField(max_length=40, blank=True)
    false_closing = models.BooleanField(null=True)
    """Finding of the re-check of closed requests (虚假办结), None when it was not sampled."""

    class Meta:
        indexes = [
            models.Index(fields=["-answered_at"], name="request_published", condition=Q(reply_public=True)),
            # The promises on the public page: what was answered in the last ninety days.
            models.Index(fields=["answered_at"], name="request_answered", condition=Q(answered_at__isnull=False)),
            # The staff's filters, the last registered first; marks are rare, so their indexes stay small.
            models.Index(fields=["type", "-matter"], name="request_of_type"),
            models.Index(fields=["subject", "-matter"], name="request_of_subject", condition=Q(subject__isnull=False)),
            models.Index(fields=["client"], name="request_of_client", condition=Q(client__isnull=False)),
            models.Index(fields=["joined_to"], name="request_joined", condition=JOINED),
            models.Index(fields=["-matter"], name="request_overseen", condition=Q(overseen=True)),
            models.Index(fields=["-matter"], name="request_instructed", condition=Q(instructed=True)),
            models.Index(fields=["-matter"], name="request_late", condition=Q(late=True)),
            models.Index(fields=["-matter"], name="request_false_closing", condition=Q(false_closing=True)),
            models.Index(fields=["-matter"], name="request_returned", condition=Q(returns__gte=1)),
            models.Index(fields=["-matter"], name="request_redone", condition=Q(redos__gte=1)),
        ]


class Contact(models.Model):
    """反映人: who asked, apart from the request itself, so that it can be masked, sealed, or erased."""

    matter = MatterKey(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField(max_length=400, blank=True)
    """Encrypted (``organisation.personal``)."""
    phone = models.CharField(max_length=400, blank=True)
    """Encrypted."""
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    email = models.CharField(max_length=600, blank=True)
    """Encrypted."""
    sealed = models.BooleanField(default=False)
    """举报: opened only by the step that records who looked and why."""


class Precedent(models.Model):
    """先例: a ruling on a contested dispatch, shown to dispatchers and units when a like request comes."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    refused_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="+")
    ruling = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
