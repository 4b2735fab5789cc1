"""接电话登记, below ``/hotline/intake/``."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import intake

urlpatterns = [
    path("intake/", intake.intake, name="intake"),
    path("intake/caller/", intake.caller, name="intake_caller"),
    path("intake/hints/", intake.hints, name="intake_hints"),
    path("intake/done/", intake.done, name="intake_done"),
    path("intake/code/", intake.code, name="intake_code"),
]
