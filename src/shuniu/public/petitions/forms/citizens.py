"""What a petitioner fills in: shape and spelling only; the rules are in the procedure."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.files.kinds import IMAGES
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.web.fields import FilesField
from shuniu.public.petitions.models.petition import Category, Way
from shuniu.public.petitions.operations.filing import Filing

PHONE = re.compile(r"^\+?[0-9][0-9 \-]{4,18}$")
PAPERS = IMAGES | {"pdf"}
TEXT_MOST = 8000
OTHERS_MOST = 200


class Aim(models.TextChoices):
    """What somebody comes with (arts. 29–31), before anybody has judged it."""

    CLAIM = "claim", _("请求解决问题")
    SUGGESTION = "suggestion", _("提建议、意见")
    ACCUSATION = "accusation", _("检举控告")


CATEGORY = {Aim.CLAIM: "", Aim.SUGGESTION: Category.SUGGESTION.value, Aim.ACCUSATION: Category.ACCUSATION.value}
"""A claim is judged by whoever accepts it; the other two are what they say they are."""
RECORDED = {
    Aim.CLAIM: ("请求", "事实和理由"), Aim.SUGGESTION: ("建议", "理由"), Aim.ACCUSATION: ("检举控告", "事实和依据"),
}  # fmt: skip
SEALED_TITLE = "检举控告事项"
"""What the record says is Chinese, whatever the language of the page it was written on."""
LABELS: dict[Aim, tuple[Any, Any, Any, Any]] = {
    Aim.CLAIM: (
        _("您请求什么"), _("一两句话写清楚希望怎样解决。例如：请退还多收的停车费。"),
        _("事实和理由"), _("什么时间、在哪里、发生了什么，找过谁、结果怎样，为什么认为应当这样解决。"),
    ),
    Aim.SUGGESTION: (
        _("您的建议或者意见"), _("一两句话写清楚希望改什么。"),
        _("为什么这样建议"), _("现在是什么情况，改了有什么好处。"),
    ),
    Aim.ACCUSATION: (
        _("您要检举控告什么"), _("一两句话写清楚：谁、做了什么。"),
        _("事实和依据"), _("时间、地点、经过，您是怎样知道的，有什么材料。请只写您了解的事实。"),
    ),
}  # fmt: skip


def no_secrets(value: str) -> None:
    if marks_in(value):
        raise forms.ValidationError(SECRET_REFUSAL, code="secret")


def no_controls(value: str) -> None:
    if any(ord(char) < 32 and char not in "\n\r\t" for char in value):
        raise forms.ValidationError(_("内容中有无法显示的字符，请删去后再提交。"), code="control")


def _text(label: Any, missing: Any, rows: int, most: int = TEXT_MOST, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
        validators=[no_secrets, no_controls],
        error_messages={"required": missing, "max_length": _("写得太长了，请删减；材料可以在下一步作为附件附上。")}, **options,
    )  # fmt: skip


class PetitionForm(forms.Form):
    """提出信访事项, as article 19 asks: name, address, request, facts and reasons."""

    request = _text(_("您请求什么"), _("请写下您的请求。"), 3, 1000)
    facts = _text(_("事实和理由"), _("请写下事实和理由。"), 9)
    place = forms.CharField(
        label=_("问题发生在哪里"), help_text=_("例如：澄岚区南湖路12号，或某某村"), max_length=200, required=False,
        validators=[no_secrets, no_controls],
    )  # fmt: skip
    name = forms.CharField(
        label=_("您的姓名（单位写名称）"), max_length=40, validators=[no_controls],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写真实姓名：书面告知和处理意见书要写给您本人。")},
    )  # fmt: skip
    address = forms.CharField(
        label=_("您的住址"), help_text=_("书面告知寄到这里。"), max_length=200, validators=[no_controls],
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("请写住址：书面告知和处理意见书要寄给您。")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("联系电话"), help_text=_("办理的人核实情况、听取您陈述时用。"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    others = forms.CharField(
        label=_("和您一起提出的人"), help_text=_("一行写一个姓名；只有您一个人就不用填。"), max_length=OTHERS_MOST * 20,
        required=False, widget=forms.Textarea(attrs={"rows": 3}), validators=[no_controls],
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people never see it, programs fill it in."""

    def __init__(self, *args: Any, aim: Aim, **options: Any) -> None:
        super().__init__(*args, **options)
        self.aim = aim
        wanted, wanted_help, why, why_help = LABELS[aim]
        self.fields["request"].label, self.fields["request"].help_text = wanted, wanted_help
        self.fields["facts"].label, self.fields["facts"].help_text = why, why_help

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not PHONE.match(phone):
            raise forms.ValidationError(_("电话号码只能有数字、空格和短横线，请检查。"))
        return phone

    def clean_others(self) -> str:
        """A name a line; none twice, and not one's own."""
        names = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if len(names) > OTHERS_MOST:
            raise forms.ValidationError(
                _("最多写%(most)s个姓名，其余的请在事实和理由中说明人数。") % {"most": OTHERS_MOST}
            )
        own = self.cleaned_data.get("name", "").strip()
        return "\n".join(dict.fromkeys(name for name in names if name != own))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("提交未被接受，请刷新页面后重新填写。"))
        return ""

    def filing(self) -> Filing:
        data = self.cleaned_data
        others = tuple(data["others"].splitlines())
        wanted, why = RECORDED[self.aim]
        return Filing(
            way=Way.ONLINE.value,
            title=SEALED_TITLE if self.aim is Aim.ACCUSATION else data["request"],
            text=f"【{wanted}】\n{data['request'].strip()}\n\n【{why}】\n{data['facts'].strip()}",
            place=data["place"], name=data["name"], phone=data["phone"], address=data["address"], others=others,
            people=1 + len(others), category=CATEGORY[self.aim],
        )  # fmt: skip


