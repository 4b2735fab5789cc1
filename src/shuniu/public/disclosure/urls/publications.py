"""What is proposed, reviewed and released."""

from __future__ import annotations

from django.urls import URLPattern, path

from shuniu.public.disclosure.views import publications as views

urlpatterns: list[URLPattern] = [
    path("publications/", views.todo, name="publications_todo"),
    path("publications/all/", views.everything, name="publications"),
    path("publications/all/export/<str:format>/", views.export, name="publications_export"),
    path("publications/new/", views.new, name="publication_new"),
    path("publications/<str:number>/", views.show, name="publication"),
    path("publications/<str:number>/files/<int:pk>/", views.file, name="publication_file"),
    path("publications/<str:number>/versions/<int:old>/<int:new>/", views.compare, name="publication_compare"),
    path("publications/<str:number>/<str:step>/", views.step, name="publication_step"),
]
