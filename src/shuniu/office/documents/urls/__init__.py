"""The documents' addresses below ``/documents/``, gathered from a list for each noun."""

from __future__ import annotations

from shuniu.office.documents.urls import archive, deliveries, drafting, incoming, lists, load, outgoing, registers

app_name = "documents"
urlpatterns = [
    *archive.urlpatterns,
    *incoming.urlpatterns,
    *load.urlpatterns,
    *drafting.urlpatterns,
    *lists.urlpatterns,
    *outgoing.urlpatterns,
    *deliveries.urlpatterns,
    *registers.urlpatterns,
]
