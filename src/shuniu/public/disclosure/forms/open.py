"""What narrows the public list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.public.disclosure import lists

QUERY_MOST = 60


class OpenFilter(forms.Form):
    """A search by anybody: words, category, year, whether still in force."""

    q = forms.CharField(label=_("找什么"), max_length=QUERY_MOST, required=False)
    category = forms.ChoiceField(label=_("公开类别"), required=False)
    year = forms.TypedChoiceField(label=_("公开年份"), coerce=int, empty_value=None, required=False)
    validity = forms.ChoiceField(
        label=_("有效性"),
        required=False,
        choices=[("", _("全部")), ("in_force", _("有效")), ("ended", _("已废止或者失效"))],
    )

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        whole: list[Any] = [("", _("全部"))]
        offered: dict[str, list[Any]] = {
            "category": [(one.key, one.short) for one in lists.ITEMS.values()],
            "year": [(year, year) for year in years],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*whole, *choices]

    def wanted(self) -> dict[str, Any]:
        """What was asked for, without what was not understood."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "query": " ".join(str(data.get("q") or "").split()),
            "category": data.get("category") or "",
            "year": data.get("year"),
            "validity": data.get("validity") or "",
        }
