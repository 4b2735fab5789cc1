"""Addresses of notices."""

from django.urls import path

from shuniu.kernel.notifications.views import pages

app_name = "notifications"
urlpatterns = [
    path("", pages.notices, name="list"),
    path("bell", pages.bell, name="bell"),
    path("<int:notice_id>/open", pages.open_notice, name="open"),
    path("read-all", pages.read_all, name="read_all"),
    path("wishes/", pages.wishes, name="wishes"),
    path("outbox/", pages.outbox, name="outbox"),
]
