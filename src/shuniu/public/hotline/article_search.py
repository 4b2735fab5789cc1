"""What of the knowledge base can be found: published articles only, by all staff, and the public ones by everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put, remove
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, register_source
from shuniu.public.hotline.models import Article
from shuniu.public.hotline.roles import CENTRE, LEADER, UNITS

KIND = "hotline.article"
READERS = (*CENTRE, *UNITS, LEADER, "secretary")


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_("知识库"))


def iterate() -> Iterator[Entry]:
    """Every published article, oldest first."""
    published = Article.objects.filter(status=Article.Status.PUBLISHED).order_by("updated_at", "pk")
    yield from map(entry_of, published.iterator(chunk_size=500))


def entry_of(article: Article) -> Entry:
    facets = (
        f"u{article.unit_id}",
        *((f"s{article.subject_id}",) if article.subject_id else ()),
        *(("public",) if article.public else ()),
    )
    text = f"{article.keywords}\n{article.answer}\n{article.basis}"
    return Entry(KIND, article.pk, article.title, text, article.updated_at, facets)


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    rows: Iterable[Article] = Article.objects.filter(pk__in=keys, status=Article.Status.PUBLISHED)
    return {
        one.pk: Display(
            "", one.title, one.answer, reverse("hotline:article", args=[one.code]), one.get_status_display()
        )
        for one in rows
    }


def visible(actor: Actor) -> Facets | None:
    """Staff of the centre and of the units find all: what may be told a caller is no secret among them."""
    return EVERYTHING if actor.is_staff and actor.holds_any(READERS) else None


def renew(article: Article) -> None:
    """Bring the index in line with an article that was just changed; called in the same transaction."""
    if article.status == Article.Status.PUBLISHED:
        put([entry_of(article)])
    else:
        remove(KIND, [article.pk])
