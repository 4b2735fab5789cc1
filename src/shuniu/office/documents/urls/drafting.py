"""The drafting desk, below ``/documents/drafts/``."""

from __future__ import annotations

from django.urls import path

from shuniu.office.documents.urls import numbers as numbers
from shuniu.office.documents.views import beside, drafting, versions

urlpatterns = [
    path("drafts/new/", drafting.new, name="draft_new"),
    path("drafts/units/", beside.units, name="draft_units"),
    path("drafts/keep/", beside.keep, name="draft_keep"),
    path("drafts/proof/", beside.proofs, name="draft_proof"),
    path("drafts/ignore/", beside.ignore, name="draft_ignore"),
    path("drafts/preview/", beside.preview, name="draft_preview"),
    path("drafts/file/<slug:kind>/", beside.file, name="draft_file"),
    path("drafts/import/", beside.bring, name="draft_import"),
    path("drafts/<paper:number>/", drafting.edit, name="draft"),
    path("drafts/<paper:number>/versions/", versions.listed, name="versions"),
    path("drafts/<paper:number>/compare/", versions.compare, name="compare"),
]
