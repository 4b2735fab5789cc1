"""What is published, below ``/open/``: reading view, feed and data, for everybody."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "open"
urlpatterns: list[URLPattern] = []
