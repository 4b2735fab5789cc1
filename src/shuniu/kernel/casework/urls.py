"""Addresses of casework's own pages."""

from __future__ import annotations

from django.urls import path

from shuniu.kernel.casework.views import calendar

app_name = "calendar"
urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("preview/", calendar.preview, name="preview"),
    path("load/", calendar.load, name="load"),
]
