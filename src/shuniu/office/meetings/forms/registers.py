"""The registers: rooms, limits, weeks without meetings, series, the plan; and the filter above the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import DayInput
from shuniu.office.meetings.forms.fields import CHOOSE, UnitChoice, whole_units
from shuniu.office.meetings.models import Cap, Facility, Klass, PlanLine, QuietPeriod, Series
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.roles import HOME, LIAISON, SECTION

MONTHS = [(month, f"{month}月") for month in range(1, 13)]


def _offer(form: forms.BaseForm, units: list[int] | None = None, empty: Any = CHOOSE) -> None:
    field = form.fields["unit"]
    assert isinstance(field, UnitChoice)
    field.offer(units, empty=empty)


class FacilityForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    unit = UnitChoice(label=_("管理单位"))
    features = forms.MultipleChoiceField(
        label=_("设施"), choices=Facility.Feature.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Facility
        fields = ("kind", "name", "place", "seats", "columns", "features", "note", "closed_on")
        widgets = {"closed_on": DayInput}
        error_messages = {"name": {"unique": _("已经有这个名称，请换一个。")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self)
        self.initial.setdefault("unit", self.instance.unit_id or tree().by_code.get(HOME))

    def clean_columns(self) -> int:
        return int(self.cleaned_data.get("columns") or 10)

    def row(self) -> Facility:
        made: Facility = self.save(commit=False)
        made.unit_id = self.cleaned_data["unit"]
        return made


class CapForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    unit = UnitChoice(label=_("单位"), required=False, help_text=_("不选的，对每个单位分别适用。"))

    class Meta:
        model = Cap
        fields = ("klass", "per_year", "people", "hours", "daily_cost", "source", "effective_from", "effective_to")
        widgets = {"effective_from": DayInput, "effective_to": DayInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, empty=_("各单位"))
        self.fields["klass"].choices = [("", _("各类会议合计")), *Klass.choices]  # type: ignore[attr-defined]  # a choice field
        self.initial.setdefault("unit", self.instance.unit_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("effective_from"), data.get("effective_to")
        if since and until and until < since:
            self.add_error("effective_to", _("废止日期早于施行日期。"))
        return data

    def row(self) -> Cap:
        made: Cap = self.save(commit=False)
        made.unit_id = self.cleaned_data["unit"]
        return made


class QuietForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    class Meta:
        model = QuietPeriod
        fields = ("title", "since", "until", "source")
        widgets = {"since": DayInput, "until": DayInput}

    def row(self) -> QuietPeriod:
        made: QuietPeriod = self.save(commit=False)
        return made


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    unit = UnitChoice(label=_("办会单位"))

    class Meta:
        model = Series
        fields = ("name", "klass", "mark")
        error_messages = {"name": {"unique": _("已经有这个名称，请换一个。")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self)

    def row(self) -> Series:
        made: Series = self.save(commit=False)
        made.unit_id = self.cleaned_data["unit"]
        return made


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """报送计划会议."""

    unit = UnitChoice(label=_("办会单位"))
    month = forms.TypedChoiceField(label=_("月份"), coerce=int, choices=MONTHS)

    class Meta:
        model = PlanLine
        fields = ("year", "title", "klass", "month", "people", "hours", "budget")

    def __init__(self, *args: Any, actor: Actor, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        section = any(actor.holds(role, tree().by_code.get(HOME)) for role in SECTION)
        _offer(self, None if section else whole_units(actor, LIAISON))
        self.initial.setdefault("year", on.year + (on.month > 10))
        self.fields["year"].widget.attrs |= {"min": on.year, "max": on.year + 2}
        self.on = on
        self.order_fields(["unit", "year", "month", "title", "klass", "people", "hours", "budget"])

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if not self.on.year <= year <= self.on.year + 2:
            raise forms.ValidationError(_("只能报送本年度和以后两年的计划。"))
        return year

    def row(self) -> PlanLine:
        made: PlanLine = self.save(commit=False)
        made.unit_id = self.cleaned_data["unit"]
        return made


class MeetingFilter(forms.Form):
    """What narrows the list."""

    q = forms.CharField(label=_("编号或名称"), max_length=60, required=False)
    unit = UnitChoice(label=_("办会单位（含下级）"), required=False)
    klass = forms.ChoiceField(label=_("会议类别"), choices=[("", _("全部")), *Klass.choices], required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    since = forms.DateField(label=_("会议日期自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("会议日期至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, empty=_("全部"))
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *((name, _(str(one.label))) for name, one in MeetingCourse.states.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return data
