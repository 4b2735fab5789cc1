"""What is published, below ``/open/``: reading view, feed and data, for everybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from shuniu.public.disclosure.views import open as views
from shuniu.public.disclosure.views import open_data as machines

app_name = "open"
urlpatterns: list[URLPattern] = [
    path("", views.listing, name="list"),
    path("feed.atom", machines.feed, name="feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<int:year>.xml", machines.sitemap_year, name="sitemap_year"),
    path("data/", machines.about, name="data"),
    path("data/publications.json", machines.as_json, name="json"),
    path("data/publications.csv", machines.as_csv, name="csv"),
    path("data/schema.json", machines.schema, name="schema"),
    path("<str:number>/", views.show, name="show"),
    path("<str:number>/versions/<int:version>/", views.version, name="version"),
    path("<str:number>/versions/<int:version>/changes/", views.changes, name="changes"),
    path("<str:number>/files/<int:pk>/", views.file, name="file"),
]
