"""The filters above the lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.models import DocumentType, Standing
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.series import series_choices

LIGHTS = [("red", _("已超期")), ("amber", _("将到期")), ("green", _("正常")), ("none", _("不计时"))]


def _any(choices: Any) -> list[Any]:
    return [("", _("全部")), *choices]


def _labels(states: Any) -> list[tuple[str, str]]:
    return [(name, str(state.label)) for name, state in states.items()]


class ListFilter(forms.Form):
    """What narrows the list of all outgoing papers."""

    q = forms.CharField(label=_("标题或发文字号"), max_length=60, required=False)
    type = forms.ChoiceField(label=_("文种"), choices=_any(DocumentType.choices), required=False)
    series = forms.TypedChoiceField(label=_("发文代字"), coerce=int, empty_value=None, required=False)
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100, required=False)
    unit = forms.TypedChoiceField(label=_("拟稿单位（含下级）"), coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    standing = forms.ChoiceField(
        label=_("效力"), choices=_any([one for one in Standing.choices if one[0]]), required=False
    )
    light = forms.ChoiceField(label=_("时限"), choices=_any(LIGHTS), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [(one.id, f"{'　' * depth}{one}") for one, depth in tree().walk()]
        offered = {
            "state": _any(_labels(OutgoingPaper.states)), "unit": _any(units), "series": _any(series_choices()),
        }  # fmt: skip
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class ReceivedFilter(forms.Form):
    """What narrows the list of papers that were sent to my unit."""

    q = forms.CharField(label=_("标题或发文字号"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), choices=_any(_labels(Sending.states)), required=False)
