from django.urls import path

from shuniu.kernel.search import views

urlpatterns = [path("", views.results, name="search")]
