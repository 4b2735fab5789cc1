"""What staff fill in to propose, review and release what is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import ReasonForm, StepForm, TextField
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.web.fields import DayInput, FilesField
from shuniu.public.disclosure import hints, lists
from shuniu.public.disclosure.models import Publication
from shuniu.public.disclosure.operations.publications import TEXT_MOST, Proposal
from shuniu.public.disclosure.procedures import PublicationProcedure
from shuniu.public.disclosure.queries import publications
from shuniu.public.disclosure.queries.publication_wording import CHECKED, ground_of
from shuniu.public.disclosure.replies import WITHHELD


def no_secret(value: str) -> None:
    if marks_in(value):
        raise forms.ValidationError(SECRET_REFUSAL, code="secret")


def _title() -> forms.CharField:
    return forms.CharField(label=_("标题"), max_length=200, validators=[no_secret])


def _text() -> TextField:
    return TextField(
        label=_("正文"),
        rows=14,
        most=TEXT_MOST,
        help_text=_("纯文字，每段一行。以“一、”开头的行作为小标题显示。表格、图片请作为附件上传。"),
    )


def _category() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("公开类别"), choices=lists.choices)


def _document_number() -> forms.CharField:
    return forms.CharField(label=_("发文字号"), max_length=60, required=False, help_text=_("没有文号的不填。"))


def _files() -> FilesField:
    return FilesField(label=_("附件"), required=False, most=9, megabytes=50, help_text=_("与正文一起公开。"))


class ProposeForm(forms.Form):
    """报送拟公开信息."""

    unit = forms.TypedChoiceField(label=_("信息所属单位"), coerce=int)
    category = _category()
    title = _title()
    text = _text()
    document_number = _document_number()
    formed_on = forms.DateField(
        label=_("形成或者变更之日"), widget=DayInput, help_text=_("20个工作日的公开期限自次日起算。")
    )
    explains = forms.CharField(
        label=_("所解读的政策"),
        max_length=60,
        required=False,
        help_text=_("政策解读才填：已公开政策的索引号、发文字号或者编号，公开后两边互相链接。"),
    )
    files = _files()  # type: ignore[assignment]  # a field of that name; Django keeps it apart

    def __init__(self, *args: Any, units: list[Node], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(node.id, str(node)) for node in units]
        if len(units) == 1:
            field.initial = units[0].id
            field.widget = forms.HiddenInput()

    def clean_explains(self) -> Matter | None:
        given: str = self.cleaned_data["explains"]
        if not given.strip():
            return None
        found = publications.policy_of(given)
        if found is None:
            raise forms.ValidationError(
                _("没有找到这份已公开的政策，请核对索引号或者发文字号；尚未公开的，请先公开政策。")
            )
        return found

    def proposal(self) -> Proposal:
        data = self.cleaned_data
        return Proposal(
            title=data["title"], text=data["text"], category=data["category"], formed_on=data["formed_on"],
            document_number=data["document_number"].strip(), explains=data["explains"],
        )  # fmt: skip


# --- Steps ---------------------------------------------------------------------------------------------------------


class ReviewForm(StepForm):
    """公开审查: three things, each vouched for by its own tick, with what a machine noticed beside them."""

    part = "disclosure/publications/_review.html"
    intro = _("请通读全文和附件，逐项判断后再勾选。机器只认得有固定形状的内容，提示为空不等于没有问题。")
    no_secret = forms.BooleanField(label=CHECKED["no_secret"], required=False)
    no_third_party = forms.BooleanField(label=CHECKED["no_third_party"], required=False)
    no_privacy = forms.BooleanField(label=CHECKED["no_privacy"], required=False)
    opinion = TextField(label=_("审查意见"), required=False, rows=3, most=2000)

    def prepare(self) -> None:
        self.reading = publications.reading_for(self.case)

    def checks(self) -> list[tuple[Any, list[hints.Hint]]]:
        """Each tick with the hints that belong to it."""
        return [(self[name], [one for one in self.reading.hints if one.check == name]) for name in CHECKED]


class ReturnForm(ReasonForm):
    """退回补充 and 退回审查."""

    intro = _("写清楚哪一处、为什么、怎样改，让对方一次改好。")


class WithholdForm(ReasonForm):
    """不予公开, with the ground in the law's words."""

    ground = forms.ChoiceField(
        label=_("不予公开的依据"),
        choices=lambda: [(one.key, ground_of(one.key)) for one in WITHHELD],
        widget=forms.RadioSelect,
    )
    field_order = ("ground", "reason")


