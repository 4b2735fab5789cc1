"""The annual report."""

from __future__ import annotations

from django.urls import path

from shuniu.public.disclosure.views import annual

urlpatterns = [
    path("annual/", annual.show, name="annual"),
    path("annual/behind/", annual.behind, name="annual_behind"),
    path("annual/words/", annual.words, name="annual_words"),
    path("annual/report.pdf", annual.pdf, name="annual_pdf"),
    path("annual/report.xlsx", annual.xlsx, name="annual_xlsx"),
]
