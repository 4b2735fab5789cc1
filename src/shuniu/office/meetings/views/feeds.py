"""日历订阅: the one page of the module that asks for no account. Its address is the key."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from shuniu.kernel.web.doors import public
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request
from shuniu.office.meetings.queries.feeds import feed_of, row_of

OFTEN, WINDOW = 12, 60
"""So many answers a minute for one address; a client that polls every second is told when to come again."""
FRESH = 300


@public
@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """The calendar as iCalendar text, 304 while nothing has changed, 429 for who asks without end."""
    verdict = hit("meetings.feed", token, limit=OFTEN, seconds=WINDOW, at=request.now)
    if not verdict.allowed:
        answer = HttpResponse(status=429, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(max(1, verdict.retry_after))
        return answer
    text = feed_of(row_of(token), request.now)
    tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    answer = (
        HttpResponse(status=304) if tag in known else HttpResponse(text, content_type="text/calendar; charset=utf-8")
    )
    answer["ETag"], answer["Cache-Control"] = tag, f"private, max-age={FRESH}"
    answer["X-Robots-Tag"] = "noindex"
    return answer
