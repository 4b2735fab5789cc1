"""The forms of the archive: which papers to file and under what, which to set aside, and why one comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.forms import TextField
from shuniu.office.documents.archiving import all_kept
from shuniu.office.documents.models.archive import Retention
from shuniu.office.documents.operations.archive import YEARS, Wanted
from shuniu.office.documents.queries.archive_retention import NOT_KEPT, Line

MOST = 50


class WaitingFilter(forms.Form):
    """What narrows the list of papers that wait for the archive."""

    year = forms.TypedChoiceField(label=_l("办结年度"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=_l("种类"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        every = [("", _("全部"))]
        _offer(self, "year", [*every, *((year, str(year)) for year in years)])
        _offer(self, "kind", [*every, *((kept.kind, kept.label) for kept in all_kept())])


class ItemsFilter(forms.Form):
    """What narrows the archive."""

    q = forms.CharField(label=_l("档号、题名、文号或责任者"), max_length=80, required=False)
    year = forms.TypedChoiceField(label=_l("归档年度"), coerce=int, empty_value=None, required=False)
    retention = forms.ChoiceField(label=_l("保管期限"), choices=[("", _l("全部")), *Retention.choices], required=False)

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "year", [("", _("全部")), *((year, str(year)) for year in years)])


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PickForm(forms.Form):
    """The ticked papers, each with its line of the table and its year."""

    pick = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple, label=_l("归档的文件"))

    def __init__(self, data: Any = None, *, offered: Sequence[int], lines: Sequence[Line]) -> None:
        super().__init__(data)
        _offer(self, "pick", [(pk, str(pk)) for pk in offered])
        self.codes = {line.code for line in lines}
        self.fields["pick"].error_messages["required"] = _("请先勾选文件。")

    def wanted(self) -> list[Wanted]:
        return [
            Wanted(pk, self._code(pk), self._year(pk)) for pk in self.cleaned_data["pick"][:MOST]
        ]  # fmt: skip

    def _code(self, pk: int) -> str:
        code = str(self.data.get(f"code_{pk}", ""))
        return code if code in self.codes else ""

    def _year(self, pk: int) -> int:
        text = str(self.data.get(f"year_{pk}", ""))
        return int(text) if text.isdecimal() and len(text) == 4 and int(text) in YEARS else 0


class AsideForm(forms.Form):
    """不归档: one of the reasons of article 4, or words of one's own."""

    reason = forms.ChoiceField(label=_l("不归档的理由"), choices=NOT_KEPT)


class TakeBackForm(forms.Form):
    reason = TextField(label=_l("撤销归档的理由"), most=500, rows=3)


class LineForm(forms.Form):
    """One line of the 保管期限表."""

    name = forms.CharField(label=_l("归档范围"), max_length=120)
    retention = forms.ChoiceField(label=_l("保管期限"), choices=Retention.choices)
    source = forms.CharField(
        label=_l("依据"), max_length=200, help_text=_l("写明经同级档案主管部门审查同意的本机关保管期限表及其文号。")
    )


class NewLineForm(LineForm):
    code = forms.RegexField(
        r"^[A-Z][0-9]{1,3}$", label=_l("代码"), max_length=4, help_text=_l("一个大写字母加数字，如 T4。")
    )
    field_order = ("code", "name", "retention", "source")


class PackageFileForm(forms.Form):
    """移交包核验: a package from anywhere."""

    package = forms.FileField(label=_l("移交包（ZIP）"))
