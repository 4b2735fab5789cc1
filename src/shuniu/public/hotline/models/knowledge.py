"""知识库: answers that an operator can give at once, with an owner and a date to review them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Person, Unit
from shuniu.public.hotline.models.request import Subject


class Article(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")
        RETIRED = "retired", _("已停用")

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("问题"), max_length=160)
    answer = models.TextField(_("答复"))
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    keywords = models.CharField(_("关键词"), max_length=300, blank=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    public = models.BooleanField(_("向公众公开"), default=True)
    review_by = models.DateField(_("复核期限"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))
    used = models.PositiveIntegerField(_("引用次数"), default=0)

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [models.Index(fields=["status", "review_by"], name="article_review")]

    def __str__(self) -> str:
        return self.title


class ArticleRevision(models.Model):
    """What an article said before, who changed it and why."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=160)
    answer = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class ArticleProposal(models.Model):
    """What the unit that owns an article wants it to say; the published one stands until the knowledge clerk decides."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="proposal")
    title = models.CharField(max_length=160)
    answer = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    keywords = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
