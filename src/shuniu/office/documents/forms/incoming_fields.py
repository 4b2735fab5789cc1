"""Fields that name a unit, or people and units in an order: typed and found by any part of the name, with or without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import Node, tree
from shuniu.office.documents.queries.incoming_people import Someone

UNIT_LIST, PEOPLE_LIST = "units", "people"
MORE = 3
"""How many empty inputs one form offers beyond what is filled in; sending it again offers more."""


def find_unit(text: str, units: Sequence[Node]) -> int:
    """The id of the unit that a text names: by id, whole name, short name, code, or the only name that contains it."""
    text = text.strip()
    whole = [one.id for one in units if text in {str(one.id), one.name, one.short_name, one.code}]
    near = whole if len(whole) == 1 else [one.id for one in units if text in one.name]
    if len(near) == 1:
        return near[0]
    if near:
        names = "、".join(tree().name(one) for one in near[:5])
        raise ValidationError(
            _("有几个单位的名称含“%(text)s”，请写明：%(names)s。"), params={"text": text, "names": names}
        )
    raise ValidationError(_("没有名为“%(text)s”的单位，或者该单位还没有文书。请从列表中选择。"), params={"text": text})


def find_someone(text: str, people: Sequence[Someone]) -> Someone:
    """The person or unit that a text names: by the whole label, or the only label that contains it."""
    text = text.strip()
    whole = [one for one in people if text in {one.label, one.label.partition("（")[0]}]
    near = whole or [one for one in people if text in one.label]
    if len(near) == 1:
        return near[0]
    if near:
        names = "、".join(one.label for one in near[:5])
        raise ValidationError(
            _("有几个人或单位的名称含“%(text)s”，请写明：%(names)s。"), params={"text": text, "names": names}
        )
    raise ValidationError(_("没有找到“%(text)s”，请从列表中选择。"), params={"text": text})


class UnitField(forms.CharField):
    """One unit. The browser offers the list while typing. Cleans to the unit's id, None when empty."""

    units: Sequence[Node] = ()

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": UNIT_LIST, "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return tree().name(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return find_unit(text, self.units) if text else None


class SeveralInput(forms.TextInput):
    """One input for each name, in the order in which they stand."""

    template_name = "documents/incoming/_several.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        given = [tree().name(one) if isinstance(one, int) else str(one) for one in value or ()]
        context["widget"]["values"] = [*given, *[""] * MORE]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name) or ())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class _Several(forms.Field):
    list_id = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SeveralInput(attrs={"list": self.list_id, "autocomplete": "off"}), **options)

    def named(self, value: Any) -> list[str]:
        given = [str(one)[:120] for one in value or () if str(one).strip()]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        return given


class UnitsField(_Several):
    """Several units. Cleans to a list of ids without repetition."""

    list_id = UNIT_LIST
    units: Sequence[Node] = ()

    def clean(self, value: Any) -> list[int]:
        return list(dict.fromkeys(find_unit(one, self.units) for one in self.named(value)))


class PeopleField(_Several):
    """Several people or units, in their order. Cleans to the members that a passage keeps."""

    list_id = PEOPLE_LIST
    people: Sequence[Someone] = ()

    def clean(self, value: Any) -> list[dict[str, Any]]:
        found = {one.key: one for one in (find_someone(text, self.people) for text in self.named(value))}
        return [one.member() for one in found.values()]


class LeadersField(forms.MultipleChoiceField):
    """Leaders to tick. Cleans to the members that a passage keeps, in the order of the list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)
        self.people: Sequence[Someone] = ()

    def offer(self, people: Sequence[Someone]) -> None:
        self.people = people
        self.choices = [(one.key, one.label) for one in people]

    def clean(self, value: Any) -> list[dict[str, Any]]:
        ticked = set(super().clean(value))
        return [one.member() for one in self.people if one.key in ticked]
