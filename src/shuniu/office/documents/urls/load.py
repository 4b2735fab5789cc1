"""文件数量 and 各环节用时, below ``/documents/load/``."""

from __future__ import annotations

from django.urls import path

from shuniu.office.documents.views import load

urlpatterns = [
    path("load/", load.show, name="load"),
    path("load/papers/", load.papers, name="load_papers"),
    path("load/times/", load.times, name="load_times"),
    path("load/times/slowest/", load.slowest, name="load_slowest"),
    path("load/explain/<int:year>/<int:unit>/", load.explanation, name="load_explain"),
]
