"""The lists."""

from __future__ import annotations

from django.urls import path

from shuniu.office.documents.views import lists

urlpatterns = [
    path("", lists.todo, name="todo"),
    path("mine/", lists.mine, name="mine"),
    path("outgoing/", lists.outgoing, name="outgoing_all"),
    path("outgoing/export/<str:format>/", lists.export, name="outgoing_export"),
    path("received/", lists.received, name="received"),
]
