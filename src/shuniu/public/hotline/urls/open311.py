"""Open311 GeoReport v2 below ``/open311/v2/``."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import open311

app_name = "open311"
urlpatterns = [
    path("discovery.<str:kind>", open311.discovery, name="discovery"),
    path("v2/services.<str:kind>", open311.services, name="services"),
    path("v2/services/<slug:code>.<str:kind>", open311.service, name="service"),
    path("v2/requests.<str:kind>", open311.requests, name="requests"),
    path("v2/requests/<str:number>.<str:kind>", open311.one, name="request"),
]
