"""What every form of a step has in common, whatever the business: long texts, the step's data, its note, its files."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor


class TextField(forms.CharField):
    """A long text. What bears a secrecy mark is refused beside the field, and stays typed."""

    def __init__(self, *, rows: int = 4, most: int = 5000, **options: Any) -> None:
        super().__init__(max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and marks_in(text):
            raise ValidationError(SECRET_REFUSAL, code="secret")
        return text


class StepForm(forms.Form):
    """A step's questions. ``data_for_step`` is what the passage will say; a field named ``note`` is its note."""

    intro: ClassVar[Any] = ""
    """What the person should know before deciding, in a sentence."""
    keeps_draft: ClassVar[bool] = False
    """Whether its text is long enough to be kept in the browser until it has arrived."""
    verb: ClassVar[Any] = ""
    """What its button says, where that is not the step's own name."""
    part: ClassVar[str] = ""
    """A template of its own for the fields, when a plain list of them would not do."""
    files_field: ClassVar[str] = ""
    """The field that carries files, if one does: they are bound to the matter and do not enter the passage."""

    def __init__(self, *args: Any, case: Case, actor: Actor, on: date, **options: Any) -> None:
        # Several forms may stand on one page, so the matter is part of every id.
        options.setdefault("auto_id", f"id_{case.matter.pk}_%s")
        super().__init__(*args, **options)
        self.case, self.actor, self.on = case, actor, on
        self.prepare()
        first = next((field for field in self.fields.values() if not field.widget.is_hidden), None)
        if first is not None:
            first.widget.attrs.setdefault("data-focus", "")

    def prepare(self) -> None:
        """Fill the choices that depend on the matter."""

    def choose(self, name: str, choices: Any) -> None:
        """Give a field of choices what there is to choose."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def data_for_step(self) -> dict[str, Any]:
        """The particulars of the passage: everything that was answered. Days are told as the record keeps them."""
        given = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
            if name not in {"note", self.files_field}
        }
        return {name: value for name, value in given.items() if value not in (None, "", [])}

    @property
    def note_for_step(self) -> str:
        return str(self.cleaned_data.get("note", ""))

    @property
    def files_for_step(self) -> list[UploadedFile[Any]]:
        return list(self.cleaned_data.get(self.files_field) or ()) if self.files_field else []


class NoteForm(StepForm):
    """A step that asks for nothing; whoever wants may add a word."""

    note = TextField(label=_("备注"), required=False, rows=2, most=1000)


class ReasonForm(StepForm):
    """A step that must be justified."""

    keeps_draft = True
    reason = TextField(label=_("理由"), most=2000)


class SayingForm(StepForm):
    """A step that says something."""

    keeps_draft = True
    text = TextField(label=_("内容"))
