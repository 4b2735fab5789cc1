"""Petitions, their lists and their steps: each step of the procedure that staff may take has its own address and name."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.petitions import BY_DELIVERY
from shuniu.public.petitions.views import letters, lists, matters, register


class PetitionNumber:
    """信访编号: X, the year and a running number."""

    regex = "X[0-9]{9,15}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PetitionNumber, "petition")

STEPS = [
    step.name
    for step in PetitionProcedure.steps.values()
    if not step.opens
    and step.name not in BY_DELIVERY
    and any(who.where not in {"citizen", "system"} for who in step.by)
]

urlpatterns: list[URLPattern] = [
    path("", lists.todo, name="todo"),
    path("all/", lists.everything, name="all"),
    path("all/export.<str:format>", lists.export, name="export"),
    path("register/", register.intake, name="register"),
    path("register/hints/", register.hints, name="hints"),
    path("register/done/", register.registered, name="registered"),
    path("<petition:number>/", matters.show, name="matter"),
    path("<petition:number>/reveal/", matters.reveal, name="reveal"),
    path("<petition:number>/letters/<int:seq>.pdf", letters.letter, name="letter"),
    path("<petition:number>/opinion.pdf", letters.draft, name="draft"),
    path("<petition:number>/opinion/preview/", letters.preview, name="opinion_preview"),
    path("<petition:number>/files/<int:pk>/", matters.file, name="file"),
    path("<petition:number>/files/<int:pk>/preview/", matters.preview, name="preview"),
    *(
        path(f"<petition:number>/{name.strip('_').replace('_', '-')}/", matters.step, {"step": name}, name)
        for name in STEPS
    ),
]
