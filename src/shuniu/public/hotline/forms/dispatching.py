"""The dispatcher's and the operator's forms: where a request goes, and what is answered without sending it anywhere."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.public.hotline.forms.base import NoteForm, ReasonForm, StepForm, TextForm
from shuniu.public.hotline.forms.fields import TextField, UnitField, UnitsField
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.queries.subjects import subject_choices, subjects
from shuniu.public.hotline.queries.wording import PATHS, SERVICES

MOST_PARTS = 8


class DispatchForm(NoteForm):
    """派单 and 改派."""

    part = "hotline/_dispatch.html"
    unit = UnitField(label=_("主办单位"), help_text=_("输入名称的任意部分，从列表中选择。"))
    assisting = UnitsField(label=_("协办单位"), required=False)
    note = TextField(label=_("给承办单位的话"), required=False, rows=2, most=1000)
    field_order: tuple[str, ...] = ("unit", "assisting", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data["unit"] in data.get("assisting", []):
            self.add_error("assisting", _("主办单位不能同时是协办单位。"))
        return data


class RedispatchForm(DispatchForm):
    intro = _("改派后，新的承办单位重新计算办理时限；答复群众的期限不变。")


class RuleForm(DispatchForm):
    """裁定争议: becomes a precedent."""

    intro = _("裁定将作为先例，供以后同类事项派单参考。")
    ruling = TextField(label=_("裁定意见"), most=2000)
    field_order = ("unit", "ruling", "assisting", "note")


class ReturnForm(ReasonForm):
    """退单 with the unit it belongs to."""

    intro = _("裁定之前，本单位仍负首接责任。")
    right_unit = UnitField(label=_("建议的承办单位"))
    reason = TextField(label=_("退单理由"), most=2000, help_text=_("写明依据的职责规定，以及为什么属于建议的单位。"))
    field_order = ("right_unit", "reason")


class UpholdForm(StepForm):
    keeps_draft = True
    ruling = TextField(label=_("退单不成立的理由"), most=2000)


class ReclassifyForm(StepForm):
    type = forms.ChoiceField(label=_("类型"), choices=Type.choices)
    subject = forms.TypedChoiceField(label=_("事项分类"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        subject = self.fields["subject"]
        assert isinstance(subject, forms.ChoiceField)
        subject.choices = subject_choices(_("未分类"))
        self.initial.setdefault("type", self.case.detail.type)
        self.initial.setdefault("subject", self.case.detail.subject_id)

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        chosen = data.get("subject")
        name = next((one.name for one in subjects() if one.pk == chosen), "")
        return {**data, "subject": chosen, "subject_name": name}


class AnswerAtOnceForm(TextForm):
    intro = _("当场答复后本件办结，不再派单。")
    text = TextField(label=_("答复内容"), rows=6, help_text=_("群众凭编号和查询码可以看到。"))


class PassOnForm(StepForm):
    intro = _("先接通紧急服务，再登记转交。")
    service = forms.ChoiceField(label=_("转接"), choices=list(SERVICES.items()), widget=forms.RadioSelect)
    note = TextField(label=_("转交情况"), required=False, rows=2, most=1000)


class ExplainPathForm(TextForm):
    intro = _("依法应当通过法定途径解决的，告知途径后本件办结。")
    path = forms.ChoiceField(label=_("法定途径"), choices=list(PATHS.items()))
    text = TextField(label=_("说明"), rows=5, help_text=_("写明向哪个机关提出、依据、期限和需要的材料。"))
    field_order = ("path", "text")


class JoinForm(StepForm):
    """并入同一事件."""

    part = "hotline/_join.html"
    intro = _("并入后由主件统一办理和答复，反映人仍可凭原编号查询。")
    into = forms.CharField(label=_("主件编号"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}))

    def clean_into(self) -> str:
        number = "".join(filter(str.isalnum, self.cleaned_data["into"]))
        if number == self.case.matter.number:
            raise ValidationError(_("不能并入自己。"))
        return number


class GatherForm(forms.Form):
    """把其他诉求并入本件: several numbers at once, ticked or typed."""

    numbers = TextField(
        label=_("并入本件的诉求编号"),
        rows=3,
        most=2000,
        required=False,
        help_text=_("可填多个，用空格、逗号或换行分开。"),
    )
    ticked = forms.MultipleChoiceField(label=_("疑似同一事件"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        ticked = self.fields["ticked"]
        assert isinstance(ticked, forms.MultipleChoiceField)
        ticked.choices = offered

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = re.findall(r"[0-9A-Za-z]{6,40}", data.get("numbers", ""))
        wanted = list(dict.fromkeys([*data.get("ticked", []), *typed]))[:50]
        if not wanted and not self.errors:
            raise ValidationError(_("请勾选或填写要并入的诉求编号。"))
        return {**data, "wanted": wanted}


class SplitForm(StepForm):
    """拆单: one paragraph for each further thing."""

    keeps_draft = True
    intro = _("原件保留第一件事；每一段另行登记为一件新诉求，反映人相同。")
    parts = TextField(label=_("拆出的每一件事"), rows=8, help_text=_("每件事写一段，段与段之间空一行。最多8件。"))

    def clean_parts(self) -> list[str]:
        parts = [part.strip() for part in re.split(r"\n\s*\n", self.cleaned_data["parts"]) if part.strip()]
        if len(parts) > MOST_PARTS:
            raise ValidationError(_("一次最多拆出8件。"))
        return parts
