"""表格导入, below ``/hotline/import/``."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import importing

urlpatterns = [
    path("import/", importing.sheets, name="import"),
    path("import/template.xlsx", importing.template, name="import_template"),
    path("import/<int:pk>/", importing.sheet, name="import_run"),
    path("import/<int:pk>/begin/", importing.begin, name="import_begin"),
]
