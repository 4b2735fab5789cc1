"""The forms of the steps on an incoming paper, and which step shows which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, SayingForm, TextField
from shuniu.kernel.casework.forms import StepForm as KernelForm
from shuniu.kernel.web.fields import DayInput
from shuniu.office.documents.forms.incoming_base import StepForm
from shuniu.office.documents.forms.incoming_fields import LeadersField, PeopleField, UnitField, UnitsField
from shuniu.office.documents.models.incoming import Nature
from shuniu.office.documents.procedures.basis_incoming import POINTS
from shuniu.office.documents.procedures.incoming_folding import waiting_leaders, waiting_readers
from shuniu.office.documents.queries.incoming import preview_of
from shuniu.office.documents.queries.incoming_people import colleagues, followers
from shuniu.office.documents.queries.incoming_phrases import phrases_for

MET = [("yes", _("符合")), ("no", _("不符合")), ("na", _("不涉及"))]
ORDERS = [("order", _("依次")), ("once", _("同时"))]


def _order(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=ORDERS, widget=forms.RadioSelect, required=False)


class CheckForm(StepForm):
    """初审: each point of article 24 (3) has its answer."""

    part = "documents/incoming/_check.html"
    nature = forms.ChoiceField(label=_("公文性质"), choices=Nature.choices, widget=forms.RadioSelect)
    note = TextField(label=_("初审意见"), required=False, rows=2, most=1000)

    def prepare(self) -> None:
        super().prepare()
        for point in POINTS:
            self.fields[f"point_{point.key}"] = forms.ChoiceField(
                label=str(point.question), choices=MET, widget=forms.RadioSelect, initial="yes"
            )
        self.order_fields([*(f"point_{point.key}" for point in POINTS), "nature", "note"])

    @property
    def points(self) -> list[Any]:
        return [self[f"point_{point.key}"] for point in POINTS]

    def data_for_step(self) -> dict[str, Any]:
        answers = {point.key: self.cleaned_data[f"point_{point.key}"] for point in POINTS}
        unmet = [key for key, answer in answers.items() if answer == "no"]
        return {"points": answers, "nature": self.cleaned_data["nature"], **({"unmet": unmet} if unmet else {})}


class SendBackForm(ReasonForm):
    """退回来文单位: which of the points, and in words."""

    intro = _(
        "依据《党政机关公文处理工作条例》第二十四条第（三）项，初审不符合规定的公文应当及时退回来文单位并说明理由。"
    )
    unmet = forms.MultipleChoiceField(
        label=_("不符合的方面"),
        choices=[(point.key, point.fault) for point in POINTS],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = TextField(label=_("退回理由"), most=2000, help_text=_("写给来文单位看：哪里不符合，怎样补正。"))
    field_order = ("unmet", "reason")


class MergeForm(StepForm):
    intro = _("与先前的来文一并办理，本件不再单独办理，也不归档（重份）。")
    into = forms.CharField(label=_("先前来文的收文编号"), max_length=20)


class RequireForm(StepForm):
    requested_on = forms.DateField(label=_("来文要求办结日期"), widget=DayInput)
    requested_words = forms.CharField(label=_("来文中的原话"), max_length=120, required=False)


class ProposeForm(StepForm):
    """拟办: opinion, who handles, who instructs, who reads."""

    part = "documents/incoming/_propose.html"
    keeps_draft = True
    opinion = TextField(label=_("拟办意见"), rows=3, most=2000)
    unit = UnitField(label=_("主办单位"), required=False, help_text=_("输入名称的任意部分，从列表中选择。"))
    assisting = UnitsField(label=_("协办单位"), required=False)
    leaders = LeadersField(label=_("呈请批示"), required=False)
    order_of_leaders = _order(_("批示次序"))
    readers = PeopleField(label=_("传阅对象"), required=False, help_text=_("人员或单位，按传阅次序填写。"))
    order_of_readers = _order(_("传阅次序"))

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("order_of_leaders", "order")
        self.initial.setdefault("order_of_readers", "once")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data["unit"] in (data.get("assisting") or ()):
            self.add_error("assisting", _("主办单位不能同时是协办单位。"))
        return data

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        leaders, readers = data.pop("order_of_leaders", "order"), data.pop("order_of_readers", "once")
        return {**data, "leaders_in_order": leaders == "order", "readers_in_order": readers == "order"}


class ApproveForm(ProposeForm):
    """审定: the opinion as proposed, to be agreed to or changed."""

    intro = _("可以直接修改；您定稿的意见为准，拟办原文留在流转记录中。")


class AssignForm(StepForm):
    """分办 and 改办."""

    part = "documents/incoming/_assign.html"
    unit = UnitField(label=_("主办单位"), help_text=_("输入名称的任意部分，从列表中选择。"))
    assisting = UnitsField(label=_("协办单位"), required=False)
    note = TextField(label=_("办理要求"), required=False, rows=2, most=1000)
    field_order = ("unit", "assisting", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data["unit"] in (data.get("assisting") or ()):
            self.add_error("assisting", _("主办单位不能同时是协办单位。"))
        return data


class InstructForm(StepForm):
    """批示, on a phone: a ready phrase or own words, and 确认."""

    verb = _("确认")
    part = "documents/incoming/_instruct.html"
    phrase = forms.ChoiceField(label=_("常用批示"), required=False, widget=forms.RadioSelect)
    text = TextField(label=_("另写批示"), required=False, rows=3, most=1000)

    def prepare(self) -> None:
        super().prepare()
        unit = str(self.case.detail.proposed.get("unit_name") or "")
        self.choose("phrase", [(one, one) for one in phrases_for(self.actor, unit)])

    @property
    def preview(self) -> str:
        """The first page, small, to be recognised."""
        return preview_of(self.case.matter)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and not data.get("phrase") and not self.errors:
            self.add_error("text", _("请选一条常用批示，或者写下批示。"))
        return data

    def data_for_step(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"text": data.get("text") or data["phrase"]}


class RecordInstructionForm(StepForm):
    """补录批示: what a leader wrote on the paper itself."""

    intro = _("把领导写在纸上的批示原样录入；录入人记入流转记录。")
    leader = forms.ChoiceField(label=_("批示领导"))
    text = TextField(label=_("批示原文"), rows=3, most=1000)

    def prepare(self) -> None:
        super().prepare()
        self.choose("leader", [(one["key"], one["name"]) for one in waiting_leaders(self.case.detail)])


class ResubmitForm(StepForm):
    leaders = LeadersField(label=_("呈请批示"))
    order_of_leaders = forms.ChoiceField(
        label=_("批示次序"), choices=ORDERS, widget=forms.RadioSelect, required=False, initial="order"
    )

    def data_for_step(self) -> dict[str, Any]:
        return {
            "leaders": self.cleaned_data["leaders"],
            "leaders_in_order": self.cleaned_data.get("order_of_leaders") != "once",
        }


class CirculateForm(StepForm):
    """送传阅, and every later change of the list: who is to read from now on, and in what order."""

    part = "documents/incoming/_circulate.html"
    readers = PeopleField(label=_("传阅对象"), help_text=_("人员或单位，按传阅次序填写；已阅的保留，删去的不再送。"))
    order_of_readers = forms.ChoiceField(label=_("传阅次序"), choices=ORDERS, widget=forms.RadioSelect, initial="once")

    def prepare(self) -> None:
        super().prepare()
        detail = self.case.detail
        listed = waiting_readers(detail) or detail.proposed.get("readers") or []
        self.initial.setdefault("readers", [one["name"] for one in listed])
        in_order = detail.readers_in_order if detail.readers else detail.proposed.get("readers_in_order")
        self.initial.setdefault("order_of_readers", "order" if in_order else "once")

    def data_for_step(self) -> dict[str, Any]:
        return {
            "readers": self.cleaned_data["readers"],
            "readers_in_order": self.cleaned_data["order_of_readers"] == "order",
        }


class ReadForm(NoteForm):
    note = TextField(label=_("意见（可不填）"), required=False, rows=2, most=1000)


class AppointForm(NoteForm):
    """交经办人."""

    person = forms.TypedChoiceField(label=_("经办人"), coerce=int, empty_value=None)
    note = TextField(label=_("给经办人的话"), required=False, rows=2, most=1000)
    field_order = ("person", "note")

    def prepare(self) -> None:
        super().prepare()
        unit = self.case.matter.unit_id
        self.names = dict(colleagues(unit, self.on)) if unit is not None else {}
        self.choose("person", [("", _("请选择")), *self.names.items()])

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {**data, "person_name": self.names[data["person"]]}


class FollowForm(NoteForm):
    """专人催办."""

    intro = _("紧急公文或者重要公文应当由专人负责催办（条例第二十四条第（六）项）。")
    person = forms.TypedChoiceField(label=_("催办人"), coerce=int, empty_value=None)
    field_order = ("person", "note")

    def prepare(self) -> None:
        super().prepare()
        self.names = dict(followers(self.on))
        self.choose("person", [("", _("请选择")), *self.names.items()])

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {**data, "person_name": self.names[data["person"]]}


class ReturnForm(StepForm):
    """退办 with the unit it belongs to."""

    intro = _("裁定之前，本单位仍负责办理。")
    keeps_draft = True
    right_unit = UnitField(label=_("建议的承办单位"), required=False)
    reason = TextField(label=_("退办理由"), most=2000, help_text=_("写明依据的职责规定。"))
    field_order = ("right_unit", "reason")


class ReportForm(StepForm):
    """报办理结果, and how the sender is answered."""

    keeps_draft = True
    HOW = [("unit", _("本单位已答复来文单位")), ("office", _("请办公室行文答复")), ("none", _("不需要答复"))]
    text = TextField(label=_("办理结果"), rows=6)
    answer_by = forms.ChoiceField(label=_("答复来文单位"), choices=HOW, widget=forms.RadioSelect)
    answer = TextField(label=_("答复内容或者不需答复的理由"), required=False, rows=3, most=2000)
    without_assisting = forms.BooleanField(label=_("不等协办意见，先行报结果"), required=False)

    def prepare(self) -> None:
        super().prepare()
        if not self.case.owing:
            del self.fields["without_assisting"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer_by") in {"unit", "none"} and not data.get("answer"):
            self.add_error("answer", _("请写明答复内容；不需要答复的，写明理由。"))
        return data

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        if data.get("answer_by") == "none":
            data["why_none"] = data.pop("answer")
        return data


class AnswerForm(StepForm):
    """答复来文单位: in words, or by an outgoing paper."""

    keeps_draft = True
    text = TextField(label=_("答复内容"), rows=5)
    outgoing = forms.CharField(label=_("答复文件的发文编号"), max_length=40, required=False)


class ConcludeForm(StepForm):
    """办结: with the answer, if it has not been given."""

    keeps_draft = True
    text = TextField(label=_("答复来文单位的内容"), rows=4, required=False)
    outgoing = forms.CharField(label=_("答复文件的发文编号"), max_length=40, required=False)
    why_none = TextField(label=_("不需要答复的理由"), rows=2, most=500, required=False)
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)

    def prepare(self) -> None:
        super().prepare()
        detail = self.case.detail
        if detail.answered_at or detail.answer_by == "none":
            del self.fields["why_none"]
            del self.fields["text"]


FORMS: dict[str, type[KernelForm]] = {
    "accept": CheckForm,
    "send_back": SendBackForm,
    "merge": MergeForm,
    "require": RequireForm,
    "propose": ProposeForm,
    "submit": ApproveForm,
    "assign_directly": ApproveForm,
    "revise": ReasonForm,
    "instruct": InstructForm,
    "record_instruction": RecordInstructionForm,
    "withdraw_leaders": ReasonForm,
    "resubmit": ResubmitForm,
    "assign": AssignForm,
    "appoint": AppointForm,
    "progress": SayingForm,
    "assist": SayingForm,
    "return_": ReturnForm,
    "uphold": ReasonForm,
    "ask_extension": ReasonForm,
    "refuse_extension": ReasonForm,
    "report": ReportForm,
    "redo": ReasonForm,
    "circulate": CirculateForm,
    "circulate_only": CirculateForm,
    "read": ReadForm,
    "stop_reading": ReasonForm,
    "follow": FollowForm,
    "reply": AnswerForm,
    "conclude": ConcludeForm,
    "conclude_reading_on": ConcludeForm,
    "keep": ReasonForm,
    "reopen": ReasonForm,
    "unfile": ReasonForm,
}
"""Steps that are not here ask for nothing but a note."""
