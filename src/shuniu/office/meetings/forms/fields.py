"""Units in forms: chosen from the tree, or several of them typed with 、 between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.meetings.queries.people import closed_unit

CHOOSE = _("请选择")


def choices_of(units: Iterable[int] | None = None) -> list[tuple[int, str]]:
    """Open units in the order of the tree; only those named, when any are."""
    wanted = None if units is None else set(units)
    return [(node.id, f"{'　' * (depth if wanted is None else 0)}{node.name}") for node, depth in tree().walk()
            if not node.closed and (wanted is None or node.id in wanted)]  # fmt: skip


def whole_units(actor: Actor, *roles: str) -> list[int]:
    """The units for which somebody asks: their departments, not each section in them."""
    kept = tree()
    return list(dict.fromkeys(kept.department_of(unit).id for unit in sorted(actor.units_of(*roles))))


class UnitChoice(forms.TypedChoiceField):
    """One unit from the tree. Cleans to its id, None when empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **options)

    def offer(self, units: Iterable[int] | None = None, *, empty: Any = CHOOSE) -> None:
        found = choices_of(units)
        self.choices = [*([] if len(found) == 1 and self.required else [("", empty)]), *found]


class UnitsText(forms.CharField):
    """Several units by name. Cleans to their ids; a unit that was merged is named with the one that took its place."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("写单位全称或简称，用顿号分开。"))
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "、".join(tree().name(one) for one in value)
        return value

    def to_python(self, value: Any) -> Any:
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        names = [one.strip() for one in re.split(r"[、，,；;\n]", str(text)) if one.strip()]
        known = {name: node for node in tree().nodes.values() for name in (node.name, node.short_name) if name}
        missing = [one for one in names if one not in known]
        if missing:
            raise ValidationError(_("没有名为“%(name)s”的单位，请核对。"), params={"name": "、".join(missing)})
        closed = [closed_unit(known[one].id) for one in names if known[one].closed]
        if closed:
            raise ValidationError(closed)
        return list(dict.fromkeys(known[one].id for one in names))
