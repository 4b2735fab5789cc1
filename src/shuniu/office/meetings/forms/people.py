"""Invitations, answers, sitting and signing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import TextField
from shuniu.kernel.web.fields import FilesField
from shuniu.office.meetings.forms.fields import UnitChoice, UnitsText
from shuniu.office.meetings.models import Invitation
from shuniu.office.meetings.operations.inviting import Answer

REPLIES = [(one.value, one.label) for one in Invitation.Reply if one.value]


class InviteForm(forms.Form):
    """A list, pasted or typed: one person or unit a line."""

    names = TextField(
        label=_("参会人员或单位"), rows=6, most=20_000,
        help_text=_("每行一个：姓名，重名的写“姓名（单位）”；只写单位的，由该单位回复参会人。"),
    )  # fmt: skip
    part = forms.ChoiceField(label=_("参会身份"), choices=Invitation.Part.choices, initial=Invitation.Part.PRESENT)

    @property
    def lines(self) -> list[str]:
        return str(self.cleaned_data["names"]).replace("、", "\n").splitlines()


class ReplyForm(forms.Form):
    reply = forms.ChoiceField(label=_("回复"), choices=REPLIES, widget=forms.RadioSelect)
    attendee = forms.CharField(
        label=_("代为参加人或本单位参会人"), max_length=60, required=False, help_text=_("姓名和职务。")
    )
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(data["reply"], data["reason"].strip(), data["attendee"].strip())


class ItemForm(forms.Form):
    """报送议题."""

    unit = UnitChoice(label=_("报送单位"))
    title = forms.CharField(label=_("议题名称"), max_length=200)
    summary = TextField(label=_("议题说明"), rows=4, most=4000, required=False)
    length = forms.IntegerField(label=_("汇报和讨论时长（分钟）"), min_value=1, max_value=480, initial=15)
    reporter = forms.CharField(label=_("汇报人"), max_length=60, required=False)
    units = UnitsText(label=_("建议列席单位"), required=False)
    papers = FilesField(label=_("议题材料"), most=9, megabytes=50, required=False)

    def __init__(self, *args: Any, units: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, UnitChoice)
        field.offer(units)


class JudgeForm(forms.Form):
    """The word on an item or on a line of the plan."""

    status = forms.CharField(max_length=10)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class OrderForm(forms.Form):
    """Ids in their new order."""

    order = forms.CharField(max_length=20_000)

    @property
    def ids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["order"].split(",") if one.isdecimal() and len(one) < 12]


class SignListForm(forms.Form):
    """Who is here."""

    here = forms.TypedMultipleChoiceField(
        label=_("已到会"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["here"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = people


class SignForm(forms.Form):
    code = forms.CharField(label=_("签到码"), max_length=16)
