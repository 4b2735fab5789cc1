"""版本: the wordings that a paper has had, and any two of them compared."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.queries import versions
from shuniu.office.documents.queries.drafting import FIELDS
from shuniu.office.documents.queries.versions import opened
from shuniu.office.documents.roles import STAFF
from shuniu.office.documents.views.desk import whole


@roles(*STAFF)
@require_safe
def listed(request: Request, number: str) -> HttpResponse:
    """Who wrote which version when, at which step, and why; and what was left although it was found."""
    found = opened(request.actor, number)
    matter = found.case.matter
    context = {
        "matter": matter, "number": number, "lines": versions.lines(matter, found.passages),
        "kept": versions.kept_findings(matter, None),
    }  # fmt: skip
    return page(request, "documents/drafting/versions.html", context)


@roles(*STAFF)
@require_safe
def compare(request: Request, number: str) -> HttpResponse:
    """两稿对照: side by side on a wide screen, one under the other on a phone; all, or only what changed."""
    found = opened(request.actor, number)
    matter, newest = found.case.matter, int(found.case.detail.version)
    new = whole(request.GET.get("new")) or newest
    old = whole(request.GET.get("old")) or max(new - 1, 1)
    pair = versions.pair(matter, old, new)
    if pair is None:
        raise Http404
    compared, all_of_it = versions.compared(*pair), "whole" in request.GET
    context = {
        "matter": matter, "number": number, "pair": pair, "compared": compared, "whole": all_of_it,
        "lines": versions.lines(matter, found.passages),
        "elements": [(FIELDS.get(one.name, one.name), one) for one in compared.elements],
        "parts": [(one, one.rows if all_of_it else one.only_changes()) for one in compared.parts if all_of_it or one.changed],
    }  # fmt: skip
    return page(request, "documents/drafting/compare.html", context)
