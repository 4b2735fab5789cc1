"""The knowledge base as staff read it: published articles for all, drafts and retired ones for those who keep them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from shuniu.kernel.casework.queries import Light
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.search.index import find
from shuniu.public.hotline import article_search
from shuniu.public.hotline.models import Article as Article  # Handed on to the views, for their annotations.
from shuniu.public.hotline.models import ArticleProposal, ArticleRevision
from shuniu.public.hotline.roles import HEAD, KNOWLEDGE, LIAISON

SOON = timedelta(days=30)
FOUND_MOST = 200


def keeps_all(actor: Actor) -> bool:
    """The knowledge clerk."""
    return actor.holds(KNOWLEDGE)


def own_units(actor: Actor) -> frozenset[int]:
    """The units whose articles this person answers for."""
    return actor.units_of(LIAISON, HEAD)


def may_propose(article: Article, actor: Actor) -> bool:
    return keeps_all(actor) or article.unit_id in own_units(actor)


def by_proposal(article: Article, actor: Actor) -> bool:
    """An owner changes their own draft directly; what is published, by a proposal to the clerk."""
    return not keeps_all(actor) and article.status != Article.Status.DRAFT


def readable(actor: Actor) -> QuerySet[Article]:
    rows = Article.objects.select_related("unit", "subject")
    if keeps_all(actor):
        return rows
    return rows.filter(Q(status=Article.Status.PUBLISHED) | Q(unit_id__in=own_units(actor)))


def article_for(actor: Actor, code: str) -> Article | None:
    return readable(actor).filter(code=code).first()


def waiting(actor: Actor) -> tuple[int, int]:
    """New drafts and owners' changes that wait for the knowledge clerk; nothing for anybody else."""
    if not keeps_all(actor):
        return 0, 0
    draft, changed = Q(status=Article.Status.DRAFT), Q(proposal__isnull=False)
    counted = Article.objects.filter(draft | changed).aggregate(
        drafts=Count("pk", filter=draft), changes=Count("pk", filter=changed)
    )
    return counted["drafts"], counted["changes"]


def review_light(article: Article, today: date) -> Light:
    """Whether the owner must look at it again: overdue, within thirty days, or later."""
    if article.review_by is None or article.status == Article.Status.RETIRED:
        return Light.NONE
    if article.review_by < today:
        return Light.RED
    return Light.AMBER if article.review_by <= today + SOON else Light.GREEN


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the list and of its export."""

    article: Article
    light: Light
    proposed: bool

    @property
    def url(self) -> str:
        return reverse("hotline:article", args=[self.article.code])

    @property
    def unit(self) -> str:
        return tree().name(self.article.unit_id)

    @property
    def subject(self) -> str:
        return self.article.subject.name if self.article.subject else ""

    @property
    def status(self) -> tuple[str, str]:
        tones = {"draft": "warn", "published": "good", "retired": "plain"}
        return str(self.article.get_status_display()), tones[self.article.status]


def rows_of(articles: list[Article], today: date) -> list[ArticleRow]:
    """The lines for articles in hand: one query for the drafts that wait."""
    waiting = set(ArticleProposal.objects.filter(pk__in=[one.pk for one in articles]).values_list("pk", flat=True))
    return [ArticleRow(one, review_light(one, today), one.pk in waiting) for one in articles]


def listed(actor: Actor, wanted: Mapping[str, Any], today: date) -> tuple[QuerySet[Article], tuple[str, ...]]:
    """The articles that a filter leaves, and their order: what was asked first by rank, else what must be reviewed
    first for those who keep articles (their own before others'), else what is used most."""
    rows = readable(actor)
    for name in ("status", "subject"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("unit"):
        rows = rows.filter(unit_id__in=tree().subtree(wanted["unit"]))
    if wanted.get("due"):
        rows = rows.filter(review_by__lt=today).exclude(status=Article.Status.RETIRED)
    if wanted.get("proposed"):
        rows = rows.filter(proposal__isnull=False)
    if wanted.get("q"):
        return _ranked(rows, wanted["q"]), ("rank", "pk")
    return _in_turn(rows, actor)


def _in_turn(rows: QuerySet[Article], actor: Actor) -> tuple[QuerySet[Article], tuple[str, ...]]:
    """Their own before others' for whoever answers for a unit; what must be reviewed soonest first."""
    if keeps_all(actor):
        return rows, ("review_by", "pk")
    own = own_units(actor)
    if not own:
        return rows, ("-used", "pk")
    others = Case(When(unit_id__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(others=others), ("others", "review_by", "pk")


def _ranked(rows: QuerySet[Article], query: str) -> QuerySet[Article]:
    """What the index finds, in its order; then what is not published and has the words in its question."""
    keys = [hit.key for hit in find(query, kinds=[article_search.KIND], limit=FOUND_MOST).hits]
    places = [When(pk=key, then=Value(at)) for at, key in enumerate(keys)]
    rank = Case(*places, default=Value(len(keys)), output_field=IntegerField())
    return rows.filter(Q(pk__in=keys) | Q(title__icontains=query)).annotate(rank=rank)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with what this person may do with it."""

    article: Article
    light: Light
    revisions: list[ArticleRevision]
    proposal: ArticleProposal | None
    keeps: bool
    proposes: bool


def article_page(article: Article, actor: Actor, today: date) -> ArticlePage:
    proposes = may_propose(article, actor)
    waiting = ArticleProposal.objects.filter(pk=article.pk).select_related("person") if proposes else []
    return ArticlePage(
        article=article,
        light=review_light(article, today),
        revisions=list(ArticleRevision.objects.filter(article=article).select_related("person")[:50]),
        proposal=next(iter(waiting), None),
        keeps=keeps_all(actor),
        proposes=proposes,
    )