class TakeDownForm(WithholdForm):
    """撤下: what should not have been published, in no version."""

    intro = _(
        "只用于不应当公开的信息，例如发现含有个人隐私。内容写错了的，请用“更正内容”。撤下后编号和索引号不再使用。"
    )


class WritingForm(StepForm):
    """New words: what is proposed again, or what is corrected after its release."""

    keeps_draft = True
    files_field = "files"
    title = _title()
    text = _text()
    category = _category()
    document_number = _document_number()
    dropped = forms.TypedMultipleChoiceField(
        label=_("撤下的附件"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    files = _files()  # type: ignore[assignment]  # a field of that name; Django keeps it apart

    def prepare(self) -> None:
        kept = publications.open_files(self.case.matter)
        if kept:
            self.choose("dropped", [(one.pk, one.name) for one in kept])
        else:
            del self.fields["dropped"]

    def data_for_step(self) -> dict[str, Any]:
        return {**super().data_for_step(), "document_number": self.cleaned_data["document_number"]}


class ResubmitForm(WritingForm):
    """重新报送."""

    intro = _("按退回的意见修改后重新报送，由审查员重新审查。")


class AmendForm(WritingForm):
    """更正内容: a new version, reviewed by the same three checks; the one before stays readable."""

    intro = _("更正形成新的版本并立即公开，原来的版本仍可查阅。更正理由与版本一起公开。新的文字同样要逐项审查。")
    reason = TextField(label=_("更正理由（公开）"), rows=2, most=500)
    no_secret = forms.BooleanField(label=CHECKED["no_secret"], required=False)
    no_third_party = forms.BooleanField(label=CHECKED["no_third_party"], required=False)
    no_privacy = forms.BooleanField(label=CHECKED["no_privacy"], required=False)


class ReleaseForm(StepForm):
    """发布."""

    intro = _("发布后立即在网站公开。请核对索引号。")
    index_number = forms.CharField(
        label=_("索引号"),
        max_length=40,
        help_text=_("建议的编法：年度－目录条项－流水号。本市另有编制规则的，按规则修改。"),
    )


class RepealForm(StepForm):
    """标注废止."""

    repealed_on = forms.DateField(label=_("废止日期"), widget=DayInput)
    reason = TextField(label=_("废止的依据（公开）"), rows=2, most=500, help_text=_("例如：由某某文件宣布废止。"))


class ExpireForm(StepForm):
    """标注失效."""

    reason = TextField(label=_("失效的原因（公开）"), rows=2, most=500, help_text=_("例如：有效期届满。"))


FORMS: dict[str, type[StepForm]] = {
    "review": ReviewForm,
    "return_": ReturnForm,
    "send_back": ReturnForm,
    "withhold": WithholdForm,
    "resubmit": ResubmitForm,
    "release": ReleaseForm,
    "amend": AmendForm,
    "repeal": RepealForm,
    "expire": ExpireForm,
    "take_down": TakeDownForm,
}


class PublicationFilter(forms.Form):
    """What narrows the list."""

    q = forms.CharField(label=_("编号、索引号、文号或者标题"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    category = forms.ChoiceField(label=_("公开类别"), required=False)
    validity = forms.ChoiceField(label=_("有效性"), required=False)
    unit = forms.TypedChoiceField(label=_("信息所属单位（含下级）"), coerce=int, empty_value=None, required=False)
    since = forms.DateField(label=_("报送日期自"), widget=DayInput, required=False)
    until = forms.DateField(label=_("报送日期至"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        whole: list[Any] = [("", _("全部"))]
        offered: dict[str, list[Any]] = {
            "state": [(name, _(state.label)) for name, state in PublicationProcedure.states.items()],
            "category": [(one.key, one.short) for one in lists.ITEMS.values()],
            "validity": list(Publication.Validity.choices),
            "unit": [(one.id, f"{'　' * depth}{one}") for one, depth in tree().walk()],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*whole, *choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return data
