"""The section's addresses below ``/disclosure/``, gathered from a list for each noun."""

from __future__ import annotations

from django.urls import URLPattern

from shuniu.public.disclosure.urls import annual, publications, requests

app_name = "disclosure"
urlpatterns: list[URLPattern] = [*requests.urlpatterns, *publications.urlpatterns, *annual.urlpatterns]
