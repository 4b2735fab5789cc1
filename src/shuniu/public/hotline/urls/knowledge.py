"""知识库, below ``/hotline/knowledge/``."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import knowledge

VERBS = ("publish", "retire", "review", "accept", "decline")

urlpatterns = [
    path("knowledge/", knowledge.articles, name="knowledge"),
    path("knowledge/new/", knowledge.new, name="article_new"),
    path("knowledge/export.xlsx", knowledge.export, name="knowledge_export"),
    path("knowledge/<slug:code>/", knowledge.article, name="article"),
    path("knowledge/<slug:code>/edit/", knowledge.edit, name="article_edit"),
    *(path(f"knowledge/<slug:code>/{verb}/", knowledge.act, {"verb": verb}, name=f"article_{verb}") for verb in VERBS),
]
