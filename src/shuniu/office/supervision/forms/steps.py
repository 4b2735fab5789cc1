"""The forms of the steps on an assignment, and which step shows which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import forms as kernel
from shuniu.kernel.casework.forms import NoteForm, ReasonForm, SayingForm, TextField
from shuniu.kernel.organisation.tree import Node
from shuniu.kernel.web.fields import DayInput, FilesField
from shuniu.office.supervision.forms.fields import MilestonesField, UnitField, UnitsField
from shuniu.office.supervision.models import Colour, Grade
from shuniu.office.supervision.queries.people import colleagues, served_units

ACCEPTED = "image/*,.pdf,.docx,.xlsx"


class StepForm(kernel.StepForm):
    """A step's questions, with the units that its fields may name."""

    def prepare(self) -> None:
        self.units: list[Node] = []
        for field in self.fields.values():
            if isinstance(field, UnitField | UnitsField):
                self.units = self.units or served_units(self.on)
                field.units = self.units


def _evidence(label: Any, help_text: Any = "") -> FilesField:
    return FilesField(label=label, required=False, accept=ACCEPTED, help_text=help_text)


class ApproveForm(StepForm):
    """同意立项: with who decided, where that has not been said."""

    decided_by = forms.CharField(
        label=_("决定机关或者批准人"), max_length=120, required=False,
        help_text=_("督查须依本级人民政府的决定或者行政首长的指令；督查机构自己提出的，须先报行政首长批准。"),
    )  # fmt: skip
    note = TextField(label=_("意见"), required=False, rows=2, most=1000)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("decided_by", self.case.detail.decided_by)


class AssignForm(StepForm):
    """交办: who leads, who helps, until when, by which steps."""

    part = "supervision/_assign.html"
    unit = UnitField(label=_("牵头单位"), help_text=_("输入名称的任意部分，从列表中选择。"))
    assisting = UnitsField(label=_("协办单位"), required=False)
    deadline = forms.DateField(
        label=_("办结日期"), widget=DayInput, required=False, help_text=_("不填的，按本件的办理节奏计算。")
    )
    complex = forms.BooleanField(label=_("复杂事项（按复杂事项的期限）"), required=False)
    milestones = MilestonesField(label=_("节点"), required=False)
    note = TextField(label=_("交办要求"), required=False, rows=2, most=1000)

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {**data, "deadline": data.get("deadline", ""), "milestones": self.cleaned_data["milestones"]}


class AppointForm(NoteForm):
    person = forms.TypedChoiceField(label=_("经办人"), coerce=int, empty_value=None)
    field_order = ("person", "note")

    def prepare(self) -> None:
        unit = self.case.matter.unit_id
        self.names = dict(colleagues(unit, self.on)) if unit is not None else {}
        self.choose("person", [("", _("请选择")), *self.names.items()])

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {**data, "person_name": self.names[data["person"]]}


class ReturnForm(StepForm):
    intro = _("裁定之前，本单位仍负责办理。")
    keeps_draft = True
    right_unit = UnitField(label=_("建议的牵头单位"), required=False)
    reason = TextField(label=_("退回理由"), most=2000, help_text=_("写明依据的职责规定。"))
    field_order = ("right_unit", "reason")


class PlanForm(StepForm):
    milestones = MilestonesField(label=_("尚未完成的节点"), required=False)

    def data_for_step(self) -> dict[str, Any]:
        return {"milestones": self.cleaned_data["milestones"]}


class ProgressForm(StepForm):
    """反馈进展, with what shows it."""

    keeps_draft = True
    files_field = "evidence"
    text = TextField(label=_("进展情况"), rows=5, help_text=_("做了什么、做到哪一步、下一步怎么做。"))
    percent = forms.IntegerField(label=_("完成进度（%）"), min_value=0, max_value=100, required=False)
    milestone = forms.ChoiceField(label=_("完成的节点"), required=False)
    evidence = _evidence(_("佐证材料"), _("照片、文件；一次最多 9 个。"))

    def prepare(self) -> None:
        super().prepare()
        self.waiting = _waiting(self)
        if not self.waiting:
            del self.fields["milestone"]

    def data_for_step(self) -> dict[str, Any]:
        return _with_title(self, super().data_for_step())


def _waiting(form: StepForm) -> dict[str, str]:
    """The milestones that are still to be reached, offered as choices."""
    waiting = {one["key"]: f"{one['due']} {one['title']}" for one in form.case.detail.milestones if not one.get("done")}
    form.choose("milestone", [("", _("没有")), *waiting.items()])
    return waiting


def _with_title(form: Any, data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "milestone_title": form.waiting[data["milestone"]]} if data.get("milestone") else data


class ReachForm(StepForm):
    files_field = "evidence"
    milestone = forms.ChoiceField(label=_("完成的节点"))
    text = TextField(label=_("完成情况"), required=False, rows=3, most=2000)
    evidence = _evidence(_("佐证材料"))

    def prepare(self) -> None:
        super().prepare()
        self.waiting = _waiting(self)

    def data_for_step(self) -> dict[str, Any]:
        return _with_title(self, super().data_for_step())


