"""The annual report of article 41."""

from __future__ import annotations

from django.urls import URLPattern, path

from shuniu.public.petitions.views import annual

urlpatterns: list[URLPattern] = [
    path("annual/", annual.annual, name="annual"),
    path("annual/report.pdf", annual.annual_pdf, name="annual_pdf"),
    path("annual/report.xlsx", annual.annual_xlsx, name="annual_xlsx"),
]
