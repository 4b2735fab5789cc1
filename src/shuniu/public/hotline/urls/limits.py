"""Setting local limits."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import limits

urlpatterns = [path("limits/change/", limits.change, name="limit_change")]
