"""The forms of the checker, the call-back desk, the supervisor, the manager and the leader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.public.hotline.forms.base import NoteForm, ReasonForm, StepForm, TextForm
from shuniu.public.hotline.forms.fields import TextField, YesNoField
from shuniu.public.hotline.models.request import Satisfaction
from shuniu.public.hotline.queries.wording import FINDINGS, REACHED

PHRASES = (
    _("请抓紧办理，按期答复群众并报结果。"),
    _("请主要负责同志亲自过问，现场解决。"),
    _("请牵头单位会同有关单位研究，提出解决办法。"),
    _("请举一反三，排查同类问题。"),
)
"""What a leader most often says: one touch instead of typing on a phone."""


class ApproveForm(NoteForm):
    """审核通过: the answer stands beside the question, with the four checks."""

    part = "hotline/_approve.html"
    intro = _("通过后群众即可看到答复，并进入回访。")


class SendBackForm(ReasonForm):
    part = "hotline/_approve.html"
    reason = TextField(label=_("退回补充的理由"), most=2000, help_text=_("写明缺什么、怎样补。"))


class RatingForm(StepForm):
    """What the reporter said on the telephone."""

    responded = YesNoField(label=_("承办单位是否联系过您"), required=False)
    resolved = YesNoField(label=_("问题是否解决"), required=False)
    satisfaction = forms.TypedChoiceField(
        label=_("对办理是否满意"),
        choices=[*Satisfaction.choices[::-1], ("", _("未评价"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class RecordCallbackForm(RatingForm):
    """回访办结."""

    part = "hotline/_callback.html"
    reached = forms.ChoiceField(label=_("是否接通"), choices=list(REACHED.items()), widget=forms.RadioSelect)
    justified = YesNoField(label=_("诉求是否合理（由回访员判断）"), required=False)
    note = TextField(label=_("群众的话"), required=False, rows=3, most=2000)
    field_order = ("reached", "responded", "resolved", "justified", "satisfaction", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reached") == "yes" and data.get("resolved") is None:
            self.add_error("resolved", _("已接通的，请记下问题是否解决。"))
        if data.get("resolved") is False and data.get("justified") is None:
            self.add_error("justified", _("未解决的，请判断诉求是否合理。"))
        return data


class RedoForm(RatingForm):
    """退回重办, with the rating that led to it."""

    part = "hotline/_callback.html"
    keeps_draft = True
    reason = TextField(label=_("重办理由"), most=2000, help_text=_("写明哪些问题没有解决，承办单位会看到。"))
    field_order = ("reason", "responded", "resolved", "satisfaction")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("resolved", "no")

    def data_for_step(self) -> dict[str, Any]:
        # The shorter time of a matter that is handled again (limits.handle_limit).
        return {**super().data_for_step(), "redoing": True}


class HandleAgainForm(ReasonForm):
    """虚假办结重办 and 复核重办."""

    def data_for_step(self) -> dict[str, Any]:
        return {**super().data_for_step(), "redoing": True}


class RecheckForm(NoteForm):
    intro = _("抽查由没有参与本件回访的人员办理，结论记入承办单位的考核。")
    finding = forms.ChoiceField(label=_("抽查结论"), choices=list(FINDINGS.items()), widget=forms.RadioSelect)
    note = TextField(label=_("核实经过"), required=False, rows=3, most=2000)
    field_order = ("finding", "note")


class KeepResultForm(TextForm):
    text = TextField(label=_("复核结果"), rows=6, help_text=_("反映人会看到，请写明事实、依据和救济途径。"))


class OverseeForm(TextForm):
    text = TextField(label=_("督办意见"), most=2000)


class MaterialForm(TextForm):
    text = TextField(label=_("补充的情况"), help_text=_("群众来电补充时由话务员登记。"))


class InstructForm(StepForm):
    """批示: a phrase by one touch, or own words."""

    keeps_draft = True
    phrase = forms.ChoiceField(
        label=_("常用批示"), choices=[(str(at), text) for at, text in enumerate(PHRASES)], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = TextField(label=_("批示内容"), required=False, most=1000, rows=2)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = str(PHRASES[int(data["phrase"])]) if data.get("phrase") else ""
        said = "".join(part for part in (chosen, data.get("text", "").strip()) if part)
        if not said and not self.errors:
            self.add_error("text", _("请选择常用批示或填写批示内容。"))
        return {"text": said}


class OpenIdentityForm(ReasonForm):
    intro = _("举报人身份受法律保护。谁、何时、为何查看都记入台账，无法删除。")
    reason = TextField(label=_("查看的理由"), most=500)


class PublishForm(StepForm):
    part = "hotline/_publish.html"
    checked = forms.BooleanField(label=_("已确认问题和答复中没有姓名、电话、住址、证件号等个人信息"))

    def data_for_step(self) -> dict[str, Any]:
        return {}


class WithdrawForm(NoteForm):
    intro = _("撤回后不再办理，需要时请重新反映。请确认是反映人本人提出。")
    note = TextField(label=_("撤回原因"), required=False, rows=2, most=1000)
