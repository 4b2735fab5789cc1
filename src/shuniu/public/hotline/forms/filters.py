"""The filters above the lists."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import DayInput
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.lists import phone_key
from shuniu.public.hotline.queries.subjects import subject_choices, subject_key

LIGHTS = [("red", _("已超期")), ("amber", _("将到期")), ("green", _("正常")), ("none", _("不计时"))]
FLAGS = [
    ("overseen", _("督办")),
    ("instructed", _("批示")),
    ("returned", _("退过单")),
    ("redone", _("重办过")),
    ("late", _("超期答复")),
    ("false_closing", _("虚假办结")),
]
FULL_NUMBER = 13


def _any(choices: Any) -> list[Any]:
    return [("", _("全部")), *choices]


def offered() -> Hashable:
    """What the choices of the list's filter come from, besides the house's own words."""
    return tree().stamp, subject_key()


class ListFilter(forms.Form):
    """What narrows the list of all requests."""

    q = forms.CharField(label=_("编号或来电号码"), max_length=40, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    type = forms.ChoiceField(label=_("类型"), choices=_any(Type.choices), required=False)
    subject = forms.TypedChoiceField(label=_("事项分类"), coerce=int, empty_value=None, required=False)
    unit = forms.TypedChoiceField(label=_("主办单位（含下级）"), coerce=int, empty_value=None, required=False)
    channel = forms.ChoiceField(label=_("渠道"), choices=_any(Channel.choices), required=False)
    light = forms.ChoiceField(label=_("时限"), choices=_any(LIGHTS), required=False)
    flag = forms.ChoiceField(label=_("标记"), choices=_any(FLAGS), required=False)
    since = forms.DateField(label=_("登记日期自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("登记日期至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, by_phone: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_phone = by_phone
        if not by_phone:
            self.fields["q"].label = _("编号")
        states = [(name, str(state.label)) for name, state in HotlineRequest.states.items()]
        units = [(one.id, f"{'　' * depth}{one}") for one, depth in tree().walk()]
        offered = {"state": _any(states), "unit": _any(units), "subject": subject_choices(_("全部"))}
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        digits = "".join(filter(str.isdigit, data.get("q", "")))
        if data.get("q") and not digits:
            raise ValidationError(_("这里填写诉求编号或完整的来电号码；按内容查找请用页面上方的搜索。"))
        phone = phone_key(digits) if self.by_phone and not _is_day(digits) else ""
        return {
            **data,
            "phone": phone,
            "tail": digits[-4:] if phone else "",
            "number": "" if phone else digits[:FULL_NUMBER],
            "flags": [data["flag"]] if data.get("flag") else [],
        }


def _is_day(digits: str) -> bool:
    """Eight digits that begin with a year of this century are the day part of a number, not a telephone."""
    return digits.startswith("20") and 4 <= len(digits) <= 12 and not digits.startswith("200")


class SampleForm(forms.Form):
    """抽查: what the random sample is drawn from, and the word that makes it reproducible."""

    since = forms.DateField(label=_("登记日期自"), widget=DayInput)
    until = forms.DateField(label=_("登记日期至"), widget=DayInput)
    size = forms.IntegerField(label=_("抽取件数"), min_value=1, max_value=200)
    seed = forms.CharField(label=_("抽样种子"), max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until"):
            if data["since"] > data["until"]:
                self.add_error("until", _("结束日期早于开始日期。"))
            elif (data["until"] - data["since"]).days > 366:
                self.add_error("since", _("一次最多在一年之内抽取。"))
        return data
