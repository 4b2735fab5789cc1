"""The addresses of engagements below ``/engagements/``."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.views import analysis, engagements, lists, mine, registers, settings, week


class EngagementNumber:
    """活动编号: HD, the year and a running number."""

    regex = "HD[0-9]{9,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EngagementNumber, "engagement")

STEPS = [
    step.name
    for step in LeaderEngagement.steps.values()
    if not step.opens and any(who.where != "system" for who in step.by)
]

app_name = "engagements"
urlpatterns = [
    path("", lists.everything, name="all"),
    path("export.<str:format>", lists.export, name="export"),
    path("ask/", engagements.ask, name="ask"),
    path("week/", week.show, name="week"),
    path("week/move/", week.move, name="move"),
    path("week/fix/", week.fix, name="fix"),
    path("week/publish/", week.publish, name="publish"),
    path("week/week.pdf", week.pdf, name="week_pdf"),
    path("mine/", mine.own, name="mine"),
    path("feed/", mine.feed, name="feed"),
    path("feed/<slug:secret>.ics", mine.calendar, name="calendar"),
    path("analysis/", analysis.show, name="analysis"),
    path("analysis/export.<str:format>", analysis.export, name="analysis_export"),
    path("rules/", settings.rules, name="rules"),
    path("registers/", registers.listing, name="registers"),
    path("registers/leaders/new/", registers.leader, name="leader_new"),
    path("registers/leaders/<int:pk>/", registers.leader, name="leader_edit"),
    path("registers/places/new/", registers.place, name="place_new"),
    path("registers/places/<int:pk>/", registers.place, name="place_edit"),
    path("leaders/<int:pk>/", settings.leader, name="leader"),
    path("<engagement:number>/", engagements.show, name="engagement"),
    path("<engagement:number>/files/<int:pk>/", engagements.file, name="file"),
    *(
        path(f"<engagement:number>/{name.replace('_', '-')}/", engagements.step, {"step": name}, f"step_{name}")
        for name in STEPS
    ),
]
