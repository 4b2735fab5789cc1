"""For machines: the Atom feed, the sitemap, and the list as open data with its schema. Always in Chinese, cached for all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import condition, require_safe

from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.exports import safe_cell
from shuniu.kernel.web.paging import Slice, page_of
from shuniu.kernel.web.request import Request
from shuniu.public.disclosure import lists
from shuniu.public.disclosure.queries import open as published
from shuniu.public.disclosure.queries import open_data as data
from shuniu.public.disclosure.views.open import etag_of, fresh

KEPT_SECONDS = 300
FEED_MOST = 50
SITEMAP_MOST = 50_000
"""What the protocol allows in one map."""
XML = "application/xml"
View = Callable[..., Any]


def for_machines(view: View) -> View:
    """The same for everybody, whatever their language: it may be kept in between for some minutes."""

    @wraps(view)
    def kept(request: HttpRequest, *arguments: Any, **parts: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, *arguments, **parts)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    conditional = condition(etag_func=etag_of)(kept)

    @wraps(view)
    def in_chinese(request: HttpRequest, *arguments: Any, **parts: Any) -> HttpResponseBase:
        with translation.override("zh-hans"):
            answer: HttpResponseBase = conditional(request, *arguments, **parts)
            return answer

    return in_chinese


# --- Feed ----------------------------------------------------------------------------------------------------------


@public
@require_safe
@for_machines
def feed(request: Request) -> HttpResponse:
    """What was published last, of all categories or of one (``?category=20.1``)."""
    category = request.GET.get("category", "")
    if category and category not in lists.ITEMS:
        raise Http404
    rows = published.rows_of(published.listed(category=category).order_by(*published.NEWEST)[:FEED_MOST])
    title = f"政府信息公开：{lists.short_of(category)}" if category else "政府信息公开"
    made = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(reverse("open:list")),
        description="",
        subtitle="新公开、更正、废止和失效的政府信息",
        language="zh-CN",
        author_name=f"{settings.CITY}人民政府办公室",
        feed_url=request.build_absolute_uri(request.get_full_path()),
        feed_guid=request.build_absolute_uri(request.get_full_path()),
    )
    for row in rows:
        _entry(made, row, request)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _entry(made: Atom1Feed, row: published.Row, request: Request) -> None:
    url = request.build_absolute_uri(row.url)
    facts = [row.category_label, row.unit, f"索引号：{row.index_number}", row.document_number, row.standing]
    made.add_item(
        title=row.title,
        link=url,
        description="；".join(filter(None, facts)),
        unique_id=url,
        updateddate=row.changed_at,
        categories=[row.category_label],
        author_name=row.unit,
    )


# --- Sitemap -------------------------------------------------------------------------------------------------------


@public
@require_safe
@for_machines
def sitemap(request: Request) -> HttpResponse:
    """The index: a map for each year, so that no map grows for ever."""
    maps = [reverse("open:sitemap_year", args=[year]) for year in published.years(request.today)]
    context = {"maps": [request.build_absolute_uri(one) for one in maps]}
    return render(request, "disclosure/open/sitemaps.xml", context, content_type=XML)


@public
@require_safe
@for_machines
def sitemap_year(request: Request, year: int) -> HttpResponse:
    if year not in published.years(request.today):
        raise Http404
    pages = [(request.build_absolute_uri(url), at) for url, at in published.mapped(year, SITEMAP_MOST)]
    return render(request, "disclosure/open/sitemap.xml", {"pages": pages}, content_type=XML)


# --- Open data -----------------------------------------------------------------------------------------------------


@public
@require_safe
@fresh
def about(request: Request) -> HttpResponse:
    """开放数据: what there is, in which form, and what each field means."""
    context = {"fields": data.FIELDS, "size": data.PAGE, "items": lists.ITEMS.values()}
    return page(request, "disclosure/open/data.html", context)


def _page_of_data(request: Request) -> Slice[Any]:
    return page_of(published.listed(), request.GET, order=published.NEWEST, size=data.PAGE, count=False)


def _following(name: str, shown: Slice[Any]) -> str:
    return f"{reverse(name)}?{urlencode({'after': shown.after})}" if shown.after else ""


@public
@require_safe
@for_machines
def as_json(request: Request) -> HttpResponse:
    shown = _page_of_data(request)
    absolute = request.build_absolute_uri
    said = data.document(published.rows_of(shown.rows), absolute=absolute, following=_following("open:json", shown))
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
@for_machines
def as_csv(request: Request) -> HttpResponse:
    """The same page as a table; the address of the next page is in the ``Link`` header."""
    shown = _page_of_data(request)
    names, rows = data.table(published.rows_of(shown.rows), request.build_absolute_uri)
    text = io.StringIO()
    csv.writer(text).writerows([names, *([safe_cell(value) for value in row] for row in rows)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="publications.csv"'
    following = _following("open:csv", shown)
    if following:
        response["Link"] = f'<{request.build_absolute_uri(following)}>; rel="next"'
    return response


@public
@require_safe
@for_machines
def schema(request: Request) -> HttpResponse:
    return JsonResponse(
        data.schema(request.build_absolute_uri),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        content_type="application/schema+json",
    )
