"""The unit's forms: contact, extension, help and the reply with its four checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.fields import FilesField
from shuniu.public.hotline.forms.base import NoteForm, ReasonForm, StepForm, TextForm
from shuniu.public.hotline.forms.fields import TextField
from shuniu.public.hotline.queries.quality import Check, checks
from shuniu.public.hotline.queries.units import colleagues_for
from shuniu.public.hotline.queries.wording import CONTACTS, RESULTS


class AppointForm(NoteForm):
    """交承办人."""

    person = forms.TypedChoiceField(label=_("承办人"), coerce=int, empty_value=None)
    note = TextField(label=_("给承办人的话"), required=False, rows=2, most=1000)
    field_order = ("person", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.case.matter.unit_id
        people = colleagues_for(unit, self.on) if unit is not None else []
        self.names = {one.id: one.label for one in people}
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", _("请选择")), *((one.id, one.label) for one in people)]

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {**data, "person_name": self.names[data["person"]]}


class ContactForm(NoteForm):
    """联系群众."""

    result = forms.ChoiceField(label=_("联系结果"), choices=list(CONTACTS.items()), widget=forms.RadioSelect)
    note = TextField(label=_("沟通情况"), required=False, rows=3, most=2000)
    field_order = ("result", "note")


class AskExtensionForm(ReasonForm):
    intro = _("延期只能申请一次，经批准后办理期限和答复群众的期限一并延长。")
    reason = TextField(label=_("申请延期的理由"), most=2000, help_text=_("批准后群众会看到这段话，请写得让群众明白。"))


class GrantExtensionForm(ReasonForm):
    """The citizen reads the reason: it begins with what the unit asked, to be made plain."""

    reason = TextField(label=_("告知群众的延期原因"), most=2000)


class AssistForm(TextForm):
    text = TextField(label=_("协办意见"), rows=5)


class ReplyForm(StepForm):
    """答复 with the gate of the four checks."""

    keeps_draft = True
    part = "hotline/_reply.html"
    result = forms.ChoiceField(label=_("办理结果"), choices=list(RESULTS.items()), widget=forms.RadioSelect)
    text = TextField(label=_("答复群众的内容"), rows=10)
    evidence = FilesField(
        label=_("现场照片和材料"),
        required=False,
        accept="image/*,.pdf,.docx,.xlsx",
        help_text=_("审核通过后群众也能看到，请不要附有他人信息的材料。"),
    )
    without_assisting = forms.BooleanField(label=_("不等协办意见，先行答复"), required=False)
    anyway = forms.BooleanField(label=_("我已逐项核对，仍按此答复（未满足的检查项会显示给审核员）"), required=False)
    field_order = ("text", "result", "evidence", "without_assisting", "anyway")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.case.owing:
            del self.fields["without_assisting"]
        if not self.is_bound:
            del self.fields["anyway"]  # Offered only beside the findings that it passes over.

    @property
    def checks(self) -> list[Check]:
        return checks(self.case.detail.text, self.data.get("text", "") if self.is_bound else "")

    @property
    def unmet(self) -> list[Check]:
        return [one for one in self.checks if not one.ok]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and self.unmet and not data.get("anyway"):
            self.add_error("anyway", _("答复还有未满足的检查项，请按提示修改；确认无需修改的，请勾选后再次提交。"))
        return data

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        for name in ("anyway", "evidence"):
            data.pop(name, None)
        return {**data, "unmet": [str(one.label) for one in self.unmet]}