class PapersForm(forms.Form):
    """附件: asked for at the last step, as a browser keeps no chosen file from one page to the next."""

    papers = FilesField(
        label=_("照片或者材料"), required=False, most=9, accept="image/*,.pdf",
        help_text=_("最多9个，每个不超过20MB。照片里的拍摄地点等信息会自动去除。"),
    )  # fmt: skip


class WordsForm(forms.Form):
    """补充陈述."""

    text = _text(_("请写在这里"), _("请先写几句话。"), 4, 4000)
    papers = FilesField(label=_("照片或者材料"), required=False, most=9, accept="image/*,.pdf")


class AskForm(forms.Form):
    """请求复查、请求复核: the reasons; the organ is the one next above, and computed."""

    reason = _text(
        _("您对意见的哪一点不服，理由是什么"), _("请写明不服的理由。"), 6, 4000,
        help_text=_("可以写新的事实、证据，或者您认为适用错了的规定。"),
    )  # fmt: skip
    papers = FilesField(label=_("照片或者材料"), required=False, most=9, accept="image/*,.pdf")


class RateForm(forms.Form):
    """评价: the petition office and the handling organ, each for itself."""

    CHOICES = ((3, _("满意")), (2, _("基本满意")), (1, _("不满意")))
    CHOOSE: ClassVar = {"required": _("请选一个。")}
    office = forms.TypedChoiceField(
        label=_("您对信访部门（登记、转送、督促）"), choices=CHOICES, widget=forms.RadioSelect, coerce=int,
        error_messages=CHOOSE,
    )  # fmt: skip
    organ = forms.TypedChoiceField(
        label=_("您对办理的机关（听取陈述、调查、答复）"), choices=CHOICES, widget=forms.RadioSelect, coerce=int,
        error_messages=CHOOSE,
    )  # fmt: skip
    comment = _text(_("还想说什么"), "", 3, 500, required=False)


class WithdrawForm(forms.Form):
    """撤回: nothing to fill in but a reason, if the petitioner likes to give one."""

    reason = _text(_("为什么撤回"), "", 2, 500, required=False)


STEP_FORMS: dict[str, type[forms.Form]] = {
    "add_statement": WordsForm, "request_review": AskForm, "request_recheck": AskForm, "rate": RateForm,
    "withdraw": WithdrawForm,
}  # fmt: skip
