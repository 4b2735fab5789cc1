"""The citizen's addresses below ``/petition/``: petitioning and following it."""

from __future__ import annotations

from django.urls import URLPattern, path

from shuniu.public.petitions.views import citizens, following

app_name = "petition"
urlpatterns: list[URLPattern] = [
    path("", citizens.guide, name="guide"),
    path("paths/", citizens.paths, name="paths"),
    path("again/", citizens.again, name="again"),
    path("new/done/", citizens.receipt, name="receipt"),
    path("new/<str:aim>/", citizens.new, name="new"),
    path("<str:number>/", following.request_page, name="request"),
    path("<str:number>/files/<int:pk>/", following.file, name="file"),
    path("<str:number>/letters/<int:seq>/", following.letter, name="letter"),
    path("<str:number>/<str:step>/", following.act, name="act"),
]
