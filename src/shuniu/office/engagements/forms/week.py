"""What the sheet sends: a card and where it was put; a week to fix or to publish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.engagements.operations.weeks import Drop
from shuniu.office.engagements.placing import LABELS, Half


class MoveForm(forms.Form):
    """The same form by drag, by keyboard and by hand."""

    number = forms.CharField(max_length=40)
    leader = forms.IntegerField()
    day = forms.DateField()
    half = forms.ChoiceField(choices=list(LABELS.items()))
    time = forms.TimeField(label=_("钟点"), required=False)
    expected = forms.IntegerField(min_value=0)

    def drop(self) -> Drop:
        data: dict[str, Any] = self.cleaned_data
        exact = datetime.combine(data["day"], data["time"], SHANGHAI) if data.get("time") else None
        return Drop(data["leader"], data["day"], Half(data["half"]), exact)


class WeekForm(forms.Form):
    monday = forms.DateField()
    seen = forms.IntegerField(min_value=0, required=False)
