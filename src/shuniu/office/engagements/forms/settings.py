"""Filters and settings: the lists, the analysis, rules, days away, priorities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.fields import DayInput
from shuniu.office.engagements.models import Kind, Leader
from shuniu.office.engagements.operations.settings import RuleChange
from shuniu.office.engagements.queries.analysis import LONGEST
from shuniu.office.engagements.queries.lists import states
from shuniu.office.engagements.rules import RULES


class ListFilter(forms.Form):
    q = forms.CharField(label=_("名称或编号"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    leader = forms.TypedChoiceField(label=_("领导"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Kind.choices])

    def __init__(self, *args: Any, leaders: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "state", [("", _("全部")), *states()])
        _choose(self, "leader", [("", _("全部")), *leaders])


class AnalysisFilter(forms.Form):
    leader = forms.TypedChoiceField(label=_("领导"), coerce=int, empty_value=None, required=False)
    since = forms.DateField(label=_("从"), widget=DayInput, required=False)
    until = forms.DateField(label=_("到"), widget=DayInput, required=False)

    def __init__(self, *args: Any, leaders: Sequence[Leader], on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        everybody = [("", _("全部领导"))] if len(leaders) != 1 else []
        _choose(self, "leader", [*everybody, *((one.pk, one.person.name) for one in leaders)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("until") or self.on
        since = data.get("since") or until - timedelta(days=89)
        if since > until:
            self.add_error("since", _("起始日期不能晚于截止日期。"))
        elif (until - since).days > LONGEST:
            self.add_error("since", _("一次最多分析一年，请缩短时间段。"))
        return {**data, "since": since, "until": until}


class RuleForm(forms.Form):
    key = forms.ChoiceField(label=_("规则"), choices=[(one.key, one.label) for one in RULES])
    value = forms.IntegerField(label=_("数值"), min_value=0, max_value=1000)
    effective_from = forms.DateField(label=_("施行日期"), widget=DayInput)
    source_title = forms.CharField(label=_("依据文件"), max_length=120)
    source_number = forms.CharField(label=_("文号"), max_length=60, required=False)

    def change(self) -> RuleChange:
        return RuleChange(**self.cleaned_data)


class AbsenceForm(forms.Form):
    since = forms.DateField(label=_("起"), widget=DayInput)
    until = forms.DateField(label=_("止"), widget=DayInput)
    reason = forms.CharField(label=_("事由"), max_length=100)


class PrioritiesForm(forms.Form):
    """A weight for each kind; only their proportion matters."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in Kind:
            self.fields[kind.value] = forms.IntegerField(label=kind.label, min_value=0, max_value=100, required=False)

    def weights(self) -> dict[str, int]:
        return {name: value or 0 for name, value in self.cleaned_data.items()}


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
