"""Fields that name a unit: typed and found by any part of the name, with or without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.tree import Node, tree

LIST_ID = "units"


def no_secrets(value: str) -> None:
    if marks_in(value):
        raise ValidationError(SECRET_REFUSAL, code="secret")


def no_controls(value: str) -> None:
    if any(ord(one) < 32 and one not in "\n\r\t" for one in value):
        raise ValidationError(_("内容中有无法显示的字符，请删去后再提交。"), code="control")


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
        _("没有名为“%(text)s”的单位，或者该单位还没有人员办理信访。请从列表中选择。"), params={"text": text}
    )


class UnitField(forms.CharField):
    """One unit. The browser offers the list while typing. Cleans to the unit's id, None when empty."""

    units: Sequence[Node] = ()

    def __init__(self, *, reviews: bool = False, **options: Any) -> None:
        self.reviews = reviews
        widget = forms.TextInput(attrs={"list": LIST_ID, "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return tree().name(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return find_unit(text, self.units) if text else None
