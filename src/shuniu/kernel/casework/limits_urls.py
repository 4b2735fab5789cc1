"""Addresses of the local limits."""

from __future__ import annotations

from django.urls import path

from shuniu.kernel.casework.views import limits

app_name = "limits"
urlpatterns = [
    path("", limits.every, name="every"),
    path("<slug:name>/", limits.change, name="family"),
]
