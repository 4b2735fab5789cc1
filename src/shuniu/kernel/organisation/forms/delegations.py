"""Lending one's roles to a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.forms.fields import DayField, PersonField


class DelegateForm(forms.Form):
    taker = PersonField(label=_("代理人"), help_text=_("填写同事的账号，或从列表中选择姓名。"))
    roles = forms.MultipleChoiceField(label=_("授权的角色"), widget=forms.CheckboxSelectMultiple)
    since = DayField(label=_("起始日期"))
    until = DayField(label=_("截止日期"), help_text=_("含当天；最长一年。"))
    reason = forms.CharField(label=_("事由"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = sorted({grant.role for grant in actor.grants if grant.for_id is None} - roles.ADMINISTRATORS)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, roles.label(key)) for key in own]
