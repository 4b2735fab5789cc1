"""What everybody may read: answers, guides, promises kept and not kept."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request, address_of
from shuniu.public.hotline.queries import published

QUERY_MOST = 60
HINT_LEAST = 4
HINTS_PER_MINUTE = 120
"""From one network address, behind which many people may sit; who writes asks once in a second at the most."""
TOO_OFTEN = 429


@public
@require_GET
def answers(request: Request) -> HttpResponse:
    """查一查: guides that answer the question, and answers given to others."""
    query = " ".join(request.GET.get("q", "").split())[:QUERY_MOST]
    context = {
        "query": query,
        "articles": published.public_articles(query, limit=12),
        "slice": page_of(published.published(query), request.GET, order=("-answered_at", "-pk")),
    }
    return page(request, "hotline/citizens/answers.html", context)


@public
@require_GET
def hints(request: Request) -> HttpResponse:
    """Guides that may answer what is being written: a fragment for the script of the report page."""
    query = " ".join(request.GET.get("q", "").split())[:QUERY_MOST]
    if not hit("hotline.guides", address_of(request), limit=HINTS_PER_MINUTE, seconds=60, at=request.now).allowed:
        return HttpResponse(status=TOO_OFTEN)
    found = published.guides_for(query) if len(query) >= HINT_LEAST else []
    return page(request, "hotline/citizens/_hints.html", {"articles": found})


@public
@require_GET
def answer(request: Request, number: str) -> HttpResponse:
    found = published.published_request(number)
    if found is None:
        raise Http404
    return page(request, "hotline/citizens/answer.html", {"answer": found})


@public
@require_GET
def article(request: Request, code: str) -> HttpResponse:
    found = published.public_article(code)
    if found is None:
        raise Http404
    return page(request, "hotline/citizens/article.html", {"article": found})


@public
@require_GET
def promises(request: Request) -> HttpResponse:
    """承诺与实绩: what was promised and how it was kept, in the last ninety days."""
    context = {"promises": published.promises(request.now), "days": published.PROMISE_DAYS}
    return page(request, "hotline/citizens/promises.html", context)
