"""The rows of supervision."""

from shuniu.office.supervision.models.assignment import Assignment, Colour, Grade, Shape, Source
from shuniu.office.supervision.models.cadence import Cadence
from shuniu.office.supervision.models.circular import Circular, Mention

__all__ = ["Assignment", "Cadence", "Circular", "Colour", "Grade", "Mention", "Shape", "Source"]
