"""One request and its verbs: each step of the procedure that staff may take has its own address and name."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.views import requests, together


class Number:
    """The number of a request: the day and a running number."""

    regex = "[0-9]{9,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Number, "number")

STEPS = [
    step.name
    for step in HotlineRequest.steps.values()
    if not step.opens and any(who.where not in {"citizen", "system"} for who in step.by)
]

urlpatterns = [
    path("<number:number>/", requests.show, name="matter"),
    path("<number:number>/reveal/", requests.reveal, name="reveal"),
    path("<number:number>/gather/", together.gather, name="gather"),
    path("<number:number>/reply/check/", requests.check_reply, name="check_reply"),
    path("<number:number>/files/<int:pk>/", requests.file, name="file"),
    path("<number:number>/files/<int:pk>/preview/", requests.preview, name="preview"),
    *(
        path(f"<number:number>/{name.strip('_').replace('_', '-')}/", requests.step, {"step": name}, name.strip("_"))
        for name in STEPS
    ),
]
