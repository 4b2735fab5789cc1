"""申请会议: the questions of a request, asked when it is made and when it is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import StepForm, TextField
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import MomentInput
from shuniu.office.meetings.forms.fields import UnitChoice, whole_units
from shuniu.office.meetings.models import Facility, Klass, Meeting, NotAPaper
from shuniu.office.meetings.operations.requesting import Wanted, wanted_of
from shuniu.office.meetings.queries.lists import lines_for
from shuniu.office.meetings.queries.series import all_series
from shuniu.office.meetings.roles import HOME, LIAISON, SECTION

ORDER = (
    "unit", "title", "klass", "plan_line", "series", "session", "purpose", "not_a_paper", "why", "starts", "ends",
    "other_times", "people", "budget", "wishes", "exemption", "note",
)  # fmt: skip
FIRST = ("unit", "title", "klass", "plan_line", "series", "session")
SECOND = ("purpose", "not_a_paper", "why")


class RequestFields(forms.Form):
    """What every request answers."""

    title = forms.CharField(label=_("会议名称"), max_length=200)
    klass = forms.ChoiceField(label=_("会议类别"), choices=[("", _("请选择")), *Klass.choices])
    plan_line = forms.TypedChoiceField(label=_("年度计划中的会议"), coerce=int, empty_value=None, required=False)
    series = forms.TypedChoiceField(label=_("会议系列"), coerce=int, empty_value=None, required=False)
    session = forms.IntegerField(label=_("第几次"), min_value=1, max_value=9999, required=False)
    purpose = TextField(label=_("会议目的和主要议程"), rows=3, most=2000)
    not_a_paper = forms.ChoiceField(
        label=_("能不能用发文代替开会？"), choices=NotAPaper.choices, widget=forms.RadioSelect,
        help_text=_("只传达布置的，请先考虑印发文件。"),
    )  # fmt: skip
    why = TextField(label=_("必须开会的理由"), rows=2, most=1000, required=False)
    starts = forms.DateTimeField(label=_("开始时间"), widget=MomentInput)
    ends = forms.DateTimeField(label=_("结束时间"), widget=MomentInput)
    other_times = forms.CharField(label=_("备选时间"), max_length=300, required=False)
    people = forms.IntegerField(label=_("参会人数"), min_value=1, max_value=20000)
    budget = forms.DecimalField(
        label=_("预算（元）"), min_value=0, max_digits=12, decimal_places=2, required=False, initial=0,
        help_text=_("没有支出的填0。"),
    )  # fmt: skip
    wishes = forms.MultipleChoiceField(
        label=_("会场需要"), choices=Facility.Feature.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    exemption = forms.CharField(
        label=_("例外理由"),
        max_length=300,
        required=False,
        help_text=_("在无会周或者非工作日召开的，写明为什么不能改期。"),
    )

    def offer(self, unit: int | None, year: int, kept: Sequence[tuple[int, str]] = ()) -> None:
        """The lines of the plan and the series that there are."""
        lines = [(one.pk, f"{one.month}月　{one.title}") for one in (lines_for(unit, year) if unit else [])]
        lines += kept
        named = [(one.pk, one.name) for one in all_series()]
        for name, found in (("plan_line", lines), ("series", named)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("无")), *found]

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under three headings."""
        rest = [name for name in self.fields if name not in (*FIRST, *SECOND)]
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in ((_("什么会"), FIRST), (_("为什么开"), SECOND), (_("时间、规模和经费"), rest))
        ]

    def wanted(self) -> Wanted:
        return wanted_of(self.cleaned_data)


class RequestForm(RequestFields):
    """A new request: for a unit of one's own; the section asks for any."""

    unit = UnitChoice(label=_("办会单位"))

    def __init__(self, *args: Any, actor: Actor, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        own = whole_units(actor, LIAISON)
        section = any(actor.holds(role, tree().by_code.get(HOME)) for role in SECTION)
        field = self.fields["unit"]
        assert isinstance(field, UnitChoice)
        field.offer(None if section else own)
        self.offer(_unit(self.data, own), on.year)
        self.order_fields(ORDER)


def _unit(data: Mapping[str, Any], own: list[int]) -> int | None:
    asked = str(data.get("unit") or "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else (own[0] if len(own) == 1 else None)


class AmendForm(StepForm, RequestFields):
    """The same questions, with what was answered before."""

    keeps_draft = True
    part = "meetings/_request_fields.html"

    def prepare(self) -> None:
        detail: Meeting = self.case.detail
        kept = [(detail.plan_line, str(_("原来所选的计划会议")))] if detail.plan_line else []
        self.offer(detail.unit_id, self.on.year, kept)
        self.order_fields(ORDER)

    def data_for_step(self) -> dict[str, Any]:
        return self.wanted().data()
