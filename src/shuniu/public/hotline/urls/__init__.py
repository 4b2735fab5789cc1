"""The hotline's addresses below ``/hotline/``, gathered from a list for each noun; what is asked for most stands first."""

from __future__ import annotations

from shuniu.public.hotline.urls import clients, figures, importing, intake, knowledge, lists, requests, topics

app_name = "hotline"
urlpatterns = [
    *lists.urlpatterns,
    *requests.urlpatterns,
    *clients.urlpatterns,
    *figures.urlpatterns,
    *importing.urlpatterns,
    *intake.urlpatterns,
    *knowledge.urlpatterns,
    *topics.urlpatterns,
]
