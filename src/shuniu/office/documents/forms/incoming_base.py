"""What the forms of the steps on an incoming paper share beyond the kernel's: units and people to choose from."""

from __future__ import annotations

from shuniu.kernel.casework import forms as kernel
from shuniu.kernel.organisation.tree import Node
from shuniu.office.documents.forms.incoming_fields import LeadersField, PeopleField, UnitField, UnitsField
from shuniu.office.documents.queries.incoming_people import Someone, leaders, readers, served_units


class StepForm(kernel.StepForm):
    """A step's questions, with the units and people that its fields may name."""

    def prepare(self) -> None:
        self.units: list[Node] = []
        self.people: list[Someone] = []
        for field in self.fields.values():
            if isinstance(field, UnitField | UnitsField):
                self.units = self.units or served_units(self.on)
                field.units = self.units
            elif isinstance(field, PeopleField):
                self.people = self.people or readers(self.on)
                field.people = self.people
            elif isinstance(field, LeadersField):
                field.offer(leaders(self.on))
