"""依申请公开: a request for information, who asks, and what became of it before a reviewing organ or a court."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter


class Way(models.TextChoices):
    """How a request came: each has its own day of receipt (art. 31)."""

    IN_PERSON = "in_person", _("当面提交")
    SIGNED_MAIL = "signed_mail", _("邮寄（签收）")
    MAIL = "mail", _("邮寄（平常信函等无需签收）")
    ONLINE = "online", _("互联网渠道")
    FAX = "fax", _("传真")


class Kind(models.TextChoices):
    """Who asks, in the columns of part three of the annual report."""

    PERSON = "person", _("自然人")
    BUSINESS = "business", _("商业企业")
    RESEARCH = "research", _("科研机构")
    WELFARE = "welfare", _("社会公益组织")
    LAW = "law", _("法律服务机构")
    OTHER = "other", _("其他")


class Medium(models.TextChoices):
    """获取信息的方式、途径 (art. 29)."""

    PAPER = "paper", _("纸质")
    ELECTRONIC = "electronic", _("电子邮件")
    READ = "read", _("当面查阅、抄录")


class InformationRequest(models.Model):
    """The detail row of ``disclosure.request``. Folded fields are computed from the passages."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    way = models.CharField(_("申请方式"), max_length=12, choices=Way.choices)
    applicant_kind = models.CharField(_("申请人类型"), max_length=10, choices=Kind.choices, default=Kind.PERSON)
    text = models.TextField(_("所需政府信息的名称、文号或者便于查询的其他特征性描述"))
    medium = models.CharField(_("获取信息的方式"), max_length=10, choices=Medium.choices, default=Medium.ELECTRONIC)
    query_hash = models.CharField(max_length=64)
    """Fingerprint of the query code; the code itself is shown once."""
    digest = models.CharField(max_length=64)
    """SM3 of the words as they came: it stands in the opening passage, so the ledger vouches for them."""

    # Folded from the passages
    came_on = models.DateField(_("申请到达之日"), null=True)
    received_on = models.DateField(_("收到申请之日"), null=True)
    correction = models.TextField(_("补正内容"), blank=True)
    correction_days = models.PositiveSmallIntegerField(null=True)
    reply_kind = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    reply = models.TextField(_("答复"), blank=True)
    answered_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_on"], name="information_received", condition=models.Q(received_on__isnull=False)
            ),
            models.Index(
                fields=["answered_on"], name="information_answered", condition=models.Q(answered_on__isnull=False)
            ),
        ]


class Applicant(models.Model):
    """申请人: apart from the request, so that it can be masked and erased. Encrypted (``organisation.personal``)."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField(max_length=400)
    identity = models.CharField(max_length=400, blank=True)
    """Identity number, or the organisation's unified social credit code."""
    identity_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=600, blank=True)
    address = models.CharField(max_length=900, blank=True)


class ThirdParty(models.Model):
    """第三方: whom the request concerns and who was asked (art. 32). Apart from the passages, encrypted as the applicant is."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=400)
    contact = models.CharField(max_length=900, blank=True)
    """Address or telephone, for the letter."""
    asked_at = models.DateTimeField()


class Remedy(models.Model):
    """行政复议 or 行政诉讼 about an answer: a line of the register, and of part four of the annual report."""

    class Path(models.TextChoices):
        RECONSIDERATION = "reconsideration", _("行政复议")
        LAWSUIT = "lawsuit", _("行政诉讼（未经复议直接起诉）")
        LAWSUIT_AFTER = "lawsuit_after", _("行政诉讼（复议后起诉）")

    class Result(models.TextChoices):
        PENDING = "pending", _("尚未审结")
        UPHELD = "upheld", _("结果维持")
        CORRECTED = "corrected", _("结果纠正")
        OTHER = "other", _("其他结果")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=16, choices=Path.choices)
    authority = models.CharField(_("复议机关或者法院"), max_length=100)
    reference = models.CharField(_("案号"), max_length=60, blank=True)
    begun_on = models.DateField(_("收到通知之日"))
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.PENDING)
    ended_on = models.DateField(null=True)
    gist = models.TextField(_("要点"), blank=True)


class AnnualWords(models.Model):
    """What people write into the annual report of a year: its text parts, and the figures that other systems count."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    overview = models.TextField(_("一、总体情况"), blank=True)
    problems = models.TextField(_("五、存在的主要问题及改进情况"), blank=True)
    others = models.TextField(_("六、其他需要报告的事项"), blank=True)
    figures = models.JSONField(default=dict)
    """By key of part two: 规章, 许可, 处罚, 强制, 收费."""
