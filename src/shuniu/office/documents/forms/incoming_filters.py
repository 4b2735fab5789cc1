"""The filters above the lists of incoming papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import DayInput
from shuniu.office.documents.models.incoming import Type, Urgency
from shuniu.office.documents.procedures.incoming import IncomingPaper

LIGHTS = [("red", _("已超期")), ("amber", _("将到期")), ("green", _("正常")), ("none", _("不计时"))]


def _any(choices: Any) -> list[Any]:
    return [("", _("全部")), *choices]


class IncomingFilter(forms.Form):
    """What narrows the list of all papers."""

    q = forms.CharField(label=_("编号、文号或标题"), max_length=60, required=False)
    organ = forms.CharField(label=_("来文单位"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    type = forms.ChoiceField(label=_("文种"), choices=_any(Type.choices), required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=_any(Urgency.choices), required=False)
    unit = forms.TypedChoiceField(label=_("主办单位（含下级）"), coerce=int, empty_value=None, required=False)
    light = forms.ChoiceField(label=_("时限"), choices=_any(LIGHTS), required=False)
    since = forms.DateField(label=_("登记日期自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("登记日期至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [(name, str(state.label)) for name, state in IncomingPaper.states.items()]
        units = [(one.id, f"{'　' * depth}{one}") for one, depth in tree().walk()]
        for name, choices in {"state": _any(states), "unit": _any(units)}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return data


class PhrasesForm(forms.Form):
    """常用批示: one line each; ``{unit}`` is typed as it stands."""

    phrases = forms.CharField(
        label=_("常用批示（每行一条）"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("最多12条。写“{unit}”的地方，批示时换成拟办的主办单位。清空即恢复默认。"),
    )

    def clean_phrases(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["phrases"].splitlines() if line.strip()]
        if len(lines) > 12:
            raise forms.ValidationError(_("最多12条。"))
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("每条最多200字。"))
        return lines
