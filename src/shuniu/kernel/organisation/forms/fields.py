"""Fields that name a unit, a person or a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.tree import tree


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PersonField(forms.CharField):
    """An active colleague, by account, or by name when the name is nobody else's. Cleans to the person's id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=80, widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}), **options
        )

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        # The list offers 姓名（账号）, so that a chosen entry is as good as a typed account.
        account = text.rpartition("（")[2].rstrip("）") if text.endswith("）") else text
        found = (
            Person.objects.filter(is_active=True, username=account)[:1]
            or Person.objects.filter(is_active=True, name=text)[:2]
        )
        if not found:
            raise ValidationError(_("没有这个账号或姓名。"), code="unknown")
        if len(found) > 1:
            raise ValidationError(_("有多位同事叫这个名字，请填写账号。"), code="ambiguous")
        return found[0].pk


class UnitField(forms.TypedChoiceField):
    """An open unit, indented as in the tree. Cleans to the unit's id. ``within`` limits the choice to some ids."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **options)

    def offer(self, within: frozenset[int] | None = None, *, blank: bool = False) -> None:
        shown = [
            (unit.id, f"{'　' * depth}{unit.name}")
            for unit, depth in tree().walk()
            if not unit.closed and (within is None or unit.id in within)
        ]
        self.choices = [("", _("请选择")), *shown] if blank or self.required else shown
