"""The form of each step of an engagement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, StepForm, TextField
from shuniu.kernel.web.fields import FilesField, MomentInput
from shuniu.office.engagements.forms.asking import LENGTHS
from shuniu.office.engagements.models import Need, Why
from shuniu.office.engagements.queries.leaders import leaders
from shuniu.office.engagements.queries.rules import places


class LeaderForm(StepForm):
    """A step that names a leader."""

    leader = forms.TypedChoiceField(label=_("领导"), coerce=int)

    def prepare(self) -> None:
        self.choose("leader", [("", _("请选择")), *((one.pk, str(one)) for one in leaders(self.on))])


class TimeForm(LeaderForm):
    """A leader, a time, a place. Works without script as well as the sheet does with one."""

    starts_at = forms.DateTimeField(label=_("开始"), widget=MomentInput)
    minutes = forms.TypedChoiceField(label=_("时长"), coerce=int)
    place = forms.TypedChoiceField(label=_("地点"), coerce=int, empty_value=None, required=False)
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)
    field_order = ("leader", "starts_at", "minutes", "place", "need", "note")

    def prepare(self) -> None:
        super().prepare()
        length = self.initial.get("minutes") or 60
        known = dict(LENGTHS)
        more = [] if length in known else [(length, _("%(minutes)s分钟") % {"minutes": length})]
        self.choose("minutes", [*LENGTHS, *more])
        self.choose(
            "place", [("", _("其他地点"))] + [(one.pk, one.name) for one in places(self.on, self.case.detail.place_id)]
        )

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        del data["starts_at"], data["minutes"]
        begins = self.cleaned_data["starts_at"]
        ends = begins + timedelta(minutes=self.cleaned_data["minutes"])
        return {**data, "starts": begins.isoformat(), "ends": ends.isoformat(), "place": data.get("place")}


class ArrangeForm(TimeForm):
    intro = _("排定后时间即被占用，通知申请单位、领导和秘书。")
    need = forms.ChoiceField(label=_("必要程度"), choices=[("", _("未判断")), *Need.choices], required=False)


class ProposeForm(ArrangeForm):
    intro = _("拟排可以反复调整，排定之前不占用时间。")


class OfferForm(TimeForm):
    intro = _("告诉申请单位可以的另一个时间，由单位答复。")


class ChangeForm(TimeForm):
    intro = _("改动后通知所有有关人员，日历订阅随之更新。")


class PassOnForm(LeaderForm):
    intro = _("转请后回到待统筹，请新的领导重新排时间。")
    reason = TextField(label=_("理由"), most=500, rows=2, required=False)


class DeclineForm(StepForm):
    keeps_draft = True
    intro = _("原因和理由告知申请单位，并进入分析。")
    why = forms.ChoiceField(label=_("原因"), choices=Why.choices, widget=forms.RadioSelect)
    reason = TextField(label=_("理由"), most=500, rows=2)


class HoldForm(StepForm):
    keeps_draft = True
    files_field = "materials"
    text = TextField(label=_("活动结果"), most=500, rows=2, help_text=_("用一句话写明活动有什么结果。"))
    need = forms.ChoiceField(label=_("事后看，必要程度"), choices=[("", _("未判断")), *Need.choices], required=False)
    materials = FilesField(label=_("材料"), most=9, megabytes=50, required=False)


class RefuseForm(ReasonForm):
    reason = TextField(label=_("理由"), most=500, rows=2, initial=_("当日另有安排。"))


FORMS: dict[str, type[StepForm]] = {
    "propose": ProposeForm,
    "arrange": ArrangeForm,
    "offer": OfferForm,
    "change": ChangeForm,
    "pass_on": PassOnForm,
    "decline": DeclineForm,
    "hold": HoldForm,
    "refuse": RefuseForm,
    "leave_offer": ReasonForm,
    "cancel": ReasonForm,
    "put_back": NoteForm,
}
