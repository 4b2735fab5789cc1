"""Lists and the pages of single desks."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import desks, lists, together

urlpatterns = [
    path("", lists.todo, name="todo"),
    path("mine/", lists.owned, name="owned"),
    path("all/", lists.everything, name="all"),
    path("all/export.<str:format>", lists.export, name="export"),
    path("together/<slug:step>/", together.together, name="together"),
    path("calls/", desks.calls, name="calls"),
    path("watch/", desks.watch, name="watch"),
    path("sample/", desks.sample, name="sample"),
    path("leader/", desks.leader, name="leader"),
]
