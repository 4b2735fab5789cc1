"""Fields that name units, and the milestones of an assignment, typed a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import Node, tree

UNIT_LIST = "units"
MORE = 2
"""How many empty inputs one form offers beyond what is filled in; sending it again offers more."""
MOST_MILESTONES = 20
_MILESTONE = re.compile(r"^(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?[\s，,、：:前]*(.+)$")


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
    raise ValidationError(
        _("没有名为“%(text)s”的单位，或者该单位还没有督查联络员。请从列表中选择。"), params={"text": text}
    )


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
    """One input for each name."""

    template_name = "supervision/_several.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        given = [tree().name(one) if isinstance(one, int) else str(one) for one in value or () if one]
        context["widget"]["values"] = [*given, *[""] * MORE]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name) or ())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class UnitsField(forms.Field):
    """Several units. Cleans to a list of ids without repetition."""

    units: Sequence[Node] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SeveralInput(attrs={"list": UNIT_LIST, "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> list[int]:
        given = [str(one)[:120] for one in value or () if str(one).strip()]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(dict.fromkeys(find_unit(one, self.units) for one in given))


class MilestonesField(forms.CharField):
    """节点, a line each: the day, then what is to be done by it. Cleans to a list of ``due`` and ``title``."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("一行一个：日期和要做到的事，例如“2026-12-10 完成招标”。"))
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=3000, **options)

    def clean(self, value: Any) -> list[dict[str, str]]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_MILESTONES:
            raise ValidationError(_("节点最多%(most)s个。"), params={"most": MOST_MILESTONES})
        return [_milestone(line) for line in lines]


def _milestone(line: str) -> dict[str, str]:
    found = _MILESTONE.match(line)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        raise ValidationError(_("“%(line)s”看不出日期，请写成“2026-12-10 完成招标”。"), params={"line": line[:40]})
    return {"due": day.isoformat(), "title": found[4].strip()[:80]}
