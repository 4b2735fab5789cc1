"""Setting a local limit: how long, from when, by what paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.law.limits import all_rules
from shuniu.kernel.law.models import LocalLimit
from shuniu.kernel.web.fields import DayInput
from shuniu.kernel.workdays import Period, Unit
from shuniu.public.hotline.operations.limits import PREFIX, Change


class LimitForm(forms.Form):
    key = forms.ChoiceField(label=_l("时限"))
    value = forms.IntegerField(label=_l("长度"), min_value=1, max_value=1000)
    unit = forms.ChoiceField(label=_l("单位"), choices=LocalLimit.Units.choices)
    effective_from = forms.DateField(
        label=_l("施行日期"), widget=DayInput, help_text=_l("从这一天起开始的期限按新规定；已经开始的不变。")
    )
    source_title = forms.CharField(label=_l("依据"), max_length=200, help_text=_l("本市印发的文件名称。"))
    source_number = forms.CharField(label=_l("文号"), max_length=200, required=False)
    note = forms.CharField(label=_l("备注"), max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        key = self.fields["key"]
        assert isinstance(key, forms.ChoiceField)
        key.choices = [(one.key, _(one.label)) for one in all_rules() if one.key.startswith(PREFIX)]

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(
            data["key"], Period(data["value"], Unit(data["unit"])), data["effective_from"],
            data["source_title"], data["source_number"], data["note"],
        )  # fmt: skip
