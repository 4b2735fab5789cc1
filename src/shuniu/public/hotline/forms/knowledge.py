"""The knowledge base's forms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.web.fields import DayInput
from shuniu.public.hotline.forms.citizens import SubjectSelect, no_controls, no_secrets
from shuniu.public.hotline.forms.fields import TextField, UnitField
from shuniu.public.hotline.models import Article
from shuniu.public.hotline.operations.knowledge import Keeping, Wording
from shuniu.public.hotline.queries.subjects import subject_choices, subjects

REVIEW_DAYS = 365
"""Proposed for the next review; the owner may choose another day."""
ANSWER_MOST = 5000


class ArticleFilter(forms.Form):
    q = forms.CharField(label=_("问什么"), max_length=100, required=False)
    subject = forms.TypedChoiceField(label=_("事项分类"), coerce=int, empty_value=None, required=False)
    unit = forms.TypedChoiceField(label=_("责任单位（含下级）"), coerce=int, empty_value=None, required=False)
    status = forms.ChoiceField(label=_("状态"), choices=[("", _("全部")), *Article.Status.choices], required=False)
    due = forms.BooleanField(label=_("已过复核期限"), required=False)
    proposed = forms.BooleanField(label=_("有修改草稿"), required=False)

    def __init__(self, *args: Any, keeps: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not keeps:
            for name in ("status", "proposed"):
                del self.fields[name]
        offered: dict[str, Any] = {
            "subject": subject_choices(_("全部")),
            "unit": [("", _("全部")), *((one.id, f"{'　' * depth}{one}") for one, depth in tree().walk())],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class WordingForm(forms.Form):
    """What an article says: all that an owner may change."""

    title = forms.CharField(
        label=_("问题"), max_length=160, help_text=_("群众会怎么问，就怎么写。"), validators=[no_secrets, no_controls]
    )
    answer = TextField(
        label=_("答复"), rows=12, most=ANSWER_MOST, help_text=_("先说结论，再说条件、材料、地点和电话。"),
        validators=[no_secrets, no_controls],
    )  # fmt: skip
    basis = forms.CharField(label=_("依据"), max_length=300, required=False, validators=[no_secrets, no_controls])
    keywords = forms.CharField(
        label=_("关键词"), max_length=300, required=False, help_text=_("群众常用的说法，用空格分开。"),
        validators=[no_secrets, no_controls],
    )  # fmt: skip
    reason = forms.CharField(label=_("修改原因"), max_length=200, validators=[no_secrets, no_controls])

    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(data["title"], data["answer"], data["basis"], data["keywords"])

    def keeping(self) -> Keeping | None:
        return None


class ArticleForm(WordingForm):
    """The whole article, for the knowledge clerk and for an owner's new draft."""

    unit = UnitField(label=_("责任单位"))
    subject = forms.IntegerField(label=_("事项分类"), required=False, widget=SubjectSelect)
    public = forms.BooleanField(label=_("向公众公开"), required=False, initial=True)
    review_by = forms.DateField(label=_("复核期限"), widget=DayInput)
    field_order = ("title", "answer", "basis", "keywords", "unit", "subject", "public", "review_by", "reason")

    def __init__(self, *args: Any, units: list[Node], fresh: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = units
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.units = units
        if fresh:
            del self.fields["reason"]

    def clean_subject(self) -> int | None:
        chosen: int | None = self.cleaned_data["subject"]
        if chosen is not None and all(chosen != one.pk for one in subjects()):
            raise forms.ValidationError(_("这个类别已经停用，请另选一个。"))
        return chosen

    def keeping(self) -> Keeping:
        data = self.cleaned_data
        return Keeping(data["unit"], data["subject"], data["public"], data["review_by"])


class TurnForm(forms.Form):
    """发布, 停用: with the reason that the record keeps."""

    reason = forms.CharField(label=_("原因"), max_length=200, validators=[no_secrets, no_controls])


class ReviewForm(forms.Form):
    """复核无误."""

    review_by = forms.DateField(label=_("下次复核期限"), widget=DayInput)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("review_by", on + timedelta(days=REVIEW_DAYS))
