"""The forms of the registers: a leader, a place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.fields import DayInput
from shuniu.office.engagements.models import Leader, Place
from shuniu.office.engagements.operations.registers import LeaderFacts, PlaceFacts
from shuniu.office.engagements.queries import registers

LONGEST = 600
"""Minutes of a way: ten hours are a mistake in typing."""


class LeaderForm(forms.Form):
    """Who, what they are, who keeps their diary; and, when they leave, their last day."""

    person = forms.TypedChoiceField(
        label=_("人员"), coerce=int, help_text=_("只列出有“市领导”角色而不在名单里的人；没有的，请先由系统管理员授予角色。")
    )  # fmt: skip
    title = forms.CharField(label=_("职务"), max_length=60)
    level = forms.ChoiceField(label=_("层级"), choices=Leader.Level.choices, initial=Leader.Level.DEPUTY)
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=999, initial=0)
    secretaries = forms.TypedMultipleChoiceField(
        label=_("秘书"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("秘书可以看到和安排这位领导的日程。只列出有“领导秘书”角色的人。"),
    )  # fmt: skip
    until = forms.DateField(
        label=_("离任日期"), widget=DayInput, required=False, help_text=_("离任的填写在任最后一天，以后不再安排；过去的活动不变。")
    )  # fmt: skip

    def __init__(self, *args: Any, row: Leader | None, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = registers.serving(row) if row is not None else []
        _choose(self, "secretaries", registers.secretaries(on, kept))
        if row is None:
            _choose(self, "person", [("", _("请选择")), *registers.to_be_leaders(on)])
        else:
            del self.fields["person"]
            self.initial = {"title": row.title, "level": row.level, "position": row.position, "until": row.until,
                            "secretaries": kept}  # fmt: skip

    def facts(self) -> LeaderFacts:
        given = self.cleaned_data
        return LeaderFacts(given["title"], given["level"], given["position"], given["until"], given["secretaries"])


class PlaceForm(forms.Form):
    """A place, and how long the way is from it to each other one."""

    name = forms.CharField(label=_("名称"), max_length=60)
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=999, initial=0)
    closed_on = forms.DateField(
        label=_("停用日期"), widget=DayInput, required=False, help_text=_("从这一天起不再供选择；已经安排的活动不变。")
    )

    def __init__(self, *args: Any, row: Place | None, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row, self.others = row, registers.others(row, on)
        for one in self.others:
            self.fields[f"way_{one.pk}"] = forms.IntegerField(
                label=one.name, min_value=1, max_value=LONGEST, required=False
            )
        if row is not None:
            ways = {f"way_{pk}": minutes for pk, minutes in registers.ways_from(row).items()}
            self.initial = {"name": row.name, "position": row.position, "closed_on": row.closed_on, **ways}

    @property
    def facts_fields(self) -> list[Any]:
        return [self[name] for name in ("name", "position", "closed_on")]

    @property
    def way_fields(self) -> list[Any]:
        return [self[f"way_{one.pk}"] for one in self.others]

    def facts(self) -> PlaceFacts:
        given = self.cleaned_data
        ways = {one.pk: given.get(f"way_{one.pk}") for one in self.others}
        return PlaceFacts(given["name"], given["position"], given["closed_on"], ways)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
