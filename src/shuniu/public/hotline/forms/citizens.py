"""What a citizen fills in: shape and spelling only; the rules are in the procedure."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.following import CODE_LENGTH
from shuniu.kernel.files.kinds import IMAGES
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.web.fields import FilesField, shared_fields
from shuniu.public.hotline.models.request import Satisfaction, Type
from shuniu.public.hotline.operations.intake import PHONE as PHONE
from shuniu.public.hotline.operations.intake import TEXT_MOST, Report
from shuniu.public.hotline.queries.subjects import subject_choices, subjects

PHOTOS = IMAGES | {"pdf"}
TEXT_LEAST = 6
TYPE_HELP = {
    Type.CONSULTATION: _("问政策、问办事"),
    Type.HELP: _("遇到困难，请政府帮忙"),
    Type.COMPLAINT: _("对服务或管理不满意"),
    Type.REPORT: _("反映违法违规，身份全程保密"),
    Type.SUGGESTION: _("给城市提意见"),
    Type.PRAISE: _("夸一夸做得好的"),
}


def no_secrets(value: str) -> None:
    if marks_in(value):
        raise forms.ValidationError(SECRET_REFUSAL, code="secret")


def no_controls(value: str) -> None:
    if any(ord(char) < 32 and char not in "\n\r\t" for char in value):
        raise forms.ValidationError(_("内容中有无法显示的字符，请删去后再提交。"), code="control")


class SubjectSelect(forms.Select):
    """The subjects in groups, read when the page is drawn: a submission has no need of them."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        self.choices = subject_choices(_("不确定"))
        return super().optgroups(name, value, attrs)


@shared_fields
class ReportForm(forms.Form):
    """我要反映."""

    type = forms.ChoiceField(
        label=_("您要"),
        widget=forms.RadioSelect,
        initial=Type.HELP.value,
        choices=[(kind.value, format_lazy("{} · {}", kind.label, TYPE_HELP[kind])) for kind in Type],
    )
    text = forms.CharField(
        label=_("请说说是什么事"),
        help_text=_("什么时间、在哪里、发生了什么，希望怎样解决。不用写得很正式。"),
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": TEXT_MOST}),
        min_length=TEXT_LEAST,
        max_length=TEXT_MOST,
        validators=[no_secrets, no_controls],
        error_messages={
            "required": _("请写下您要反映的事情。"),
            "min_length": _("写得太短了，请再多说几个字，方便我们判断由谁来办。"),
            "max_length": _("内容超过一万字了，请删减后再提交；材料可以作为照片或PDF附上。"),
        },
    )
    place = forms.CharField(
        label=_("地点"),
        help_text=_("例如：澄岚区南湖路12号，或某某小区3栋"),
        max_length=200,
        required=False,
        validators=[no_secrets, no_controls],
    )
    subject = forms.IntegerField(
        label=_("事情类别"), required=False, help_text=_("不确定可以不选，我们来判断。"), widget=SubjectSelect
    )
    name = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False, validators=[no_controls])
    phone = forms.CharField(
        label=_("联系电话"),
        help_text=_("只用于办理这件事：核实情况、告知结果、回访。不留电话也能反映，凭编号和查询码查看。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    sealed = forms.BooleanField(label=_("请为我的身份保密，不告诉被反映的单位"), required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people never see it, programs fill it in."""
    photos = FilesField(
        label=_("照片或材料"),
        required=False,
        most=6,
        accept="image/*,.pdf",
        help_text=_("最多6个，每个不超过20MB。照片里的拍摄地点等信息会自动去除。"),
    )

    def clean_subject(self) -> int | None:
        chosen: int | None = self.cleaned_data["subject"]
        if chosen is not None and all(chosen != one.pk for one in subjects()):
            raise forms.ValidationError(_("这个类别已经停用，请另选一个。"))
        return chosen

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not PHONE.match(phone):
            raise forms.ValidationError(_("电话号码只能有数字、空格和短横线，请检查。"))
        return phone

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("提交未被接受，请刷新页面后重新填写。"))
        return ""

    def report(self) -> Report:
        data = self.cleaned_data
        return Report(
            text=data["text"],
            type=data["type"],
            place=data["place"],
            latitude=data["latitude"],
            longitude=data["longitude"],
            subject_id=data["subject"],
            name=data["name"],
            phone=data["phone"],
            sealed=data["sealed"],
        )


class FollowForm(forms.Form):
    """查进度: number and query code, of whatever kind of matter; some numbers begin with a letter."""

    number = forms.CharField(
        label=_("编号"),
        max_length=40,
        help_text=_("诉求编号、信息公开申请编号、信访编号都在这里查。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请输入编号，登记时告诉过您。")},
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=CODE_LENGTH * 2,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("8位字母和数字，不分大小写。忘记了请拨打12345，由话务员核对后重新发放。"),
        error_messages={"required": _("请输入查询码。")},
    )


class WordsForm(forms.Form):
    """One text: 补充材料, 申请复核, 撤回."""

    text = forms.CharField(
        label=_("请写在这里"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        max_length=2000,
        validators=[no_secrets, no_controls],
        error_messages={"required": _("请先写几句话。")},
    )


class RateForm(forms.Form):
    """评价: three questions."""

    YES_NO = ((True, _("是")), (False, _("没有")))
    CHOOSE: ClassVar = {"required": _("请选一个。")}
    responded = forms.TypedChoiceField(
        label=_("有人跟您联系、答复您吗？"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "True",
        error_messages=CHOOSE,
    )
    resolved = forms.TypedChoiceField(
        label=_("事情解决了吗？"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "True",
        error_messages=CHOOSE,
    )
    satisfaction = forms.TypedChoiceField(
        label=_("您满意吗？"),
        choices=[(one.value, one.label) for one in reversed(Satisfaction)],
        widget=forms.RadioSelect,
        coerce=int,
        error_messages=CHOOSE,
    )
    comment = forms.CharField(
        label=_("还想说什么"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        validators=[no_secrets, no_controls],
    )
