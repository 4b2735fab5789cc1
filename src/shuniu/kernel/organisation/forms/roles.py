"""Forms about roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.forms.fields import DayField, PersonField, UnitField


class GrantForm(forms.Form):
    person_id = PersonField(label=_("人员"))
    role = forms.ChoiceField(label=_("角色"))
    unit_id = UnitField(label=_("范围"), help_text=_("在该机构及其所有下级机构内有效。"))
    on = DayField(label=_("起始日期"))
    until = DayField(label=_("截止日期"), required=False, help_text=_("长期有效的不填。"))

    def __init__(self, *args: Any, within: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, role = self.fields["unit_id"], self.fields["role"]
        assert isinstance(unit, UnitField)
        assert isinstance(role, forms.ChoiceField)
        unit.offer(within)
        role.choices = [(one.key, one.label) for one in roles.all_roles()]


class HoldingFilterForm(forms.Form):
    q = forms.CharField(label=_("姓名、拼音或账号"), max_length=40, required=False)
    role = forms.ChoiceField(label=_("角色"), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=[("", _("现行")), ("all", _("全部"))], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [("", _("全部")), *((one.key, one.label) for one in roles.all_roles())]


class DelegationFilterForm(forms.Form):
    state = forms.ChoiceField(label=_("状态"), choices=[("", _("现行")), ("all", _("全部"))], required=False)
