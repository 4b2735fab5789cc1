"""The filters above the lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.fields import DayInput
from shuniu.public.disclosure.models import Remedy
from shuniu.public.disclosure.models.request import Kind, Way
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.replies import REPLIES

LIGHTS = [("red", _("已超期")), ("amber", _("将到期")), ("green", _("正常")), ("none", _("不计时"))]


def _any(choices: Any) -> list[Any]:
    return [("", _("全部")), *choices]


class RequestFilter(forms.Form):
    """What narrows the list of all requests."""

    q = forms.CharField(label=_("编号或标题"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    way = forms.ChoiceField(label=_("申请方式"), choices=_any(Way.choices), required=False)
    kind = forms.ChoiceField(label=_("申请人类型"), choices=_any(Kind.choices), required=False)
    reply = forms.ChoiceField(label=_("答复的种类"), required=False)
    light = forms.ChoiceField(label=_("时限"), choices=_any(LIGHTS), required=False)
    reopened = forms.ChoiceField(label=_("重新答复"), choices=_any([("yes", _("只看重新答复的"))]), required=False)
    since = forms.DateField(label=_("登记日期自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("登记日期至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [(name, _now(state.label)) for name, state in InformationRequestProcedure.states.items()]
        replies = [(key, _now(reply.label)) for key, reply in REPLIES.items()]
        for name, choices in {"state": states, "reply": replies}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _any(choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return data


class RemedyFilter(forms.Form):
    """What narrows the register of reconsiderations and lawsuits."""

    path = forms.ChoiceField(label=_("救济途径"), choices=_any(Remedy.Path.choices), required=False)
    result = forms.ChoiceField(label=_("结果"), choices=_any(Remedy.Result.choices), required=False)
    since = forms.DateField(label=_("收到通知自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("收到通知至"), widget=DayInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return data
