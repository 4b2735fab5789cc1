"""Keeping the knowledge base: writing, proposing, publishing, reviewing, retiring. The index follows in the same act."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline import article_search
from shuniu.public.hotline.events import ARTICLE_PUBLISHED, ARTICLE_RETIRED
from shuniu.public.hotline.models import Article, ArticleProposal, ArticleRevision
from shuniu.public.hotline.operations.intake import refuse_secrets

STEM = "knowledge"


class ArticleRefused(Exception):
    """The act is not possible as things stand; the message says why."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What an article says."""

    title: str
    answer: str
    basis: str = ""
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who owns an article and who may read it. ``review_by``: the owner looks at it again by that day."""

    unit_id: int
    subject_id: int | None
    public: bool
    review_by: date | None


def write(wording: Wording, keeping: Keeping, *, actor: Actor, at: datetime) -> Article:
    """A new article, as a draft."""
    _refuse_secrets(wording)
    with transaction.atomic():
        article = Article(code=f"k-{secrets.token_hex(5)}", updated_at=at)
        _say(article, wording)
        _keep(article, keeping)
        article.save(force_insert=True)
    return article


def revise(
    article: Article, wording: Wording, keeping: Keeping | None, *, reason: str, actor: Actor, at: datetime
) -> Article:
    """Change an article at once. ``keeping`` is None for an owner, who changes words only. A change of a published
    article is published with it. What it said before stays among its revisions."""
    _refuse_secrets(wording)
    with transaction.atomic():
        kept = _locked(article)
        _remember(kept, actor=actor, at=at, reason=reason)
        _say(kept, wording)
        if keeping is not None:
            _keep(kept, keeping)
        kept.updated_at = at
        kept.save()
        if kept.status == Article.Status.PUBLISHED:
            _record(ARTICLE_PUBLISHED, kept, actor=actor, at=at, reason=reason)
        article_search.renew(kept)
    return kept


def propose(article: Article, wording: Wording, *, reason: str, actor: Actor, at: datetime) -> ArticleProposal:
    """The owner's draft of a change, in place of an earlier one."""
    _refuse_secrets(wording)
    assert actor.person_id is not None
    proposal, _made = ArticleProposal.objects.update_or_create(
        article=article,
        defaults={
            "title": wording.title, "answer": wording.answer, "basis": wording.basis, "keywords": wording.keywords,
            "person_id": actor.person_id, "reason": reason, "at": at,
        },
    )  # fmt: skip
    return proposal


def accept(article: Article, *, expected: str, actor: Actor, at: datetime) -> Article:
    """Publish what the owner proposed. ``expected`` is the moment of the proposal that the clerk has read."""
    with transaction.atomic():
        proposal = _proposal(article, expected)
        wording = Wording(proposal.title, proposal.answer, proposal.basis, proposal.keywords)
        reason = _("采纳%(person)s的修改：%(reason)s") % {"person": proposal.person.name, "reason": proposal.reason}
        kept = revise(article, wording, None, reason=reason[:200], actor=actor, at=at)
        proposal.delete()
    return kept


def decline(article: Article, *, expected: str) -> None:
    """Leave the article as it is."""
    with transaction.atomic():
        _proposal(article, expected).delete()


def _proposal(article: Article, expected: str) -> ArticleProposal:
    proposal = ArticleProposal.objects.select_for_update().filter(pk=article.pk).first()
    if proposal is None:
        raise ArticleRefused(_("这份修改草稿已经处理过了。"))
    if proposal.at.isoformat() != expected:
        raise ArticleRefused(_("您打开页面之后，责任单位又改了这份草稿，请看过新的再决定。"))
    return proposal


def publish(article: Article, *, reason: str, actor: Actor, at: datetime) -> Article:
    """From now on it is found and may be told."""
    return _turn(article, Article.Status.PUBLISHED, ARTICLE_PUBLISHED, reason=reason, actor=actor, at=at)


def retire(article: Article, *, reason: str, actor: Actor, at: datetime) -> Article:
    """It is no longer true; it stays to be read, and is found no more."""
    return _turn(article, Article.Status.RETIRED, ARTICLE_RETIRED, reason=reason, actor=actor, at=at)


def review(article: Article, *, review_by: date, actor: Actor, at: datetime) -> Article:
    """The owner has looked: it is still right, and is looked at again by ``review_by``."""
    if review_by <= at.date():
        raise ArticleRefused(_("下次复核的日期须在今天之后。"))
    with transaction.atomic():
        kept = _locked(article)
        kept.review_by = review_by
        kept.save(update_fields=["review_by"])
        _remember(kept, actor=actor, at=at, reason=_("复核，内容不变"))
    return kept


def _turn(article: Article, status: Article.Status, event: str, *, reason: str, actor: Actor, at: datetime) -> Article:
    with transaction.atomic():
        kept = _locked(article)
        if kept.status == status:
            raise ArticleRefused(_("已经是“%(status)s”了。") % {"status": status.label})
        kept.status = status
        kept.updated_at = at
        kept.save(update_fields=["status", "updated_at"])
        _remember(kept, actor=actor, at=at, reason=reason)
        _record(event, kept, actor=actor, at=at, reason=reason)
        article_search.renew(kept)
    return kept


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _say(article: Article, wording: Wording) -> None:
    article.title, article.answer = wording.title, wording.answer
    article.basis, article.keywords = wording.basis, wording.keywords


def _keep(article: Article, keeping: Keeping) -> None:
    article.unit_id, article.subject_id = keeping.unit_id, keeping.subject_id
    article.public, article.review_by = keeping.public, keeping.review_by


def _remember(article: Article, *, actor: Actor, at: datetime, reason: str) -> None:
    """What the article said until this act, and who did what to it and why."""
    ArticleRevision.objects.create(
        article=article, title=article.title, answer=article.answer, basis=article.basis, person_id=actor.person_id,
        reason=reason[:200], at=at,
    )  # fmt: skip


def _record(type: str, article: Article, *, actor: Actor, at: datetime, reason: str) -> None:
    append_shared(STEM, type, at=at, actor=actor,
                  body={"title": article.title, "code": article.code, "reason": reason})  # fmt: skip


def _refuse_secrets(wording: Wording) -> None:
    refuse_secrets(wording.title, wording.answer, wording.basis, wording.keywords)
