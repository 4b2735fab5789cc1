"""The one search page, over all that the reader may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shuniu.kernel.search.forms import SearchForm
from shuniu.kernel.search.sources import search, visible_sources
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.request import Request


@require_GET
def results(request: Request) -> HttpResponse:
    offered = [source for source, _ in visible_sources(request.actor)]
    form = SearchForm(request.GET or None, offered=offered)
    context = {"form": form, "offered": offered, "query": request.GET.get("q", "")}
    if form.is_asked and form.is_valid():
        query = form.cleaned_data["q"]
        answer = search(query, request.actor, **form.conditions(), after=request.GET.get("after"))
        context.update(answer=answer, query=query)
    return page(request, "search/results.html", context, status=422 if form.errors else 200)
