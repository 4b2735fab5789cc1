"""The addresses of engagements below ``/engagements/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "engagements"
urlpatterns: list[URLPattern] = []
