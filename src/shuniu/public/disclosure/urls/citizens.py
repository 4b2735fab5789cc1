"""The citizen's addresses below ``/information/``: asking for information and following the request."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "information"
urlpatterns: list[URLPattern] = []
