"""Addresses of the routes' own pages."""

from __future__ import annotations

from django.urls import path

from shuniu.kernel.routes.views import listing, routes

app_name = "routes"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("export.<str:format>", listing.export, name="export"),
    path("new/", listing.new, name="new"),
    path("signers/", routes.signers, name="signers"),
    path("<int:pk>/", routes.route, name="route"),
    path("<int:pk>/edit/", routes.edit, name="edit"),
    path("<int:pk>/revise/", routes.revise, name="revise"),
    path("<int:pk>/activate/", routes.activate, name="activate"),
    path("<int:pk>/retire/", routes.retire, name="retire"),
]
