"""The year that is asked for, and what people write into its report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import TextField
from shuniu.public.disclosure.queries.report import FIGURES, TEXTS


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one, str(one)) for one in years]


class WordsForm(forms.Form):
    """Text parts, and the figures that other systems count."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, label in TEXTS.items():
            self.fields[key] = TextField(label=label, required=False, rows=6, most=20_000)
        for key, label in FIGURES.items():
            places = 4 if key == "fees" else 0
            self.fields[key] = forms.DecimalField(
                label=label, required=False, min_value=0, max_digits=14, decimal_places=places
            )

    @property
    def texts(self) -> dict[str, str]:
        return {key: str(self.cleaned_data[key]) for key in TEXTS}

    @property
    def figures(self) -> dict[str, str]:
        return {key: str(value) for key in FIGURES if (value := self.cleaned_data[key]) is not None}
