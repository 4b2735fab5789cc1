"""The citizen's addresses, at the root of the site: short enough to be read out over the telephone."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import citizens, published

app_name = "citizens"
urlpatterns = [
    path("report/", citizens.report, name="report"),
    path("report/done/", citizens.receipt, name="receipt"),
    path("follow/", citizens.follow, name="follow"),
    path("follow/<str:number>/", citizens.request_page, name="request"),
    path("follow/<str:number>/files/<int:pk>/", citizens.file, name="file"),
    path("follow/<str:number>/files/<int:pk>/preview/", citizens.preview, name="preview"),
    path("follow/<str:number>/<str:step>/", citizens.act, name="act"),
    path("answers/", published.answers, name="answers"),
    path("answers/hints/", published.hints, name="hints"),
    path("answers/<str:number>/", published.answer, name="answer"),
    path("guides/<slug:code>/", published.article, name="article"),
    path("promises/", published.promises, name="promises"),
]
