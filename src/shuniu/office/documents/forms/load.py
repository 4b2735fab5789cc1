"""The choices of the pages on load, and the explanation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.forms import TextField
from shuniu.kernel.web.fields import DayInput
from shuniu.office.documents.archiving import all_counted

YEARS_BACK = 5


class LoadFilter(forms.Form):
    """Which kind, and which year against the one before."""

    kind = forms.ChoiceField(label=_l("种类"), required=False)
    year = forms.TypedChoiceField(label=_l("年度"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds, years = self.fields["kind"], self.fields["year"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(years, forms.ChoiceField)
        kinds.choices = [(one.kind, one.label) for one in all_counted()]
        years.choices = [(year, str(year)) for year in range(today.year, today.year - YEARS_BACK, -1)]
        self.today = today

    @property
    def chosen(self) -> tuple[str, int]:
        """The kind and the year that were asked for, or the first kind and this year."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("kind") or all_counted()[0].kind, data.get("year") or self.today.year


class TimesFilter(forms.Form):
    """Which kind, and within which days."""

    kind = forms.ChoiceField(label=_l("种类"), required=False)
    since = forms.DateField(label=_l("自"), widget=DayInput, required=False)
    until = forms.DateField(label=_l("至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(one.kind, one.label) for one in all_counted()]
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until"):
            if data["since"] > data["until"]:
                self.add_error("until", _("结束日期早于开始日期。"))
            elif (data["until"] - data["since"]).days > 366:
                self.add_error("since", _("一次最多看一年。"))
        return data

    @property
    def chosen(self) -> tuple[str, date, date]:
        """What was asked for, or the last three months of the first kind."""
        data = self.cleaned_data if self.is_valid() else {}
        until = data.get("until") or self.today
        return data.get("kind") or all_counted()[0].kind, data.get("since") or until - timedelta(days=91), until


class ExplainForm(forms.Form):
    text = TextField(label=_l("超过上年度的说明"), most=2000, rows=5)
