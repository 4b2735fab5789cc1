"""What the forms of the steps share beyond the kernel's: the organs to choose from, and papers that are laid beside."""

from __future__ import annotations

from shuniu.kernel.casework import forms as kernel
from shuniu.kernel.organisation.tree import Node
from shuniu.kernel.web.fields import FilesField
from shuniu.public.petitions.forms.fields import UnitField
from shuniu.public.petitions.queries.units import reviewing_units, served_units


class StepForm(kernel.StepForm):
    """A step's questions, with the units that its field may name."""

    def prepare(self) -> None:
        self.units: list[Node] = []
        for field in self.fields.values():
            if isinstance(field, UnitField):
                self.units = reviewing_units(self.on) if field.reviews else served_units(self.on)
                field.units = self.units


def enclosures(label: object) -> FilesField:
    """材料: scans and documents that go with a step."""
    return FilesField(label=label, required=False, most=9, megabytes=50)
