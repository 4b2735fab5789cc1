"""What every form of a step on an incoming paper has in common."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import Node
from shuniu.office.documents.forms.incoming_fields import LeadersField, PeopleField, TextField, UnitField, UnitsField
from shuniu.office.documents.queries.incoming_people import Someone, leaders, readers, served_units


class StepForm(forms.Form):
    """A step's questions. ``data_for_step`` is what the passage will say; a field named ``note`` is its note."""

    intro: ClassVar[Any] = ""
    """What the person should know before deciding, in a sentence."""
    keeps_draft: ClassVar[bool] = False
    """Whether its text is long enough to be kept in the browser until it has arrived."""
    confirm_word: ClassVar[Any] = ""
    """What its button says, where that is not the step's own name."""
    part: ClassVar[str] = ""
    """A template of its own for the fields, when a plain list of them would not do."""

    def __init__(self, *args: Any, case: Case, actor: Actor, on: date, **options: Any) -> None:
        options.setdefault("auto_id", f"id_{case.matter.pk}_%s")
        super().__init__(*args, **options)
        self.case, self.actor, self.on = case, actor, on
        self.units: list[Node] = []
        self.people: list[Someone] = []
        self._offer_units()
        self._offer_people()
        first = next((field for field in self.fields.values() if not field.widget.is_hidden), None)
        if first is not None and not isinstance(first.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            first.widget.attrs.setdefault("data-focus", "")

    def _offer_units(self) -> None:
        named = [field for field in self.fields.values() if isinstance(field, UnitField | UnitsField)]
        if named:
            self.units = served_units(self.on)
            for field in named:
                field.units = self.units

    def _offer_people(self) -> None:
        for field in self.fields.values():
            if isinstance(field, PeopleField):
                self.people = self.people or readers(self.on)
                field.people = self.people
            elif isinstance(field, LeadersField):
                field.offer(leaders(self.on))

    def data_for_step(self) -> dict[str, Any]:
        """The particulars of the passage: everything that was answered."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "note" and value not in (None, "", [])
        }

    @property
    def note_for_step(self) -> str:
        """The passage's note."""
        return str(self.cleaned_data.get("note", ""))


class NoteForm(StepForm):
    """A step that asks for nothing; whoever wants may add a word."""

    note = TextField(label=_("备注"), required=False, rows=2, most=1000)


class ReasonForm(StepForm):
    """A step that must be justified."""

    keeps_draft = True
    reason = TextField(label=_("理由"), most=2000)


class TextForm(StepForm):
    """A step that says something."""

    keeps_draft = True
    text = TextField(label=_("内容"))
