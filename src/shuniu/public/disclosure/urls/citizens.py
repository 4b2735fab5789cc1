"""The citizen's addresses below ``/information/``: asking for information and following the request."""

from __future__ import annotations

from django.urls import URLPattern, path

from shuniu.public.disclosure.views import citizens

app_name = "information"
urlpatterns: list[URLPattern] = [
    path("", citizens.start, name="start"),
    path("apply/", citizens.apply, name="apply"),
    path("done/", citizens.receipt, name="receipt"),
    path("<str:number>/", citizens.show, name="request"),
    path("<str:number>/files/<int:pk>/", citizens.file, name="file"),
    path("<str:number>/letters/<int:seq>.pdf", citizens.letter, name="letter"),
    path("<str:number>/<str:step>/", citizens.act, name="act"),
]
