"""登记申请: what article 29 asks of an application, written down by the office for whoever came, wrote or faxed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import TextField
from shuniu.kernel.web.fields import DayInput, FilesField
from shuniu.public.disclosure.models.request import Kind, Medium, Way
from shuniu.public.disclosure.operations.filing import TEXT_MOST, Application
from shuniu.public.disclosure.queries.applicants import Earlier, earlier_by_identity

PHONE = re.compile(r"^\+?[0-9][0-9 \-]{4,18}$")
IDENTITY = re.compile(r"^[0-9A-Za-z]{5,30}$")


def _short(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **options)


class CounterForm(forms.Form):
    """An application at the counter, by mail, fax or electronic mail. Files stand last."""

    way = forms.ChoiceField(label=_("申请方式"), choices=Way.choices, widget=forms.RadioSelect)
    came_on = forms.DateField(
        label=_("申请到达之日"),
        widget=DayInput,
        help_text=_("当面提交的填提交之日，邮寄签收的填签收之日，其他方式填本机关收到的日期。"),
    )
    kind = forms.ChoiceField(label=_("申请人类型"), choices=Kind.choices, initial=Kind.PERSON)
    name = _short(_("姓名或者名称"), 100)
    identity = _short(_("证件号码"), 30, help_text=_("自然人填身份证件号码，法人或者其他组织填统一社会信用代码。"))
    phone = _short(_("联系电话"), 20, required=False)
    email = forms.EmailField(label=_("电子邮箱"), max_length=120, required=False)
    address = _short(_("通信地址"), 200, required=False)
    text = TextField(label=_("所需政府信息的名称、文号或者便于查询的其他特征性描述"), rows=6, most=TEXT_MOST)
    title = _short(_("标题"), 60, required=False, help_text=_("不填的，取描述的第一句。"))
    medium = forms.ChoiceField(label=_("获取信息的方式"), choices=Medium.choices, widget=forms.RadioSelect)
    papers = FilesField(
        label=_("申请书、证件等扫描件"), required=False, accept=".pdf,.docx,.jpg,.jpeg,.png", megabytes=50
    )
    seen = forms.BooleanField(label=_("已看过下列申请，仍要登记"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        options.setdefault("initial", {}).setdefault("came_on", on)
        options["initial"].setdefault("way", Way.IN_PERSON)
        options["initial"].setdefault("medium", Medium.PAPER)
        super().__init__(*args, **options)
        self.on = on
        self.earlier: list[Earlier] = []

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and not PHONE.match(phone):
            raise ValidationError(_("电话号码只能有数字、空格和短横线。"))
        return phone

    def clean_identity(self) -> str:
        identity = "".join(str(self.cleaned_data["identity"]).split()).upper()
        if not IDENTITY.match(identity):
            raise ValidationError(_("证件号码只能有数字和字母，请核对。"))
        return identity

    def clean_came_on(self) -> date:
        day: date = self.cleaned_data["came_on"]
        if day > self.on:
            raise ValidationError(_("申请到达之日不能晚于今天。"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("phone", "email", "address")) and not self.errors:
            self.add_error("phone", _("电话、邮箱、地址至少填一项，否则无法与申请人联系。"))
        if not self.errors:
            self._look_for_repeats(data)
        return data

    def _look_for_repeats(self, data: dict[str, Any]) -> None:
        """The same person's requests of the day or on like words are shown before anything is saved."""
        found = earlier_by_identity(data["identity"], data["text"], on=self.on)
        self.earlier = [one for one in found if one.alike or one.same_day]
        if self.earlier and not data.get("seen"):
            self.add_error("seen", _("同一申请人有当日的或者内容相近的申请。请核对，确需登记的勾选后再登记。"))

    def application(self) -> Application:
        data = self.cleaned_data
        return Application(**{name: data[name] for name in data if name not in {"papers", "seen"}})


class LookupForm(forms.Form):
    """按证件号码查找: for an applicant who asks about a request without its number."""

    identity = _short(_("证件号码"), 30)

    def clean_identity(self) -> str:
        identity = "".join(str(self.cleaned_data["identity"]).split()).upper()
        if not IDENTITY.match(identity):
            raise ValidationError(_("证件号码只能有数字和字母，请核对。"))
        return identity
