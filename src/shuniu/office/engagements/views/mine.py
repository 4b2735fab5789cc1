"""A leader's own page, the feed of a diary, and its secret address."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.web import ratelimit
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public, roles
from shuniu.kernel.web.request import Request
from shuniu.office.engagements.operations import feeds
from shuniu.office.engagements.queries import feeds as questions
from shuniu.office.engagements.queries.mine import mine
from shuniu.office.engagements.roles import LEADER, SECRETARY

PER_MINUTE = 120


@roles(LEADER, SECRETARY)
@require_safe
def own(request: Request) -> HttpResponse:
    """Today and tomorrow, on a phone."""
    shown = mine(request.actor, now=request.now)
    return page(request, "engagements/mine.html", {"shown": shown, "several": len(shown.leaders) > 1})


@roles(LEADER, SECRETARY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: Request) -> HttpResponse:
    """The address is shown once, when it is made; whoever loses it makes another."""
    secret = feeds.renew(actor=request.actor, at=request.now) if request.method == "POST" else ""
    address = request.build_absolute_uri(f"/engagements/feed/{secret}.ics") if secret else ""
    known = questions.of_person(request.actor.person_id)
    return page(request, "engagements/feed.html", {"address": address, "feed": known})


@public
@require_safe
def calendar(request: Request, secret: str) -> HttpResponse:
    """The diary as iCalendar. A wrong secret is 404 like any address that is not there."""
    found = questions.diary(feeds.digest_of(secret))
    if found is None:
        raise Http404
    mark = questions.mark_of(found, request.now)
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
        return _headed(HttpResponse(status=304), mark)
    verdict = ratelimit.hit("engagements.feed", secret, limit=PER_MINUTE, seconds=60, at=request.now)
    if not verdict.allowed:
        return HttpResponse(status=429, headers={"Retry-After": str(verdict.retry_after)})
    feeds.mark_read(found.feed, request.now)
    text = questions.text_of(found, now=request.now, host=f"{request.scheme}://{request.get_host()}")
    return _headed(HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8"), mark)


def _headed(response: HttpResponse, mark: str) -> HttpResponse:
    response["ETag"] = mark
    response["Cache-Control"] = "private, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
