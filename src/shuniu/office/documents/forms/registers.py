"""The forms of the registers: series and their numbers, seals."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import DayInput
from shuniu.office.documents.models import Seal, Series
from shuniu.office.documents.models.series import PATTERN


def _units() -> list[tuple[int | str, str]]:
    units = [(node.id, f"{'　' * depth}{node}") for node, depth in tree().walk() if not node.closed]
    return [("", str(_("请选择"))), *units]


class _Registered(forms.Form):
    """A form with a unit to choose."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("unit", "head_unit"):
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = _units()


class SeriesForm(_Registered):
    """发文代字."""

    word = forms.CharField(label=_("发文代字"), max_length=20, help_text=_("例如：云政办发"))
    organ = forms.CharField(label=_("发文机关"), max_length=120, help_text=_("署名用的全称或规范化简称"))
    unit = forms.TypedChoiceField(label=_("可使用的机构（含下级）"), coerce=int)
    counts = forms.ChoiceField(
        label=_("编号方式"), choices=Series.Counts.choices, widget=forms.RadioSelect, initial="year"
    )
    pattern = forms.CharField(
        label=_("字号样式"), max_length=60, initial=PATTERN, help_text=_("{word}是代字，{year}是年份，{value}是序号。")
    )
    head_unit = forms.TypedChoiceField(label=_("主要负责人所在机构"), coerce=int, empty_value=None, required=False)
    head_post = forms.CharField(
        label=_("主要负责人职务"), max_length=60, required=False,
        help_text=_("重要公文和上行文须由担任该职务的人员签发；不填则以审批流程为准。"),
    )  # fmt: skip
    active_from = forms.DateField(label=_("启用日期"), widget=DayInput)
    active_to = forms.DateField(label=_("停用日期"), widget=DayInput, required=False)

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        day = date(2026, 11, 23)
        try:
            first, second = (Series(word="甲", pattern=pattern).written(value, day) for value in (1, 2))
            later = Series(word="甲", pattern=pattern).written(1, date(2027, 11, 23))
        except (KeyError, IndexError, ValueError, AttributeError):
            raise forms.ValidationError(_("样式里只能使用 {word}、{year}、{value}。"), code="unknown") from None
        if first == second:
            raise forms.ValidationError(_("样式里必须有 {value}，否则文号分不开。"), code="value")
        if self.data.get("counts") != Series.Counts.EVER and first == later:
            raise forms.ValidationError(_("每年从1号起的，样式里必须有 {year}。"), code="year")
        return pattern

    def series(self) -> Series:
        """The row that the form describes, not yet stored."""
        said = dict(self.cleaned_data)
        return Series(unit_id=said.pop("unit"), head_unit_id=said.pop("head_unit"), **said)


class EndSeriesForm(forms.Form):
    """停用: the last day."""

    active_to = forms.DateField(label=_("最后一天"), widget=DayInput)


class ReserveForm(forms.Form):
    """预留文号."""

    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)
    count = forms.IntegerField(label=_("个数"), min_value=1, max_value=200, initial=1)
    why = forms.CharField(label=_("说明"), max_length=200)
    used = forms.BooleanField(label=_("这些文号已在线下用过，只作登记"), required=False)


class VoidForm(forms.Form):
    """预留的文号作废."""

    record = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("作废原因"), max_length=200)


class SealRegisterForm(_Registered):
    """登记印模."""

    kind = forms.ChoiceField(label=_("种类"), choices=Seal.Kind.choices, widget=forms.RadioSelect, initial="organ")
    organ = forms.CharField(
        label=_("单位全称或姓名"),
        max_length=120,
        help_text=_("单位印章写署名用的机关名称，签名章写领导姓名，须与文件上的一致。"),
    )
    unit = forms.TypedChoiceField(label=_("所属机构"), coerce=int)
    post = forms.CharField(label=_("职务（签名章）"), max_length=60, required=False)
    active_from = forms.DateField(label=_("启用日期"), widget=DayInput)
    active_to = forms.DateField(label=_("停用日期"), widget=DayInput, required=False)
    picture = forms.FileField(
        label=_("印模图片"), help_text=_("底色透明的 PNG，边长不小于100像素。图片按内容检查后存放，使用一次登记一次。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("active_from") and data.get("active_to") and data["active_to"] < data["active_from"]:
            self.add_error("active_to", _("停用日期早于启用日期。"))
        return data


class EndSealForm(forms.Form):
    """停用印模: the last day."""

    on = forms.DateField(label=_("最后一天"), widget=DayInput)
