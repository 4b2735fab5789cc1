"""The addresses of the petition office and the handling organs, below ``/petitions/``."""

from __future__ import annotations

from django.urls import URLPattern

from shuniu.public.petitions.urls import annual, matters

app_name = "petitions"
urlpatterns: list[URLPattern] = [*annual.urlpatterns, *matters.urlpatterns]
