"""Making a route, finding one, and trying one out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes.definition import Subject
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.operations.defining import may_keep
from shuniu.kernel.routes.queries.definitions import copies
from shuniu.kernel.routes.run import MANAGER
from shuniu.kernel.routes.subjects import subjects

Status = RouteDefinition.Status


def kinds() -> list[tuple[str, str]]:
    return [(one.kind, str(one.label)) for one in subjects()]


def units_of(within: frozenset[int] | None = None) -> list[tuple[int, str]]:
    return [
        (unit.id, "　" * depth + unit.name)
        for unit, depth in tree().walk()
        if not unit.closed and (within is None or unit.id in within)
    ]


class FilterForm(forms.Form):
    q = forms.CharField(label=_l("名称"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_l("事项类别"), required=False)
    status = forms.ChoiceField(
        label=_l("状态"),
        required=False,
        choices=(("", _l("草稿和使用中")), *Status.choices, ("all", _l("全部"))),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("全部")), *kinds()]


class NewForm(forms.Form):
    label = forms.CharField(label=_l("流程名称"), max_length=60)
    kind = forms.ChoiceField(label=_l("事项类别"))
    unit = forms.TypedChoiceField(label=_l("适用机构"), coerce=int, empty_value=None, required=False)
    copy_of = forms.TypedChoiceField(
        label=_l("从已有流程复制"), coerce=int, empty_value=None, required=False, help_text=_l("须是同一类事项的流程。")
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = {name: self.fields[name] for name in ("kind", "unit", "copy_of")}
        everybody = [("", _("全部机构"))] if may_keep(actor, None) else []
        offered: dict[str, list[Any]] = {
            "kind": kinds(),
            "unit": [*everybody, *units_of(actor.units_of(MANAGER))],
            "copy_of": [("", _("不复制，从头设计")), *copies("", actor)],
        }
        for name, choices in offered.items():
            field = fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class TryForm(forms.Form):
    """A sample of what a matter could be like, and who submits it."""

    unit = forms.TypedChoiceField(label=_l("拟稿单位"), coerce=int)

    def __init__(self, *args: Any, subject: Subject, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = units_of()
        self.asked = list(subject.fields)
        for one in self.asked:
            self.fields[f"f-{one.key}"] = self._field(one)

    @staticmethod
    def _field(one: Any) -> forms.Field:
        if one.kind == "flag":
            return forms.BooleanField(label=one.label, required=False)
        if one.kind == "number":
            return forms.FloatField(label=one.label, initial=0)
        return forms.ChoiceField(label=one.label, choices=one.choices)

    def facts(self) -> dict[str, Any]:
        return {one.key: self.cleaned_data[f"f-{one.key}"] for one in self.asked}
