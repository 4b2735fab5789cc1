"""The address of the one worklist."""

from __future__ import annotations

from django.urls import path

from shuniu.kernel.casework.views import worklist

urlpatterns = [path("", worklist.worklist, name="worklist")]
