"""The citizen's addresses below ``/petition/``: petitioning and following it."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "petition"
urlpatterns: list[URLPattern] = []
