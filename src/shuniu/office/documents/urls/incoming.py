"""收文, below ``/documents/incoming/``: each step of the procedure that staff may take has its own address and name."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.views import incoming, incoming_lists, incoming_register


class IncomingNumber:
    """收文编号: SW, the year and a running number."""

    regex = "SW[0-9]{4}-[0-9]{5,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IncomingNumber, "incoming")

STEPS = [
    step.name
    for step in IncomingPaper.steps.values()
    if not step.opens and step.name not in {"file", "unfile"} and any(who.where != "system" for who in step.by)
]
"""归档 and its undoing have a page of their own, where papers are packed."""

urlpatterns = [
    path("incoming/", incoming_lists.todo, name="incoming_todo"),
    path("incoming/all/", incoming_lists.everything, name="incoming_all"),
    path("incoming/all/export.<str:format>", incoming_lists.export, name="incoming_export"),
    path("incoming/unit/", incoming_lists.own, name="incoming_own"),
    path("incoming/circulation/", incoming_lists.circulation, name="incoming_circulation"),
    path("incoming/leader/", incoming_lists.leader, name="incoming_leader"),
    path("incoming/leader/phrases/", incoming_lists.phrases, name="incoming_phrases"),
    path("incoming/register/", incoming_register.intake, name="incoming_register"),
    path("incoming/register/drop/", incoming_register.take_in, name="incoming_drop"),
    path("incoming/register/hints/", incoming_register.hints, name="incoming_hints"),
    path("incoming/arrivals/<int:pk>/", incoming_register.file, name="incoming_arrival"),
    path("incoming/arrivals/<int:pk>/page/", incoming_register.picture, name="incoming_arrival_page"),
    path("incoming/arrivals/<int:pk>/aside/", incoming_register.aside, name="incoming_aside"),
    path("incoming/<incoming:number>/", incoming.show, name="incoming"),
    path("incoming/<incoming:number>/sheet.pdf", incoming.sheet, name="incoming_sheet"),
    path("incoming/<incoming:number>/files/<int:pk>/", incoming.file, name="incoming_file"),
    path("incoming/<incoming:number>/files/<int:pk>/preview/", incoming.preview, name="incoming_preview"),
    *(
        path(
            f"incoming/<incoming:number>/{name.strip('_').replace('_', '-')}/",
            incoming.step,
            {"step": name},
            f"incoming_{name.strip('_')}",
        )
        for name in STEPS
    ),
]
