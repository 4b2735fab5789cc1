"""What a citizen fills in to ask for information: shape and spelling only; the rules are in the procedure."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.web.fields import FilesField
from shuniu.public.disclosure.hints import is_identity
from shuniu.public.disclosure.models.request import Kind, Medium
from shuniu.public.disclosure.operations.filing import TEXT_MOST, Application

WANT_MOST = 60
TEXT_LEAST = 6
PHONE = re.compile(r"^\+?[0-9][0-9 \-]{4,18}$")
PAPERS = "image/*,.pdf,.docx,.txt"


def no_secrets(value: str) -> None:
    if marks_in(value):
        raise forms.ValidationError(SECRET_REFUSAL, code="secret")


def no_controls(value: str) -> None:
    if any(ord(char) < 32 and char not in "\n\r\t" for char in value):
        raise forms.ValidationError(_("内容中有无法显示的字符，请删去后再提交。"), code="control")


class WantForm(forms.Form):
    """The first screen: what do you want, in a few words."""

    q = forms.CharField(
        label=_("您想要什么信息？"),
        help_text=_("用几个词说，例如：南湖路改造工程的环评批复。先不用写姓名。"),
        max_length=WANT_MOST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        validators=[no_secrets, no_controls],
    )

    def wanted(self) -> str:
        return " ".join(str(self.cleaned_data.get("q") or "").split()) if self.is_valid() else ""


class ApplyForm(forms.Form):
    """政府信息公开申请, with what article 29 asks for and nothing else."""

    text = forms.CharField(
        label=_("您要哪些信息"),
        help_text=_("写名称、文号，或者便于查找的描述：什么事、哪个地方、大概哪一年、由谁做的。一件申请最好只写一项。"),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": TEXT_MOST}),
        min_length=TEXT_LEAST,
        max_length=TEXT_MOST,
        validators=[no_secrets, no_controls],
        error_messages={
            "required": _("请写下您要的信息。"),
            "min_length": _("写得太短了，请再多说几个字，方便我们查找。"),
            "max_length": _("内容太长了，请删减；一件申请写一项信息就好。"),
        },
    )
    medium = forms.ChoiceField(
        label=_("您希望怎样得到"), choices=Medium.choices, widget=forms.RadioSelect, initial=Medium.ELECTRONIC
    )
    kind = forms.ChoiceField(
        label=_("您是"), choices=Kind.choices, initial=Kind.PERSON, help_text=_("只用于年度报告的统计。")
    )
    name = forms.CharField(
        label=_("姓名或者单位名称"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[no_controls],
        error_messages={"required": _("请填写姓名或者单位名称，法规要求申请写明。")},
    )
    identity = forms.CharField(
        label=_("身份证号码"),
        help_text=_("没有身份证的填护照等证件号码；单位填统一社会信用代码。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=[no_controls],
        error_messages={"required": _("请填写证件号码，法规要求申请附身份证明。")},
    )
    phone = forms.CharField(
        label=_("联系电话"),
        help_text=_("我们要先与您确认收到，答复期限才开始计算。"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("请填写联系电话，我们要与您确认收到。")},
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        max_length=120,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("电子邮箱写得不对，请检查。")},
    )
    address = forms.CharField(
        label=_("通信地址"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        validators=[no_controls],
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people never see it, programs fill it in."""

    def clean_identity(self) -> str:
        given = "".join(self.cleaned_data["identity"].split()).upper()
        if re.fullmatch(r"[1-9]\d{16}[\dX]", given) and not given.startswith("9") and not is_identity(given):
            raise forms.ValidationError(_("身份证号码对不上校验位，请逐位核对。"))
        if not re.fullmatch(r"[0-9A-Z\-()（）]{5,30}", given):
            raise forms.ValidationError(_("证件号码只能有字母和数字，请检查。"))
        return given

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if not PHONE.match(phone):
            raise forms.ValidationError(_("电话号码只能有数字、空格和短横线，请检查。"))
        return phone

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("提交未被接受，请刷新页面后重新填写。"))
        return ""

    def clean(self) -> dict[str, Any]:
        """Where the answer is to be sent must be known."""
        data = super().clean() or {}
        if data.get("medium") == Medium.ELECTRONIC and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("您选了用电子邮件得到信息，请填写电子邮箱。"))
        if data.get("medium") == Medium.PAPER and not data.get("address") and "address" not in self.errors:
            self.add_error("address", _("您选了纸质，请填写通信地址。"))
        return data

    def application(self) -> Application:
        data = self.cleaned_data
        named = ("text", "name", "identity", "kind", "medium", "phone", "email", "address")
        return Application(**{name: data[name] for name in named})


class WordsForm(forms.Form):
    """说明理由."""

    text = forms.CharField(
        label=_("请写在这里"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        max_length=2000,
        validators=[no_secrets, no_controls],
        error_messages={"required": _("请先写几句话。")},
    )


class SupplementForm(WordsForm):
    """提交补正, with papers where there are any."""

    files = FilesField(  # type: ignore[assignment]  # a field of that name; Django keeps it apart
        label=_("材料"), required=False, most=6, accept=PAPERS, help_text=_("最多6个，每个不超过20MB。没有可以不附。")
    )
