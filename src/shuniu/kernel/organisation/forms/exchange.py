"""Bringing in a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import ImportDraft


class ImportForm(forms.Form):
    kind = forms.ChoiceField(label=_("内容"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("表格文件"), help_text=_("XLSX 或 CSV，不超过 5 MB、5000 行；第一行为标题，与导出的文件相同。")
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, ImportDraft.Kind(kind).label) for kind in kinds]
