"""The filters above the list of petitions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import DayInput
from shuniu.public.petitions.models.petition import Category, Standing, Way
from shuniu.public.petitions.procedures import PetitionProcedure

LIGHTS = [("red", _("已超期")), ("amber", _("将到期")), ("green", _("正常")), ("none", _("不计时"))]
CLASSES = [
    (Category.SUGGESTION.value, Category.SUGGESTION.label),
    (Category.ACCUSATION.value, Category.ACCUSATION.label),
    ("appeal", _("申诉求决类")),
]


def _any(choices: Any) -> list[Any]:
    return [("", _("全部")), *choices]


class PetitionFilter(forms.Form):
    """What narrows the list of all petitions."""

    q = forms.CharField(label=_("编号、标题或电话"), max_length=60, required=False)
    category = forms.ChoiceField(
        label=_("类别"),
        choices=_any([*CLASSES, *(one for one in Category.choices if one[0] not in {key for key, _label in CLASSES})]),
        required=False,
    )
    standing = forms.ChoiceField(label=_("初重"), choices=_any(Standing.choices), required=False)
    way = forms.ChoiceField(label=_("信访形式"), choices=_any(Way.choices), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.TypedChoiceField(label=_("承办机关（含下级）"), coerce=int, empty_value=None, required=False)
    light = forms.ChoiceField(label=_("时限"), choices=_any(LIGHTS), required=False)
    since = forms.DateField(label=_("登记日期自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("登记日期至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [(name, str(state.label)) for name, state in PetitionProcedure.states.items()]
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
