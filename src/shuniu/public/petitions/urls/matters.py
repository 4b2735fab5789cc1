"""Petitions, their lists and their steps."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
