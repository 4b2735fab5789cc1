"""The forms of the steps on a petition, and which step shows which."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, SayingForm, TextField
from shuniu.kernel.casework.forms import StepForm as KernelForm
from shuniu.kernel.web.fields import DayInput, MomentInput
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.petitions.forms.base import StepForm, enclosures
from shuniu.public.petitions.forms.fields import LIST_ID, UnitField
from shuniu.public.petitions.models.petition import Category, Result, Standing
from shuniu.public.petitions.procedures import LONGEST_EXTENSION, OTHER_PATHS
from shuniu.public.petitions.queries.repeats import beside
from shuniu.public.petitions.queries.units import colleagues, served_units
from shuniu.public.petitions.queries.wording import ADOPTED, HOW, PROPOSALS

NUMBER_MOST = 16
UNIT_HELP = _("输入名称的任意部分，从列表中选择。")
UNKNOWN = [("", _("尚未确定"))]


def _several(choices: Any, label: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


# --- The petition office -------------------------------------------------------------------------------------------


class ScreenForm(StepForm):
    """甄别: first, repeated, in progress below or finally concluded, with the reason and with what was petitioned before."""

    part = "petitions/_screen.html"
    standing = _several(Standing.choices, _("初重"))
    earlier = forms.CharField(
        label=_("相关的信访编号"),
        max_length=NUMBER_MOST,
        required=False,
        help_text=_("重复、正在办理或者已终结的，填写原编号。"),
    )
    category = forms.ChoiceField(
        label=_("类别"), choices=[*UNKNOWN, *Category.choices], required=False,
        help_text=_("定为检举控告类后，信访人身份即予保密。"),
    )  # fmt: skip
    reason = TextField(label=_("甄别理由"), required=False, rows=3, most=1000)

    def prepare(self) -> None:
        super().prepare()
        self.hints = beside(self.case.detail, self.actor, now=datetime.combine(self.on, time(), SHANGHAI))

    def clean_earlier(self) -> str:
        return "".join(filter(str.isalnum, self.cleaned_data["earlier"])).upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("standing") not in (None, Standing.FIRST) and not data.get("reason"):
            self.add_error("reason", _("不是初次信访的，请写明甄别理由。"))
        return data


class ReferForm(StepForm):
    unit = UnitField(label=_("有权处理机关"), help_text=UNIT_HELP)
    note = TextField(label=_("有关要求（写入转送函）"), required=False, rows=2, most=1000)


class AssignForm(StepForm):
    unit = UnitField(label=_("有权处理机关"), help_text=UNIT_HELP)
    report_by = forms.DateField(label=_("报告结果的期限"), widget=DayInput)
    note = TextField(label=_("有关要求（写入交办函）"), required=False, rows=2, most=1000)

    def clean_report_by(self) -> date:
        day: date = self.cleaned_data["report_by"]
        if day <= self.on:
            raise forms.ValidationError(_("报告结果的期限应当晚于今天。"))
        return day


class DeclineForm(ReasonForm):
    intro = _(
        "在规定期限内向受理机关的上级机关再次提出同一事项的，上级机关不予受理（《信访工作条例》第十九条）；"
        "复核终结后仍以同一事实和理由提出的，不再受理（第三十六条）。"
    )
    standing = _several([one for one in Standing.choices if one[0] != Standing.FIRST], _("甄别结果"))
    reason = TextField(label=_("不予受理的理由（写入告知书）"), most=2000)
    path = TextField(label=_("可以采取的途径（写入告知书）"), required=False, rows=2, most=1000)
    field_order = ("standing", "reason", "path")


class DisciplineForm(StepForm):
    intro = _(
        "检举控告类事项依照《信访工作条例》第三十条移送；"
        "不得将检举、控告材料及信访人姓名等透露给被检举、控告的人员和单位。移送后身份保密。"
    )
    organ = forms.CharField(label=_("移送的机关"), max_length=120)
    note = TextField(label=_("移送说明"), required=False, rows=2, most=1000)

    def data_for_step(self) -> dict[str, Any]:
        return {**super().data_for_step(), "category": Category.ACCUSATION.value}


class SettleForm(StepForm):
    intro = _(
        "受理有争议的，由共同的上一级机关决定；没有共同上一级机关的，由联席会议协调处理（《信访工作条例》第二十四条）。"
    )
    unit = UnitField(label=_("确定的承办机关"), help_text=UNIT_HELP)
    ruling = TextField(label=_("协调意见"), rows=3, most=2000)


class SuperviseForm(SayingForm):
    intro = _("督促的内容写入督促函，承办机关的联络员会收到通知。")
    text = TextField(label=_("督促内容"), rows=4, most=2000)


class ProposeForm(SayingForm):
    intro = _("收到改进工作、完善政策、追究责任建议的机关，应当书面反馈采纳情况（《信访工作条例》第四十条）。")
    kind = _several(list(PROPOSALS.items()), _("建议种类"))
    field_order = ("kind", "text")


class ProposalAnswerForm(SayingForm):
    intro = _(
        "对信访部门提出的建议，有关机关、单位应当书面反馈采纳情况（《信访工作条例》第四十条）；来函反馈的，由信访部门代为登记。"
    )
    adopted = _several([one for one in ADOPTED.items() if one[0] != "thanks"], _("采纳情况"))
    text = TextField(label=_("采取的措施，或者不采纳的理由"), rows=4, most=2000)
    field_order = ("adopted", "text")


class StatementForm(SayingForm):
    files_field = "papers"
    text = TextField(label=_("补充的情况"), rows=5, most=5000)
    papers = enclosures(_("补充的材料"))


class IdentityForm(ReasonForm):
    intro = _("检举控告人的身份只对登记了理由的人显示，查看的人、时间和理由记入台账，不能删除。")
    reason = TextField(label=_("查看的理由"), rows=2, most=500)


# --- The organ -----------------------------------------------------------------------------------------------------


class ContestForm(StepForm):
    intro = _(
        "自收到之日起5个工作日内提出，并详细说明理由；"
        "经转送、交办的机关核实同意后方可退还（《信访工作条例》第二十三条）。裁定之前，本单位仍负责告知信访人。"
    )
    keeps_draft = True
    right_unit_name = forms.CharField(
        label=_("建议的承办机关"), max_length=120, help_text=_("从列表中选择；不在本系统的机关，写明全称。"),
        widget=forms.TextInput(attrs={"list": LIST_ID, "autocomplete": "off"}),
    )  # fmt: skip
    reason = TextField(label=_("异议理由"), most=2000, help_text=_("写明依据的职责规定。"))

    def prepare(self) -> None:
        super().prepare()
        self.units = served_units(self.on)


class AcceptForm(StepForm):
    """受理: only what belongs to no other legal procedure (art. 31 (6))."""

    intro = _(
        "受理后自受理之日起60日内办结（《信访工作条例》第三十四条）。"
        "应当通过诉讼、仲裁、行政复议等途径解决的，请选“导入法定途径”；属于建议的，请选“作为建议研究”。"
    )
    checked = forms.BooleanField(label=_("已核对：不属于第三十一条第（一）至（五）项所列的法定程序，依第（六）项受理"))
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)

    def data_for_step(self) -> dict[str, Any]:
        return {"category": Category.GENERAL.value}


class AcceptSimplyForm(AcceptForm):
    intro = _(
        "简易办理的适用范围和期限为本地规定，待确认；不适宜的，可以随时转入普通程序，"
        "期限仍自受理之日起算。重复信访、上级交办和集体联名的事项不适用。"
    )


class OtherPathForm(StepForm):
    keeps_draft = True
    intro = _("告知书写明应当通过的途径、受理机关和办法（《信访工作条例》第三十一条）。")
    category = _several([(one.value, one.label) for one in OTHER_PATHS], _("应当通过的途径"))
    text = TextField(label=_("向哪个机关提出、怎样提出"), rows=5, most=3000)


class RefuseForm(ReasonForm):
    reason = TextField(label=_("不予受理的理由（写入告知书）"), most=2000)
    path = TextField(label=_("可以采取的途径（写入告知书）"), required=False, rows=2, most=1000)


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


class HearForm(SayingForm):
    intro = _("办理申诉求决事项，应当听取信访人陈述事实和理由（《信访工作条例》第三十一条）。")
    files_field = "papers"
    text = TextField(label=_("陈述的要点"), rows=6)
    papers = enclosures(_("笔录和材料"))


class InvestigateForm(SayingForm):
    files_field = "papers"
    text = TextField(label=_("核实的情况"), rows=6)
    papers = enclosures(_("证据材料"))


class ExtendForm(ReasonForm):
    intro = _(
        "情况复杂的，经本机关、单位负责人批准可以延长一次，延长期限不得超过30日，"
        "并告知信访人延期理由（《信访工作条例》第三十四条）。"
    )
    days = forms.IntegerField(label=_("延长日数"), min_value=1, max_value=LONGEST_EXTENSION, initial=LONGEST_EXTENSION)
    reason = TextField(label=_("延期理由（写入告知书）"), rows=3, most=2000)
    field_order = ("days", "reason")


class OpinionForm(StepForm):
    """处理意见书 with its four parts (art. 32)."""

    keeps_draft = True
    part = "petitions/_opinion.html"
    intro = _(
        "处理意见书应当载明投诉请求、事实和理由、处理意见及其法律依据（《信访工作条例》第三十二条）。救济告知由系统写明。"
    )
    request = TextField(label=_("投诉请求"), rows=4, most=3000)
    facts = TextField(label=_("事实和理由"), rows=8, most=6000)
    result = _several(Result.choices, _("处理结果"))
    opinion = TextField(label=_("处理意见"), rows=6, most=6000)
    basis = TextField(label=_("法律依据"), rows=3, most=3000)


class IssueForm(NoteForm):
    part = "petitions/_issue.html"
    intro = _("签发后即为正式的处理意见，拟制人不能签发自己拟制的意见。请先看过全文。")
    note = TextField(label=_("签发意见"), required=False, rows=2, most=1000)


class AnswerForm(StepForm):
    """答复建议 (art. 29)."""

    keeps_draft = True
    adopted = _several(list(ADOPTED.items()), _("采纳情况"))
    text = TextField(label=_("答复内容"), rows=6)


class ConcludePathForm(SayingForm):
    text = TextField(label=_("按法定途径处理的结果"), rows=5, most=3000)


class DeliverForm(StepForm):
    """送达: with the delivery the term for the next request begins, in one act."""

    intro = _("登记送达的同时，自送达之日起算请求复查、复核的30日期限（《信访工作条例》第三十五条、第三十六条）。")
    delivered_on = forms.DateField(label=_("送达日期"), widget=DayInput)
    how = _several(list(HOW.items()), _("送达方式"))
    note = TextField(label=_("签收人、邮件号等"), required=False, rows=2, most=500)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("delivered_on", self.on)

    def clean_delivered_on(self) -> date:
        day: date = self.cleaned_data["delivered_on"]
        if day > self.on:
            raise forms.ValidationError(_("送达日期不能晚于今天。"))
        return day


# --- Review and re-review --------------------------------------------------------------------------------------------


class RequestForm(StepForm):
    """A request that came by letter or visit, written down for the petitioner."""

    keeps_draft = True
    files_field = "papers"
    intro = _("由原办理机关的上一级机关办理；系统已按机构关系填写，可以改正。")
    unit = UnitField(label=_("办理机关"), reviews=True, help_text=UNIT_HELP)
    reason = TextField(label=_("请求和理由"), rows=5, most=3000)
    papers = enclosures(_("请求书和材料"))
    note = TextField(label=_("备注（逾期提出有正当理由的，在此写明）"), required=False, rows=2, most=1000)


class ReviewForm(StepForm):
    """复查意见 and 复核意见."""

    keeps_draft = True
    CHOICES = [
        (Result.NOT_SUPPORTED.value, _("维持原意见，不予支持")),
        (Result.EXPLAINED.value, _("维持原意见，并作解释说明")),
        (Result.SUPPORTED.value, _("支持请求，变更或者撤销原意见")),
    ]
    facts = TextField(label=_("查明的事实"), rows=6, most=6000)
    result = _several(CHOICES, _("结论"))
    text = TextField(label=_("意见"), rows=6, most=6000)
    basis = TextField(label=_("依据"), rows=3, most=3000, required=False)


class HearingForm(StepForm):
    intro = _("听证所需时间不计算在复核期限内（《信访工作条例》第三十六条）。听证通知书随即生成。")
    held_at = forms.DateTimeField(label=_("听证时间"), widget=MomentInput)
    place = forms.CharField(label=_("听证地点"), max_length=200)
    text = TextField(label=_("听证事项"), rows=3, most=2000)

    def prepare(self) -> None:
        super().prepare()
        self.fields["held_at"].widget.attrs["min"] = f"{self.on.isoformat()}T00:00"


class EndHearingForm(SayingForm):
    files_field = "papers"
    text = TextField(label=_("听证情况和评议结论"), rows=5)
    papers = enclosures(_("听证笔录"))


FORMS: dict[str, type[KernelForm]] = {
    "screen": ScreenForm,
    "refer": ReferForm,
    "assign": AssignForm,
    "decline": DeclineForm,
    "hand_to_discipline": DisciplineForm,
    "contest": ContestForm,
    "refuse_return": ReasonForm,
    "confer": ReasonForm,
    "settle": SettleForm,
    "accept": AcceptForm,
    "accept_simply": AcceptSimplyForm,
    "take_other_path": OtherPathForm,
    "refuse": RefuseForm,
    "appoint": AppointForm,
    "hear_petitioner": HearForm,
    "investigate": InvestigateForm,
    "to_ordinary": ReasonForm,
    "extend": ExtendForm,
    "draft_opinion": OpinionForm,
    "return_draft": ReasonForm,
    "issue_opinion": IssueForm,
    "answer_suggestion": AnswerForm,
    "conclude_path": ConcludePathForm,
    "deliver_opinion": DeliverForm,
    "request_review": RequestForm,
    "conclude_review": ReviewForm,
    "request_recheck": RequestForm,
    "hold_hearing": HearingForm,
    "end_hearing": EndHearingForm,
    "conclude_recheck": ReviewForm,
    "add_statement": StatementForm,
    "supervise": SuperviseForm,
    "propose_improvement": ProposeForm,
    "answer_proposal": ProposalAnswerForm,
    "open_identity": IdentityForm,
}
"""Steps that are not here ask for nothing but a note."""
