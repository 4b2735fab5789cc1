"""The forms of the steps, and which step shows which."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, StepForm, TextField
from shuniu.kernel.web.fields import MomentInput
from shuniu.office.meetings.forms.fields import UnitsText
from shuniu.office.meetings.forms.requests import AmendForm
from shuniu.office.meetings.models import Facility, Meeting
from shuniu.office.meetings.queries import rooms
from shuniu.office.meetings.queries.series import unsettled


class ScheduleForm(StepForm):
    """Time and place: the rooms that are free then stand first, and beside them when another would be."""

    part = "meetings/_schedule.html"
    starts = forms.DateTimeField(label=_("开始时间"), widget=MomentInput)
    ends = forms.DateTimeField(label=_("结束时间"), widget=MomentInput)
    room = forms.TypedChoiceField(label=_("会议室"), coerce=int, empty_value=None, required=False)
    equipment = forms.TypedMultipleChoiceField(
        label=_("设备"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(
        label=_("其他地点"), max_length=120, required=False, help_text=_("不用会议室的，写明地点。")
    )
    exemption = forms.CharField(
        label=_("例外理由"),
        max_length=300,
        required=False,
        help_text=_("在无会周或者非工作日召开的，写明为什么不能改期。"),
    )

    def prepare(self) -> None:
        detail: Meeting = self.case.detail
        starts, ends = self._time(detail)
        facilities = rooms.usable(self.on)
        busy = rooms.taken([one.pk for one in facilities], starts, ends, but=detail.pk) if starts and ends else {}
        self.free = (
            rooms.free_rooms(starts, ends, people=detail.people, wishes=detail.wishes, but=detail.pk)
            if starts and ends
            else []
        )
        self.others = (
            rooms.other_times(starts, ends, people=detail.people, wishes=detail.wishes, but=detail.pk)
            if starts and ends
            else []
        )
        best = {one.room.pk: place for place, one in enumerate(self.free)}
        kept = sorted(
            (one for one in facilities if one.kind == Facility.Kind.ROOM), key=lambda one: best.get(one.pk, 999)
        )
        self.choose("room", [("", _("请选择")), *((one.pk, _named(one, busy, detail.people)) for one in kept)])
        goods = [one for one in facilities if one.kind == Facility.Kind.EQUIPMENT]
        self.choose("equipment", [(one.pk, _named(one, busy, 0)) for one in goods])
        self._begin(detail, goods, kept)

    def _begin(self, detail: Meeting, goods: list[Facility], kept: list[Facility]) -> None:
        chosen = set(detail.facilities)
        first = self.free[0].room.pk if self.free and not self.free[0].tight else None
        self.initial.setdefault("starts", detail.starts_at)
        self.initial.setdefault("ends", detail.ends_at)
        self.initial.setdefault(
            "room", next((one.pk for one in kept if one.pk in chosen), None if detail.place else first)
        )
        self.initial.setdefault("equipment", [one.pk for one in goods if one.pk in chosen])
        self.initial.setdefault("place", detail.place)
        self.initial.setdefault("exemption", detail.exemption)

    def _time(self, detail: Meeting) -> tuple[datetime | None, datetime | None]:
        """The time that is typed, if it can be read, else the one that was asked for."""
        fields = (self.fields["starts"], self.fields["ends"])
        try:
            starts, ends = (
                field.clean(self.data.get(self.add_prefix(name)))
                for field, name in zip(fields, ("starts", "ends"), strict=True)
            )
        except forms.ValidationError:
            return detail.starts_at, detail.ends_at
        sound = starts < ends and ends - starts <= timedelta(days=10)
        return (starts, ends) if sound else (detail.starts_at, detail.ends_at)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("room") and not data.get("place"):
            self.add_error("room", _("请选择会议室，或者填写其他地点。"))
        return data

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        chosen = [*filter(None, [data.pop("room", None)]), *data.pop("equipment", [])]
        return {**data, "facilities": chosen}


def _named(one: Facility, busy: dict[int, int], people: int) -> str:
    seats = f"（{one.seats}座）" if one.seats else ""
    taken = _("　已占用") if one.pk in busy else _("　座位不够") if people and one.seats < people else ""
    return f"{one.name}{seats}{taken}"


class ChangeForm(ScheduleForm):
    """变更: the same, with the reason that everybody invited reads."""

    reason = forms.CharField(label=_("变更原因"), max_length=200, help_text=_("写给全部参会人员看。"))

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(["reason", *(name for name in self.fields if name != "reason")])


class CollectForm(StepForm):
    units = UnitsText(label=_("向哪些单位征集"))
    until = forms.DateTimeField(label=_("截止时间"), widget=MomentInput)
    note = TextField(label=_("要求"), required=False, rows=2, most=1000)


class FinishForm(StepForm):
    """What it took: how long, how many, what it cost."""

    ended = forms.DateTimeField(label=_("实际结束时间"), widget=MomentInput)
    attended = forms.IntegerField(
        label=_("到会人数"), min_value=0, max_value=20000, required=False, help_text=_("不填的按签到人数计算。")
    )
    cost = forms.DecimalField(label=_("实际支出（元）"), min_value=0, max_digits=12, decimal_places=2, required=False)
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {**data, **({"cost": str(data["cost"])} if "cost" in data else {})}


class MinutesForm(StepForm):
    """起草纪要: drafted from the agenda; each decision is one marked line."""

    keeps_draft = True
    part = "meetings/_minutes.html"
    title = forms.CharField(label=_("标题"), max_length=200)
    text = TextField(label=_("正文"), rows=22, most=40_000)
    present = TextField(label=_("出席"), rows=2, most=4000, required=False)
    absent = TextField(label=_("请假"), rows=1, most=2000, required=False)
    attending = TextField(label=_("列席"), rows=2, most=4000, required=False)
    copies = forms.CharField(label=_("抄送"), max_length=500, required=False)


class AssignForm(StepForm):
    """Which decision; the page has a button of its own for each."""

    resolution = forms.ChoiceField(label=_("议定事项"))

    def prepare(self) -> None:
        self.choose("resolution", [(one.pk, f"{one.no}. {one.text[:60]}") for one in unsettled(self.case.matter.pk)])


class AsideForm(AssignForm):
    reason = TextField(label=_("不另交办的理由"), rows=2, most=300)


FORMS: dict[str, type[StepForm]] = {
    "amend": AmendForm,
    "resubmit": AmendForm,
    "endorse": NoteForm,
    "send_back": ReasonForm,
    "approve": NoteForm,
    "return_request": ReasonForm,
    "put_on_paper": ReasonForm,
    "refuse": ReasonForm,
    "withdraw": ReasonForm,
    "schedule": ScheduleForm,
    "collect": CollectForm,
    "notify": NoteForm,
    "change": ChangeForm,
    "postpone": ReasonForm,
    "cancel": ReasonForm,
    "finish": FinishForm,
    "draft_minutes": MinutesForm,
    "return_minutes": ReasonForm,
    "without_minutes": ReasonForm,
    "assign_decision": AssignForm,
    "set_aside": AsideForm,
}
