"""The registers: series and their numbers, seals and their use."""

from __future__ import annotations

from django.urls import path

from shuniu.office.documents.views import registers, seals

urlpatterns = [
    path("series/", registers.listing, name="series"),
    path("series/new/", registers.new, name="series_new"),
    path("series/<int:pk>/", registers.show, name="series_one"),
    path("series/<int:pk>/reserve/", registers.reserve, name="series_reserve"),
    path("series/<int:pk>/void/", registers.void, name="series_void"),
    path("series/<int:pk>/end/", registers.end, name="series_end"),
    path("seals/", seals.listing, name="seals"),
    path("seals/new/", seals.new, name="seal_new"),
    path("seals/<int:pk>/", seals.show, name="seal"),
    path("seals/<int:pk>/end/", seals.end, name="seal_end"),
    path("seals/<int:pk>/picture/", seals.picture, name="seal_picture"),
]
