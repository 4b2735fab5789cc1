"""The filter of the ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.forms.fields import DayField, PersonField


class LedgerFilterForm(forms.Form):
    type = forms.ChoiceField(label=_("类别"), required=False)
    person_id = PersonField(label=_("人员（账号或姓名）"), required=False)
    since = DayField(label=_("起"), required=False)
    until = DayField(label=_("止"), required=False)

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *types]

    def wanted(self) -> dict[str, Any]:
        """What to look for; a field with an error asks for nothing."""
        self.is_valid()  # Fills cleaned_data with what is right, also beside what is wrong.
        given = self.cleaned_data if self.is_bound else {}
        return {
            "type": given.get("type") or "",
            "person_id": given.get("person_id"),
            "since": given.get("since"),
            "until": given.get("until"),
        }
