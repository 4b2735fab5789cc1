"""申请领导活动."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import TextField
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.fields import FilesField, MomentInput
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.engagements.models import Kind, Leader, Place, Rank
from shuniu.office.engagements.operations.asking import Request

LENGTHS = [(30, _("30分钟")), (45, _("45分钟")), (60, _("1小时")), (90, _("1.5小时")), (120, _("2小时")), (180, _("3小时")),
           (240, _("4小时")), (480, _("1天（8小时）"))]  # fmt: skip
RANKS = {f"rank:{rank.value}": rank for rank in (Rank.PRINCIPAL, Rank.DEPUTY)}


class ShortText(forms.CharField):
    """A short text that bears no secrecy mark."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and marks_in(text):
            raise ValidationError(SECRET_REFUSAL, code="secret")
        return text


class AskForm(forms.Form):
    """What for, whom, when, how long, where, who else, why. A window of time, or one moment."""

    about = ShortText(label=_("活动名称"), max_length=120)
    kind = forms.ChoiceField(label=_("活动类别"), choices=[("", _("请选择")), *Kind.choices])
    unit = forms.TypedChoiceField(label=_("申请单位"), coerce=int, empty_value=None, required=False)
    whom = forms.ChoiceField(label=_("拟请领导"))
    necessity = TextField(
        label=_("必要性"), rows=2, most=300, required=False, help_text=_("用一句话写明为什么必须请领导出席。"),
    )  # fmt: skip
    earliest = forms.DateTimeField(label=_("最早什么时候"), widget=MomentInput, help_text=_("时间已定的，写开始时间。"))
    latest = forms.DateTimeField(
        label=_("最晚什么时候结束"),
        widget=MomentInput,
        required=False,
        help_text=_("不填写：按最早时间和时长，时间不能变动。"),
    )
    minutes = forms.TypedChoiceField(label=_("时长"), choices=LENGTHS, coerce=int, initial=60)
    place = forms.TypedChoiceField(label=_("地点"), coerce=int, empty_value=None, required=False)
    place_note = ShortText(label=_("具体地点"), max_length=120, required=False)
    attendees = TextField(label=_("其他参加人员"), rows=2, most=300, required=False)
    headcount = forms.IntegerField(label=_("参加人数"), min_value=0, max_value=99999, required=False)
    private = forms.BooleanField(label=_("不公开内容（他人只看到“已有安排”）"), required=False)
    materials = FilesField(label=_("材料"), most=9, megabytes=50, required=False)

    def __init__(
        self, *args: Any, leaders: Sequence[Leader], places: Sequence[Place], units: Sequence[int], now: datetime,
        may_hide: bool = False, may_skip_unit: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.now = now
        ranks: list[tuple[str, Any]] = [
            (key, _("由办公室安排：%(rank)s") % {"rank": rank.label}) for key, rank in RANKS.items()
        ]
        self._choose("whom", [("", _("请选择")), *((str(one.pk), str(one)) for one in leaders), *ranks])
        self._choose("place", [("", _("其他地点"))] + [(one.pk, one.name) for one in places])
        named = [(one, tree().name(one)) for one in units]
        self._choose("unit", [("", _("没有申请单位（本人登记）"))] * may_skip_unit + named)
        self.fields["unit"].required = self.fields["necessity"].required = not may_skip_unit
        if len(units) == 1 and not may_skip_unit:
            self.fields["unit"].initial = units[0]
        if not may_hide:
            del self.fields["private"]

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        earliest, latest = data.get("earliest"), data.get("latest")
        if earliest and earliest < self.now:
            self.add_error("earliest", _("时间已经过去，请另选时间。"))
        if earliest and not latest and data.get("minutes"):
            data["latest"] = earliest + timedelta(minutes=data["minutes"])
        elif earliest and latest and latest < earliest + timedelta(minutes=data.get("minutes") or 0):
            self.add_error("latest", _("从最早到最晚的时间不够活动的时长。"))
        return data

    def request(self) -> Request:
        data = self.cleaned_data
        rank = RANKS.get(data["whom"])
        return Request(
            about=data["about"], kind=data["kind"], necessity=data.get("necessity") or "", unit=data.get("unit"),
            earliest=data["earliest"], latest=data["latest"], minutes=data["minutes"],
            leader=None if rank else int(data["whom"]), rank=(rank or Rank.NAMED).value, place=data.get("place"),
            place_note=data.get("place_note") or "", attendees=data.get("attendees") or "",
            headcount=data.get("headcount") or 0, private=bool(data.get("private")),
        )  # fmt: skip

    @staticmethod
    def begun(now: datetime, whom: str = "", day: Any = None) -> dict[str, Any]:
        """What a new request begins with: nine o'clock some days from now, or of the day that was asked for."""
        start = datetime.combine(day or (now.astimezone(SHANGHAI) + timedelta(days=5)).date(), time(9), SHANGHAI)
        return {"earliest": start, "whom": whom, "minutes": 60}
