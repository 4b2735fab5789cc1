"""The hotline's addresses below ``/hotline/``, gathered from a list for each noun."""

from __future__ import annotations

from shuniu.public.hotline.urls import clients, figures, importing, intake, knowledge, lists, requests, topics

app_name = "hotline"
urlpatterns = [
    *clients.urlpatterns,
    *figures.urlpatterns,
    *importing.urlpatterns,
    *intake.urlpatterns,
    *knowledge.urlpatterns,
    *lists.urlpatterns,
    *requests.urlpatterns,
    *topics.urlpatterns,
]
