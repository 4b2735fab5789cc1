"""Filters of the lists, the cadence, the circular and its steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, TextField
from shuniu.kernel.casework.forms import StepForm as KernelForm
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.office.supervision.cadences import STAGES
from shuniu.office.supervision.forms.fields import UnitsField
from shuniu.office.supervision.forms.steps import StepForm
from shuniu.office.supervision.models import Colour, Source
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.queries.people import served_units

LIGHTS = [("red", _("已超期")), ("amber", _("将到期")), ("green", _("正常"))]
UNITS = [
    (Unit.WORKING_DAYS.value, _("工作日")),
    (Unit.CALENDAR_DAYS.value, _("日（自然日）")),
    (Unit.HOURS.value, _("小时")),
]
KINDS = [("praise", _("表扬")), ("criticism", _("批评"))]


def _any(choices: Any) -> list[Any]:
    return [("", _("全部")), *choices]


class ListFilter(forms.Form):
    """What narrows the list of all assignments."""

    q = forms.CharField(label=_("编号或事项"), max_length=60, required=False)
    light = forms.ChoiceField(label=_("时限"), choices=_any(LIGHTS), required=False)
    colour = forms.ChoiceField(
        label=_("督查单"), choices=_any([one for one in Colour.choices if one[0]]), required=False
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    origin = forms.ChoiceField(label=_("来源"), choices=_any(Source.choices), required=False)
    leader = forms.TypedChoiceField(label=_("牵头领导"), coerce=int, empty_value=None, required=False)
    unit = forms.TypedChoiceField(label=_("牵头单位（含下级）"), coerce=int, empty_value=None, required=False)
    open = forms.BooleanField(label=_("只看未销号的"), required=False)

    def __init__(self, *args: Any, leaders: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        units = [(one.id, f"{'　' * depth}{one}") for one, depth in tree().walk()]
        states = [(name, str(state.label)) for name, state in Supervised.states.items()]
        for name, choices in {"state": states, "unit": units, "leader": leaders}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _any(choices)


class CadenceForm(forms.Form):
    """办理节奏: each stage with its length."""

    name = forms.CharField(label=_("名称"), max_length=40)
    source = forms.CharField(
        label=_("出处（文件名称和文号）"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmed = forms.BooleanField(label=_("已由本市文件确认（不勾选的，处处标注“待确认”）"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for stage, label in STAGES.items():
            self.fields[stage] = forms.IntegerField(label=str(label), min_value=1, max_value=2000)
            self.fields[f"{stage}_unit"] = forms.ChoiceField(label=_("单位"), choices=UNITS)

    @property
    def stages(self) -> list[tuple[Any, Any]]:
        return [(self[stage], self[f"{stage}_unit"]) for stage in STAGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for stage in STAGES:
            if data.get(stage) and data.get(f"{stage}_unit"):
                try:
                    Period(data[stage], Unit(data[f"{stage}_unit"]))
                except ValueError as wrong:
                    self.add_error(stage, str(wrong))
        return data

    def steps(self) -> dict[str, tuple[int, str]]:
        data = self.cleaned_data
        return {stage: (data[stage], data[f"{stage}_unit"]) for stage in STAGES}


def _numbers(text: str) -> list[str]:
    for mark in "，,；;\n\t ":
        text = text.replace(mark, "、")
    return [one.strip().upper() for one in text.split("、") if one.strip()]


class CircularForm(forms.Form):
    """拟通报: praise or criticism, of whom, for what."""

    title = forms.CharField(label=_("标题"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    praise = forms.ChoiceField(label=_("通报类别"), choices=KINDS, widget=forms.RadioSelect, initial="praise")
    assignments = forms.CharField(
        label=_("涉及的督查事项"), max_length=500, required=False, help_text=_("督查事项编号，几件用顿号隔开。")
    )
    named_units = UnitsField(label=_("涉及单位"))
    text = TextField(
        label=_("正文"), rows=12, most=20000, help_text=_("按公文写法，“一、（一）1.”分级；批准前只是草稿。")
    )

    def __init__(self, *args: Any, on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units: list[Node] = served_units(on)
        self.fields["named_units"].units = self.units  # type: ignore[attr-defined]  # a field of units

    def clean_assignments(self) -> list[str]:
        found = _numbers(self.cleaned_data["assignments"])
        if len(found) > 30:
            raise ValidationError(_("一份通报最多涉及30件督查事项。"))
        return found

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "text": given["text"], "praise": given["praise"] == "praise", "units": given["named_units"],
            "assignments": given["assignments"],
        }  # fmt: skip


class AmendForm(StepForm):
    """修改通报."""

    keeps_draft = True
    title = forms.CharField(label=_("标题"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    praise = forms.ChoiceField(label=_("通报类别"), choices=KINDS, widget=forms.RadioSelect)
    assignments = forms.CharField(label=_("涉及的督查事项"), max_length=500, required=False)
    named_units = UnitsField(label=_("涉及单位"))
    text = TextField(label=_("正文"), rows=12, most=20000)

    def prepare(self) -> None:
        super().prepare()
        self.initial["named_units"] = self.initial.get("units")

    def data_for_step(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "title": given["title"], "text": given["text"], "praise": given["praise"] == "praise",
            "units": given["named_units"], "assignments": _numbers(given["assignments"]),
        }  # fmt: skip


class IssueForm(NoteForm):
    document_number = forms.CharField(label=_("文号"), max_length=60, required=False)
    field_order = ("document_number", "note")


CIRCULAR_FORMS: dict[str, type[KernelForm]] = {
    "amend": AmendForm,
    "return_": ReasonForm,
    "drop": ReasonForm,
    "issue": IssueForm,
}
"""Steps that are not here ask for nothing but a note."""
