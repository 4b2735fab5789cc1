"""The documents' addresses below ``/documents/``, gathered from a list for each noun."""

from __future__ import annotations

from shuniu.office.documents.urls import deliveries, drafting, lists, outgoing, registers

app_name = "documents"
urlpatterns = [
    *drafting.urlpatterns,
    *lists.urlpatterns,
    *outgoing.urlpatterns,
    *deliveries.urlpatterns,
    *registers.urlpatterns,
]
