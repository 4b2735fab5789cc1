"""Programs of the open interface: admission and change."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.public.hotline.forms.citizens import no_controls
from shuniu.public.hotline.operations.admitting import Admission

PER_MINUTE_MOST = 6000


class AdmitForm(forms.Form):
    name = forms.CharField(
        label=_("程序名称"), max_length=80, help_text=_("单位和用途，例如：城管随手拍。"), validators=[no_controls]
    )
    contact = forms.CharField(
        label=_("联系人"), max_length=120, help_text=_("姓名和电话，出现异常时联系。"), validators=[no_controls]
    )
    per_minute = forms.IntegerField(label=_("每分钟上限（件）"), min_value=1, max_value=PER_MINUTE_MOST, initial=60)

    def admission(self) -> Admission:
        data = self.cleaned_data
        return Admission(data["name"].strip(), data["contact"].strip(), data["per_minute"])


class ChangeForm(forms.Form):
    active = forms.BooleanField(label=_("启用"), required=False)
    per_minute = forms.IntegerField(label=_("每分钟上限（件）"), min_value=1, max_value=PER_MINUTE_MOST)
