"""The documents' addresses below ``/documents/``, gathered from a list for each noun."""

from __future__ import annotations

from shuniu.office.documents.urls import archive, incoming, load

app_name = "documents"
urlpatterns = [*archive.urlpatterns, *incoming.urlpatterns, *load.urlpatterns]
