"""开放接口客户端, below ``/hotline/clients/``."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import clients

urlpatterns = [
    path("clients/", clients.clients, name="clients"),
    path("clients/<int:pk>/", clients.client, name="client"),
]
