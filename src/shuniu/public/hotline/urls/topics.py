"""话题预警 and the routing card, below ``/hotline/``."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import topics

urlpatterns = [
    path("topics/", topics.listing, name="topics"),
    path("topics/<int:pk>/", topics.show, name="topic"),
    path("topics/<int:pk>/decide/", topics.decide, name="topic_decide"),
    path("topics/<int:pk>/instruct/", topics.instruct, name="topic_instruct"),
    path("topics/<int:pk>/members/", topics.members, name="topic_members"),
    path("topics/<int:pk>/gather/", topics.gather, name="topic_gather"),
    path("routing/", topics.card, name="routing_card"),
]
