"""Requests for information: each step of the procedure that staff may take has its own address and name."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.views import filing, letters, lists, requests


class RequestNumber:
    """申请编号: G, the year and a running number."""

    regex = "G[0-9]{10,14}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RequestNumber, "information")

STEPS = [
    step.name
    for step in InformationRequestProcedure.steps.values()
    if not step.opens and any(who.where not in {"citizen", "system"} for who in step.by)
]

urlpatterns = [
    path("requests/", lists.todo, name="todo"),
    path("requests/all/", lists.everything, name="all"),
    path("requests/all/export.<str:format>", lists.export, name="export"),
    path("requests/register/", filing.register, name="register"),
    path("requests/register/done/", filing.registered, name="registered"),
    path("requests/lookup/", filing.lookup, name="lookup"),
    path("remedies/", lists.register, name="remedies"),
    path("remedies/export.xlsx", lists.export_register, name="remedies_export"),
    path("requests/<information:number>/", requests.show, name="matter"),
    path("requests/<information:number>/reveal/", requests.reveal, name="reveal"),
    path("requests/<information:number>/code/", filing.reissue, name="reissue"),
    path("requests/<information:number>/files/<int:pk>/", requests.file, name="file"),
    path("requests/<information:number>/files/<int:pk>/preview/", requests.preview, name="preview"),
    path("requests/<information:number>/letters/<int:seq>.pdf", letters.pdf, name="letter_pdf"),
    path("requests/<information:number>/letters/<int:seq>.docx", letters.docx, name="letter_docx"),
    path("requests/<information:number>/letters/<int:seq>.png", letters.picture, name="letter_picture"),
    *(
        path(
            f"requests/<information:number>/{name.strip('_').replace('_', '-')}/",
            requests.step,
            {"step": name},
            name.strip("_"),
        )
        for name in STEPS
    ),
]
