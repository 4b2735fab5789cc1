"""The addresses of supervision below ``/supervision/``: each step that staff may take has its own address and name."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.kernel.casework.procedure import Procedure
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.circular import Notified
from shuniu.office.supervision.queries.matters import OWN_PAGE
from shuniu.office.supervision.views import boards, cadences, circulars, lists, matters, register


class Number:
    """督查编号: DC, the year and a running number."""

    regex = "DC[0-9]{4}-[0-9]{5,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CircularNumber(Number):
    """通报编号: DT, the year and a running number."""

    regex = "DT[0-9]{4}-[0-9]{4,8}"


register_converter(Number, "supervised")
register_converter(CircularNumber, "circular")


def steps_of(procedure: type[Procedure]) -> list[str]:
    return [
        step.name
        for step in procedure.steps.values()
        if not step.opens and step.name not in OWN_PAGE and any(who.where != "system" for who in step.by)
    ]


def _word(name: str) -> str:
    return name.strip("_").replace("_", "-")


app_name = "supervision"
urlpatterns = [
    path("", boards.board, name="board"),
    path("tree/", boards.branches, name="tree"),
    path("axis/", boards.axis, name="axis"),
    path("chain/<str:number>/", boards.chain, name="chain"),
    path("todo/", lists.todo, name="todo"),
    path("unit/", lists.own, name="own"),
    path("all/", lists.everything, name="all"),
    path("all/export.<str:format>", lists.export, name="export"),
    path("register/", register.register, name="register"),
    path("cadences/", cadences.every, name="cadences"),
    path("cadences/<slug:code>/", cadences.change, name="cadence"),
    path("circulars/", circulars.every, name="circulars"),
    path("circulars/new/", circulars.new, name="circular_new"),
    path("mentions/", circulars.mentions, name="mentions"),
    path("circulars/<circular:number>/", circulars.show, name="circular"),
    path("circulars/<circular:number>/paper.pdf", circulars.paper, name="circular_paper"),
    *(
        path(
            f"circulars/<circular:number>/{_word(name)}/", circulars.step, {"step": name}, f"circular_{name.strip('_')}"
        )
        for name in steps_of(Notified)
    ),
    path("<supervised:number>/", matters.show, name="matter"),
    path("<supervised:number>/parts/", register.divide, name="divide"),
    path("<supervised:number>/files/<int:pk>/", matters.file, name="file"),
    path("<supervised:number>/files/<int:pk>/preview/", matters.preview, name="preview"),
    *(
        path(f"<supervised:number>/{_word(name)}/", matters.step, {"step": name}, f"step_{name.strip('_')}")
        for name in steps_of(Supervised)
    ),
]
