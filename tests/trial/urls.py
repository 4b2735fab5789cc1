"""The installation's addresses, and the page of a trial matter."""

from django.urls import path

from shuniu.site.urls import handler400, handler403, handler404, handler500
from shuniu.site.urls import urlpatterns as ours
from tests.trial import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("trial/<str:number>/", views.matter, name="trial"),
    path("trial/<str:number>/<slug:name>/", views.step, name="trial-step"),
    *ours,
]
