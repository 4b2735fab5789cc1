"""Forms about units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.forms.fields import DayField, UnitField
from shuniu.kernel.organisation.models import Unit

CODE = RegexValidator(r"^[a-z0-9_-]{2,60}\Z", _("代码由 2 至 60 个小写字母、数字、“_”或“-”组成。"))


class AddUnitForm(forms.Form):
    parent_id = UnitField(label=_("上级机构"))
    code = forms.CharField(
        label=_("代码"), max_length=60, validators=[CODE], help_text=_("一经启用不再改变，也不会给别的机构使用。")
    )
    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=Unit.Kind.choices)
    remit = forms.CharField(
        label=_("职责关键词"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=100_000, initial=0)
    on = DayField(label=_("设立日期"))

    def __init__(self, *args: Any, within: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent_id"]
        assert isinstance(field, UnitField)
        field.offer(within)


class RenameUnitForm(forms.Form):
    name = forms.CharField(label=_("新名称"), max_length=120)
    short_name = forms.CharField(label=_("新简称"), max_length=40, required=False)
    on = DayField(label=_("更名日期"), help_text=_("此前的事项仍显示当时的名称。"))
    reason = forms.CharField(label=_("依据"), max_length=200, required=False)


class ChangeUnitForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=Unit.Kind.choices)
    remit = forms.CharField(
        label=_("职责关键词"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=100_000)


class EndUnitForm(forms.Form):
    """Closing and merging ask the same: which unit goes on, from when, and why."""

    successor_id = UnitField(label=_("承接的机构"), required=False)
    on = DayField(label=_("日期"))
    reason = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, within: frozenset[int], needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor_id"]
        assert isinstance(field, UnitField)
        field.required = needed
        field.offer(within, blank=True)


class UnitFilterForm(forms.Form):
    q = forms.CharField(label=_("名称、代码或职责"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("全部")), *Unit.Kind.choices], required=False)
    state = forms.ChoiceField(
        label=_("状态"), choices=[("", _("现有")), ("closed", _("已撤销")), ("all", _("全部"))], required=False
    )
