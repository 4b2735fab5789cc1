"""The forms of the steps on a request, and which step shows which."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, StepForm, TextField
from shuniu.kernel.web.fields import DayInput, FilesField
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.fees import Line, Scale, lines
from shuniu.public.disclosure.forms.reply import DraftReplyForm, SignForm
from shuniu.public.disclosure.models import Remedy
from shuniu.public.disclosure.procedures.request import LONGEST_EXTENSION
from shuniu.public.disclosure.queries.fees import before
from shuniu.public.disclosure.queries.requests import pending_remedies
from shuniu.public.disclosure.queries.units import searching_units
from shuniu.public.disclosure.queries.wording import CONSENTS, DELIVERED, FINDINGS, FOUND, HOW, SCALES
from shuniu.public.disclosure.receipt import receipt_of, wrong_day

CORRECTION_DAYS = 10
"""Proposed: the law asks for a reasonable time and names none."""


def _days(label: Any, *, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most, **options)


class ReceiveForm(StepForm):
    """确认收到: the day that article 31 names for this way, with its reason."""

    part = "disclosure/_receive.html"
    received_on = forms.DateField(label=_("收到申请之日"), widget=DayInput)
    how = forms.ChoiceField(label=_("怎样确认的"), choices=list(HOW.items()))
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)

    def prepare(self) -> None:
        request = self.case.detail
        self.came_on: date = request.came_on or local_day(self.case.matter.received_at)
        self.receipt = receipt_of(request.way, self.came_on, self.on)
        self.initial.setdefault("received_on", self.receipt.day)
        self.initial.setdefault("how", self.receipt.how)
        if self.receipt.fixed:
            self.fields["received_on"].widget.attrs["readonly"] = ""

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        refusal = wrong_day(self.case.detail.way, self.came_on, day)
        if refusal:
            raise forms.ValidationError(refusal)
        if day > self.on:
            raise forms.ValidationError(_("收到申请之日不能晚于今天。"))
        return day


class ClearForm(NoteForm):
    intro = _("申请内容明确、不需要补正的，在这里记明，告知补正的七个工作日随之停止计时。")


class AskCorrectionForm(StepForm):
    intro = _("补正只能一次性告知：要补正的全部写清。补正后答复期限自收到补正之日重新计算（条例第三十条）。")
    keeps_draft = True
    items = TextField(label=_("需要补正的内容"), most=3000, help_text=_("写给申请人看：哪里不明确，怎样补正。"))
    days = _days(
        _("补正期限（工作日）"), most=60, initial=CORRECTION_DAYS,
        help_text=_("条例只要求“合理的补正期限”，没有规定天数，由本机关按补正难度确定。"),
    )  # fmt: skip


class ReceiveCorrectionForm(StepForm):
    intro = _("答复期限自收到补正之日重新计算，当日不计入。")
    files_field = "papers"
    received_on = forms.DateField(label=_("收到补正之日"), widget=DayInput)
    text = TextField(label=_("补正的内容"), required=False, most=5000, help_text=_("申请人在网上提交过的不用再填。"))

    papers = FilesField(label=_("补正的材料"), required=False, megabytes=50)

    def prepare(self) -> None:
        self.initial.setdefault("received_on", self.on)

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.on:
            raise forms.ValidationError(_("收到补正之日不能晚于今天。"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and not self.case.times("supplement"):
            self.add_error("text", _("申请人没有在网上提交补正，请把补正的内容写在这里。"))
        return data


class AssignForm(StepForm):
    unit = forms.TypedChoiceField(label=_("业务单位"), coerce=int)
    note = TextField(label=_("要查找什么"), required=False, rows=3, most=1000)

    def prepare(self) -> None:
        self.choose("unit", [("", "—"), *searching_units(self.on)])


class ProvideForm(StepForm):
    """反馈查找结果: what a unit found, and the papers."""

    keeps_draft = True
    files_field = "papers"
    result = forms.ChoiceField(label=_("查找结果"), choices=list(FOUND.items()), widget=forms.RadioSelect)
    text = TextField(
        label=_("说明"), most=5000,
        help_text=_("查到什么，在哪里；没有查到的，写明检索了哪些系统、档案和词语。能否公开，由信息公开机构决定。"),
    )  # fmt: skip
    papers = FilesField(label=_("查到的材料"), required=False, megabytes=50)


class AskThirdPartyForm(StepForm):
    """Who is asked stays apart from the record; what they are asked about does not name them."""

    intro = _(
        "第三方自收到征求意见书之日起十五个工作日内提出意见；逾期不提出的，不视为同意，由本机关决定（条例第三十二条）。"
    )
    third_party_name = forms.CharField(label=_("第三方姓名或者名称"), max_length=100)
    third_party_contact = forms.CharField(label=_("第三方地址或者电话"), max_length=200)
    subject = TextField(
        label=_("涉及第三方的信息"), rows=3, most=1000,
        help_text=_("这段话写入办理记录和征求意见书，请不要写个人信息和商业秘密的内容本身。"),
    )  # fmt: skip


class HearForm(StepForm):
    """收到意见, of a third party or of another organ."""

    consents = forms.ChoiceField(label=_("态度"), choices=list(CONSENTS.items()), widget=forms.RadioSelect)
    opinion = TextField(label=_("意见和理由"), most=3000)
    files_field = "papers"
    papers = FilesField(label=_("意见书"), required=False, megabytes=50)


class SilentThirdPartyForm(ReasonForm):
    intro = _("第三方逾期没有提出意见，不视为同意：是否公开由本机关依照条例决定，理由记入办理记录（条例第三十二条）。")


class AskOrganForm(StepForm):
    intro = _(
        "被征求意见的机关自收到征求意见书之日起十五个工作日内提出意见；逾期未提出的，视为同意公开（条例第三十四条）。"
    )
    organ = forms.CharField(label=_("共同制作机关"), max_length=100)
    subject = TextField(label=_("涉及的信息"), rows=3, most=1000)


class DeemedForm(NoteForm):
    intro = _("被征求意见的机关逾期未提出意见的，视为同意公开（条例第三十四条）。")


class InformThirdPartyForm(ReasonForm):
    intro = _(
        "第三方不同意公开且有合理理由的不予公开；认为不公开可能对公共利益造成重大影响的，可以决定公开，并将决定公开的内容和理由书面告知第三方（条例第三十二条）。"
    )
    subject = TextField(label=_("决定公开的内容"), rows=3, most=1000)
    field_order = ("subject", "reason")


class ExtendForm(ReasonForm):
    intro = _(
        "延长由信息公开工作机构负责人同意并告知申请人，只能延长一次，最长不得超过二十个工作日（条例第三十三条）。"
    )
    days = _days(_("延长（工作日）"), most=LONGEST_EXTENSION, initial=LONGEST_EXTENSION)
    field_order = ("days", "reason")


class AskReasonsForm(StepForm):
    intro = _("申请数量、频次明显超过合理范围的，可以要求申请人说明理由（条例第三十五条）。")
    text = TextField(label=_("要说明什么"), most=2000)


class HearReasonsForm(StepForm):
    finding = forms.ChoiceField(label=_("审查结论"), choices=list(FINDINGS.items()), widget=forms.RadioSelect)
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)


class PostponeForm(ReasonForm):
    intro = _("申请理由合理，但无法在规定期限内答复的，可以确定延迟答复的合理期限并告知申请人（条例第三十五条）。")
    days = _days(_("延迟答复的期限（工作日）"), most=250)
    field_order = ("days", "reason")


class ChargeForm(StepForm):
    """通知缴费: reckoned, shown, and sent only when somebody has looked at the sum."""

    part = "disclosure/_charge.html"
    intro = _(
        "信息处理费按件或者按量计收，只用一种标准；按自然月、同一申请人累计，超额累进。标准和期限待确认，以本机关印发的文件为准。"
    )
    scale = forms.ChoiceField(
        label=_("计费标准"), choices=list(SCALES.items()), widget=forms.RadioSelect, initial=Scale.BY_PAGE.value
    )
    count = forms.IntegerField(
        label=_("页数"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("按量计收时填写；按件计收的，本件算一件。"),
    )
    agreed = forms.BooleanField(label=_("已核对金额，发出缴费通知"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scale") == Scale.BY_PAGE and not data.get("count") and not self.errors:
            self.add_error("count", _("按量计收的，请填写页数。"))
        if not self.errors and self.amount > 0 and not data.get("agreed"):
            self.add_error(
                "agreed", _("应缴%(amount)s元，计算过程见下。核对无误的，勾选后再发出。") % {"amount": self.amount}
            )
        return data

    @property
    def reckoned(self) -> list[Line]:
        """The lines of the sum, once the form has been sent with a scale and a count."""
        data = getattr(self, "cleaned_data", {})
        scale = Scale(data["scale"]) if data.get("scale") else None
        if scale is None or (scale is Scale.BY_PAGE and not data.get("count")):
            return []
        count = 1 if scale is Scale.BY_ITEM else data["count"]
        return lines(scale, before=self.before, count=count)

    @property
    def before(self) -> int:
        at = self.case.matter.received_at if not self.is_bound else self._month_now()
        return before(self.case.matter.pk, self.cleaned_data.get("scale", ""), at)

    def _month_now(self) -> Any:
        return self.case.matter.received_at.replace(year=self.on.year, month=self.on.month, day=self.on.day)

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.reckoned)

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        data.pop("agreed", None)
        return data


class DeliverForm(StepForm):
    """登记送达."""

    intro = _("当面送达的以签收之日为准；邮寄送达应当通过邮政企业。")
    how = forms.ChoiceField(label=_("送达方式"), choices=list(DELIVERED.items()))
    delivered_on = forms.DateField(label=_("送达之日"), widget=DayInput)
    note = TextField(label=_("邮件号等"), required=False, rows=2, most=300)

    def prepare(self) -> None:
        self.initial.setdefault("delivered_on", self.on)

    def clean_delivered_on(self) -> date:
        day: date = self.cleaned_data["delivered_on"]
        answered_on = self.case.detail.answered_on
        if day > self.on or (answered_on and day < answered_on):
            raise forms.ValidationError(_("送达之日应当在答复作出之日和今天之间。"))
        return day


class WithdrawForm(StepForm):
    reason = TextField(label=_("申请人怎样提出的"), rows=2, most=500)


class RegisterRemedyForm(StepForm):
    """登记复议或者诉讼."""

    path = forms.ChoiceField(label=_("救济途径"), choices=Remedy.Path.choices, widget=forms.RadioSelect)
    authority = forms.CharField(label=_("复议机关或者法院"), max_length=100)
    reference = forms.CharField(label=_("案号"), max_length=60, required=False)
    begun_on = forms.DateField(label=_("收到通知之日"), widget=DayInput)
    gist = TextField(label=_("请求的要点"), required=False, rows=3, most=2000)

    def clean_begun_on(self) -> date:
        day: date = self.cleaned_data["begun_on"]
        if day > self.on:
            raise forms.ValidationError(_("收到通知之日不能晚于今天。"))
        return day


class ConcludeRemedyForm(StepForm):
    """登记结果."""

    remedy = forms.TypedChoiceField(label=_("哪一件"), coerce=int)
    result = forms.ChoiceField(
        label=_("结果"),
        choices=[one for one in Remedy.Result.choices if one[0] != Remedy.Result.PENDING],
        widget=forms.RadioSelect,
        help_text=_("撤销、变更、确认违法、责令履行的，选“结果纠正”，随后由负责人办理“重新答复”。"),
    )
    ended_on = forms.DateField(label=_("审结之日"), widget=DayInput)
    gist = TextField(label=_("决定或者判决的要点"), required=False, rows=3, most=2000)

    def prepare(self) -> None:
        self.choose("remedy", pending_remedies(self.case.matter.pk))

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        if day > self.on:
            raise forms.ValidationError(_("审结之日不能晚于今天。"))
        return day


class ReopenForm(ReasonForm):
    intro = _("原答复被撤销、变更或者责令重作的，在这里重新办理；期限以决定书、判决书载明的为准。")
    days = _days(_("重新答复的期限（工作日）"), most=250, initial=20)
    field_order = ("days", "reason")


FORMS: dict[str, type[StepForm]] = {
    "receive": ReceiveForm,
    "find_clear": ClearForm,
    "ask_correction": AskCorrectionForm,
    "receive_correction": ReceiveCorrectionForm,
    "abandon_uncorrected": ReasonForm,
    "assign": AssignForm,
    "provide": ProvideForm,
    "recall_search": ReasonForm,
    "ask_third_party": AskThirdPartyForm,
    "hear_third_party": HearForm,
    "decide_without_third_party": SilentThirdPartyForm,
    "ask_organ": AskOrganForm,
    "hear_organ": HearForm,
    "deem_consent": DeemedForm,
    "inform_third_party": InformThirdPartyForm,
    "extend": ExtendForm,
    "ask_reasons": AskReasonsForm,
    "hear_reasons": HearReasonsForm,
    "postpone": PostponeForm,
    "charge": ChargeForm,
    "abandon_unpaid": ReasonForm,
    "draft_reply": DraftReplyForm,
    "send_back": ReasonForm,
    "sign": SignForm,
    "deliver": DeliverForm,
    "withdraw": WithdrawForm,
    "register_remedy": RegisterRemedyForm,
    "conclude_remedy": ConcludeRemedyForm,
    "reopen": ReopenForm,
}