class AssistForm(SayingForm):
    files_field = "evidence"
    evidence = _evidence(_("佐证材料"))


class AskExtensionForm(ReasonForm):
    until = forms.DateField(label=_("申请展期至"), widget=DayInput)
    field_order = ("until", "reason")


class GrantExtensionForm(NoteForm):
    until = forms.DateField(label=_("展期至"), widget=DayInput)
    field_order = ("until", "note")


class AcceptReasonForm(NoteForm):
    intro = _("认可的期限内，三色督查单不升级；办结期限不变。")
    until = forms.DateField(label=_("认可至"), widget=DayInput)
    field_order = ("until", "note")


class SubmitForm(StepForm):
    keeps_draft = True
    files_field = "evidence"
    text = TextField(label=_("办理结果"), rows=6, help_text=_("对照督查要求逐项写明结果，督查机构将现场核查。"))
    evidence = _evidence(_("佐证材料"))
    without_assisting = forms.BooleanField(label=_("不等协办意见，先行上报"), required=False)

    def prepare(self) -> None:
        super().prepare()
        if not self.case.owing:
            del self.fields["without_assisting"]


class SignForm(StepForm):
    intro = _("审签后报督查机构核查；可以直接修改。")
    keeps_draft = True
    text = TextField(label=_("办理结果"), rows=6)


class VerifyForm(StepForm):
    """核查, on site, with photographs."""

    keeps_draft = True
    files_field = "evidence"
    on_site = forms.BooleanField(label=_("到现场核查"), required=False, initial=True)
    place = forms.CharField(label=_("核查地点"), max_length=120, required=False)
    finding = TextField(label=_("核查情况"), rows=5, help_text=_("写看到了什么、问了谁、与上报的是否相符。"))
    evidence = _evidence(_("现场照片"))


class VerifyFalseForm(VerifyForm):
    intro = _("退回后重新落实，办结期限接着计算；核查情况对方能看到。")


class ConcludeForm(StepForm):
    intro = _("督查结论应当告知督查对象；对方收到后30日内可以提出异议（条例第十六条、第十七条）。")
    keeps_draft = True
    conclusion = TextField(label=_("督查结论"), rows=5)
    grade = forms.ChoiceField(label=_("办理评价"), choices=Grade.choices, widget=forms.RadioSelect)


class ReviewForm(ConcludeForm):
    intro = _("参与作出原结论的人员应当回避。复核自收到异议之日起30日内作出（条例第十七条）。")


class KeepForm(SayingForm):
    intro = _("参与作出原结论的人员应当回避。复核自收到异议之日起30日内作出（条例第十七条）。")
    text = TextField(label=_("复核意见"))


class ReopenForm(ReasonForm):
    intro = _("撤销原结论，退回牵头单位重新办理。")
    deadline = forms.DateField(label=_("新的办结日期"), widget=DayInput)
    field_order = ("deadline", "reason")


class ReceiveConclusionForm(NoteForm):
    intro = _("提出异议的30日从签收的次日起算。")
    received_on = forms.DateField(label=_("签收日期"), widget=DayInput)
    field_order = ("received_on", "note")

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("received_on", self.on)


class ChaseForm(StepForm):
    """发督查单: the colours that may follow."""

    intro = _("三色督查单逐级上升：蓝色提醒、橙色警告、红色督查。发给谁，记入流转记录。")
    colour = forms.ChoiceField(
        label=_("督查单"), choices=[one for one in Colour.choices if one[0]], widget=forms.RadioSelect
    )
    note = TextField(label=_("要求"), required=False, rows=3, most=1000)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("colour", self.case.detail.colour or Colour.BLUE.value)


FORMS: dict[str, type[kernel.StepForm]] = {
    "approve": ApproveForm,
    "refuse": ReasonForm,
    "cancel": ReasonForm,
    "assign": AssignForm,
    "appoint": AppointForm,
    "return_": ReturnForm,
    "uphold": ReasonForm,
    "plan": PlanForm,
    "progress": ProgressForm,
    "reach": ReachForm,
    "assist": AssistForm,
    "explain_delay": ReasonForm,
    "accept_reason": AcceptReasonForm,
    "ask_extension": AskExtensionForm,
    "grant_extension": GrantExtensionForm,
    "refuse_extension": ReasonForm,
    "submit": SubmitForm,
    "rework": ReasonForm,
    "sign": SignForm,
    "verify_true": VerifyForm,
    "verify_false": VerifyFalseForm,
    "conclude": ConcludeForm,
    "revise": ReasonForm,
    "receive_conclusion": ReceiveConclusionForm,
    "object": ReasonForm,
    "keep_conclusion": KeepForm,
    "change_conclusion": ReviewForm,
    "reopen": ReopenForm,
    "chase": ChaseForm,
    "instruct": SayingForm,
}
"""Steps that are not here ask for nothing but a note."""
