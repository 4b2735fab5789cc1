from django.urls import path

from shuniu.kernel.web import views

app_name = "web"
urlpatterns = [
    path("display/", views.display, name="display"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
