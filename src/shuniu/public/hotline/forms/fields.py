"""Fields that name a unit: typed and found by any part of the name, with or without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import Node, tree

LIST_ID = "units"
HELPERS = 4
"""How many assisting units one form asks for; a second dispatch can name others."""


def find_unit(text: str, units: Sequence[Node]) -> int:
    """The id of the unit that a text names: by id, whole name, short name, code, or the only name that contains it."""
    text = text.strip()
    whole = [one.id for one in units if text in {str(one.id), one.name, one.short_name, one.code}]
    if len(whole) == 1:
        return whole[0]
    near = [one for one in units if text in one.name]
    if len(near) == 1:
        return near[0].id
    if near:
        names = "、".join(one.name for one in near[:5])
        raise ValidationError(
            _("有几个单位的名称含“%(text)s”，请写明：%(names)s。"), params={"text": text, "names": names}
        )
    raise ValidationError(
        _("没有名为“%(text)s”的承办单位，或者该单位还没有联络员。请从列表中选择。"), params={"text": text}
    )


class UnitField(forms.CharField):
    """One unit. The browser offers the list while typing. Cleans to the unit's id, None when empty."""

    units: Sequence[Node] = ()

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": LIST_ID, "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        """A suggested unit comes as an id and is shown by its name."""
        return tree().name(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return find_unit(text, self.units) if text else None


class _SeveralInput(forms.TextInput):
    template_name = "hotline/_several.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        given = [tree().name(one) if isinstance(one, int) else one for one in value or ()]
        context["widget"]["values"] = [*given, *[""] * HELPERS][:HELPERS]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name) or ())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class UnitsField(forms.Field):
    """Several units, one input each. Cleans to a list of ids without repetition."""

    widget = _SeveralInput
    units: Sequence[Node] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_SeveralInput(attrs={"list": LIST_ID, "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> list[int]:
        named = [str(one)[:120] for one in value or () if str(one).strip()]
        if self.required and not named:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(dict.fromkeys(find_unit(one, self.units) for one in named))


class TextField(forms.CharField):
    """A long text. The browser counts; the limit is the same as the request's own."""

    def __init__(self, *, rows: int = 4, most: int = 5000, **options: Any) -> None:
        super().__init__(max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


class YesNoField(forms.TypedChoiceField):
    """是 / 否, and when it is not required 未知. Cleans to True, False or None."""

    def __init__(self, **options: Any) -> None:
        choices = [("yes", _("是")), ("no", _("否"))]
        if not options.get("required", True):
            choices.append(("", _("未知")))
        super().__init__(
            choices=choices,
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **options,
        )
