"""归档, below ``/documents/archive/``."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.office.documents.models.archive import Retention
from shuniu.office.documents.views import archive, archive_shelves


class RetentionName:
    """保管期限, by its name."""

    regex = "|".join(Retention.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RetentionName, "retention")

urlpatterns = [
    path("archive/", archive.waiting, name="archive"),
    path("archive/file/", archive.file, name="archive_file"),
    path("archive/aside/", archive.aside, name="archive_aside"),
    path("archive/items/", archive.items, name="archive_items"),
    path("archive/items/export.xlsx", archive.export, name="archive_export"),
    path("archive/items/<int:pk>/take-back/", archive.take_back, name="archive_take_back"),
    path(
        "archive/shelves/<int:year>/<retention:retention>/list.pdf", archive_shelves.list_pdf, name="archive_list_pdf"
    ),
    path(
        "archive/shelves/<int:year>/<retention:retention>/list.xlsx",
        archive_shelves.list_xlsx,
        name="archive_list_xlsx",
    ),
    path("archive/shelves/<int:year>/<retention:retention>/package/", archive_shelves.pack, name="archive_pack"),
    path("archive/packages/<int:pk>/", archive_shelves.package, name="archive_package"),
    path("archive/packages/<int:pk>/package.zip", archive_shelves.download, name="archive_download"),
    path("archive/check/", archive_shelves.check, name="archive_check"),
    path("archive/retention/", archive_shelves.retention, name="archive_retention"),
    path("archive/retention/<slug:code>/", archive_shelves.line, name="archive_line"),
]
